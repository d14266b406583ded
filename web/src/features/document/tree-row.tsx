import { t } from "@lingui/core/macro"
import { Link } from "@tanstack/react-router"
import { ChevronRight, Ellipsis, FileText, Folder, FolderOpen } from "lucide-react"
import { memo, useEffect, useRef } from "react"
import { IconButton } from "../../components/button.tsx"
import type { Anchor } from "../../components/context-menu.tsx"
import { cx } from "../../lib/cx.ts"
import type { Row } from "./tree.ts"
import { type RowDrag, useRowDrag } from "./tree-drag.ts"

type Props = Row & {
  projectId: string
  /** It is the page's document. */
  current: boolean
  /** The one line in the tab order. */
  focusable: boolean
  /** Undefined where nothing can be moved. */
  drag: RowDrag | undefined
  onFold: (folderId: string, isClosed: boolean) => void
  /** Undefined where there is nothing to do with it. */
  onMenu: ((row: Row, anchor: Anchor) => void) | undefined
}

/** A document or a folder as a line of the tree. It draws again only when something of its own changed. */
export const TreeRow = memo(function TreeRow(props: Props) {
  const { projectId, current, focusable, drag, onFold, onMenu, ...row } = props
  const { kind, id, name, level, open } = row
  const element = useRef<HTMLDivElement>(null)
  const { dragging, over } = useRowDrag(element, row, drag)
  useEffect(() => {
    if (current) element.current?.scrollIntoView({ block: "nearest" })
  }, [current])
  const text = <span className="min-w-0 flex-1 truncate">{name}</span>
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its lines
    <div
      ref={element}
      role="treeitem"
      tabIndex={focusable ? 0 : -1}
      aria-label={name}
      aria-level={level}
      aria-posinset={row.place}
      aria-setsize={row.count}
      aria-expanded={open}
      aria-current={current ? "page" : undefined}
      aria-selected={current}
      data-row={id}
      onClick={() => open !== undefined && onFold(id, open)}
      onContextMenu={(event) => {
        if (!onMenu) return
        event.preventDefault()
        const isKey = event.clientX === 0 && event.clientY === 0
        onMenu(row, isKey ? event.currentTarget : { x: event.clientX, y: event.clientY })
      }}
      className={cx(
        "group/row relative flex h-8 min-w-0 scroll-my-8 items-center rounded-sm ps-2 text-muted outline-none hover:bg-hover hover:text-ink focus-visible:shadow-[inset_0_0_0_2px_var(--accent)] max-phone:h-10",
        current && "bg-hover font-medium text-ink",
        kind === "folder" && "cursor-default",
        dragging && "opacity-40",
        over === "combine" && "bg-accent-soft text-ink shadow-[inset_0_0_0_2px_var(--accent)]",
      )}
    >
      {Array.from({ length: level - 1 }, (_, depth) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move
        <span key={depth} aria-hidden className="ms-1.5 w-2.5 shrink-0 self-stretch border-s" />
      ))}
      {kind === "folder" ? (
        <>
          <ChevronRight
            size={13}
            aria-hidden
            className={cx(
              "me-1 shrink-0 transition-transform duration-100",
              open ? "rotate-90" : "rtl:-scale-x-100",
              open === undefined && "invisible",
            )}
          />
          <FolderIcon open={open} />
          {text}
          {open === undefined && <span className="shrink-0 px-1 text-muted text-xs">{t`Empty`}</span>}
        </>
      ) : (
        <Link
          to="/p/$projectId/docs/$docId"
          params={{ projectId, docId: id }}
          activeOptions={{ includeSearch: false }}
          tabIndex={-1}
          draggable={false}
          className="flex h-full min-w-0 flex-1 items-center gap-2 outline-none"
        >
          <FileText size={14} aria-hidden className="shrink-0" />
          {text}
        </Link>
      )}
      {onMenu && (
        <IconButton
          label={t`Actions for ${{ name }}`}
          tabIndex={-1}
          className="opacity-0 group-hover/row:opacity-100 max-phone:opacity-100"
          onClick={(event) => {
            event.stopPropagation()
            onMenu(row, event.currentTarget)
          }}
        >
          <Ellipsis size={15} aria-hidden />
        </IconButton>
      )}
      {(over === "reorder-before" || over === "reorder-after") && (
        <span
          aria-hidden
          className={cx(
            "pointer-events-none absolute end-0 z-1 h-0.5 rounded-full bg-accent",
            over === "reorder-before" ? "-top-px" : "-bottom-px",
          )}
          style={{ insetInlineStart: `${level - 0.5}rem` }}
        />
      )}
    </div>
  )
})

function FolderIcon({ open }: { open: boolean | undefined }) {
  const Icon = open ? FolderOpen : Folder
  return <Icon size={14} aria-hidden className="me-2 shrink-0" />
}
