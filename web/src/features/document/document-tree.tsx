import { t } from "@lingui/core/macro"
import { useNavigate } from "@tanstack/react-router"
import { type FocusEvent, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react"
import type { Anchor } from "../../components/context-menu.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { cx } from "../../lib/cx.ts"
import { notify } from "../../lib/notify.ts"
import { useDeleteDocument, useFolders } from "./api.ts"
import { NameDialog, type Naming } from "./folder-name.tsx"
import { useFolds } from "./folds.ts"
import { MoveDialog } from "./move-dialog.tsx"
import { useTreeMoves } from "./moves.ts"
import { type Level, type Row, rowsOf, type Step, stepOf, type Thing } from "./tree.ts"
import { useTopDrop, useTreeDrops } from "./tree-drag.ts"
import { useTreeKeys } from "./tree-keys.ts"
import { TreeMenu } from "./tree-menu.tsx"
import { TreeRow } from "./tree-row.tsx"

type Props = {
  projectId: string
  tree: Level
  /** The document that is open. */
  docId: string | undefined
  canWrite: boolean
  onNewDocument: (folderId: string | null) => void
}

/** What is asked about a line of the tree. */
type Asking = { what: "name"; naming: Naming } | { what: "move" | "delete"; thing: Thing }

/**
 * The folders and documents of a project, in an order that one gives them by dragging, by Alt and the arrow keys, or by a
 * menu. Folders open and close, and stay so in this browser.
 */
export function DocumentTree({ projectId, tree, docId, canWrite, onNewDocument }: Props) {
  const navigate = useNavigate()
  const scroller = useRef<HTMLElement>(null)
  const top = useRef<HTMLDivElement>(null)
  const { closed, fold } = useFolds(projectId)
  const rows = useMemo(() => rowsOf(tree, (id) => closed.has(id)), [tree, closed])
  const [at, setAt] = useState<string>()
  const [menu, setMenu] = useState<{ row: Row; anchor: Anchor }>()
  const [asking, setAsking] = useState<Asking>()
  const { remove } = useFolders(projectId)
  const removeDocument = useDeleteDocument(projectId, (id) => {
    if (id === docId) navigate({ to: "/p/$projectId/docs", params: { projectId } })
  })
  const { move, tree: treeNow } = useTreeMoves(projectId)

  const latest = useRef(tree)
  latest.current = tree
  const drag = useMemo(
    () => (canWrite ? { projectId, tree: latest, onOpen: (id: string) => fold(id, false) } : undefined),
    [canWrite, projectId, fold],
  )
  useTreeDrops(scroller, drag, move)
  const isOverTop = useTopDrop(top, projectId, canWrite)

  // A line that is moved is put elsewhere in the page, and loses focus by that.
  const wanted = useRef<string>(undefined)
  const focus = useCallback((id: string) => {
    setAt(id)
    const line = scroller.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)
    line?.focus()
    return line !== null
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a dialog that closes leaves focus nowhere, too
  useLayoutEffect(() => {
    if (wanted.current && rows.some(({ id }) => id === wanted.current) && focus(wanted.current))
      wanted.current = undefined
  }, [rows, asking, focus])

  const step = (row: Row, by: Step) => {
    const place = stepOf(treeNow(), row, by)
    if (!place) return
    // Else it would vanish under the hands that move it.
    if (by === "in" && place.parent) fold(place.parent, false)
    wanted.current = row.id
    move(row, place)
  }
  const onKeyDown = useTreeKeys({
    rows,
    onFocus: focus,
    onFold: fold,
    onOpen: ({ id, kind }) =>
      kind === "document" && navigate({ to: "/p/$projectId/docs/$docId", params: { projectId, docId: id } }),
    onStep: canWrite ? step : undefined,
  })
  const onMenu = useCallback((row: Row, anchor: Anchor) => setMenu({ row, anchor }), [])
  const shown = (id: string | undefined) => rows.find((row) => row.id === id)?.id
  const focusable = shown(at) ?? shown(docId) ?? rows[0]?.id

  function close() {
    const about = asking && (asking.what === "name" ? undefined : asking.thing.id)
    if (about) wanted.current = about
    setAsking(undefined)
  }
  function askToDelete(row: Row) {
    if (row.kind === "folder") return setAsking({ what: "delete", thing: row })
    removeDocument.mutate({ id: row.id, title: row.name })
  }

  return (
    <nav
      ref={scroller}
      aria-label={t`Documents`}
      className="thin-scroll flex min-h-0 flex-1 flex-col overflow-y-auto p-2 pb-0"
    >
      <div
        role="tree"
        aria-label={t`Documents and folders`}
        tabIndex={-1}
        className="outline-none"
        onKeyDown={onKeyDown}
        onFocus={({ target }: FocusEvent<HTMLElement>) => {
          const id = target.closest<HTMLElement>("[data-row]")?.dataset.row
          if (id) setAt(id)
        }}
      >
        {rows.map((row) => (
          <TreeRow
            key={row.id}
            {...row}
            {...{ projectId, drag }}
            current={row.id === docId}
            focusable={row.id === focusable}
            onFold={fold}
            onMenu={canWrite ? onMenu : undefined}
          />
        ))}
      </div>
      <div
        ref={top}
        aria-hidden
        className={cx("min-h-8 flex-1 border-t-2 border-transparent", isOverTop && "border-accent")}
      />
      {menu && (
        <TreeMenu
          tree={tree}
          row={menu.row}
          anchor={menu.anchor}
          onClose={() => setMenu(undefined)}
          onNewDocument={onNewDocument}
          onNewFolder={(parent_id) => setAsking({ what: "name", naming: { parent_id } })}
          onRename={() => setAsking({ what: "name", naming: { folder: menu.row } })}
          onMove={() => setAsking({ what: "move", thing: menu.row })}
          onStep={(by) => step(menu.row, by)}
          onDelete={() => askToDelete(menu.row)}
        />
      )}
      {asking?.what === "name" && <NameDialog projectId={projectId} naming={asking.naming} onClose={close} />}
      {asking?.what === "move" && (
        <MoveDialog
          tree={tree}
          thing={asking.thing}
          onMove={(place) => {
            if (place.parent) fold(place.parent, false)
            move(asking.thing, place)
          }}
          onClose={close}
        />
      )}
      <Confirm
        open={asking?.what === "delete"}
        onOpenChange={close}
        title={t`Delete the folder “${{ name: asking?.what === "delete" ? asking.thing.name : "" }}”?`}
        action={t`Delete the folder`}
        busy={remove.isPending}
        onConfirm={() => {
          if (asking?.what !== "delete") return
          remove.mutate(asking.thing.id, { onSuccess: () => notify(t`The folder is deleted`) })
          setAsking(undefined)
        }}
      >
        {t`Nothing in it is lost: its documents and folders move up to where it lies.`}
      </Confirm>
    </nav>
  )
}
