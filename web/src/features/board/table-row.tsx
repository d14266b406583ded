// biome-ignore-all lint/a11y/useSemanticElements: lines that are placed one by one cannot be those of a table element

import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine"
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { attachClosestEdge, type Edge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge"
import { t } from "@lingui/core/macro"
import { Ellipsis } from "lucide-react"
import { lazy, memo, Suspense, useEffect, useRef, useState } from "react"
import { IconButton } from "../../components/button.tsx"
import { Pulse } from "../../components/pulse.tsx"
import { TypeIcon } from "../../components/task-icons.tsx"
import type { Card, Conversation } from "../../lib/api.gen.ts"
import type { Board } from "../../lib/board-cache.ts"
import { cx } from "../../lib/cx.ts"
import type { Key } from "../../lib/grouping.ts"
import type { Change } from "./changes.ts"
import type { Spot } from "./grid.ts"
import { useIsChosen } from "./selection.ts"
import { useShell } from "./shell.ts"
import { isEditable, type TableColumn } from "./table-columns.ts"
import { TableValue } from "./table-value.tsx"
import { TaskLink } from "./task-link.tsx"

const TableEditor = lazy(() => import("./table-editor.tsx"))

type Props = {
  /** Only where something is being changed: else every change of the board would draw every line. */
  board: Board | undefined
  card: Card
  column: Key
  lane: Key
  columns: TableColumn[]
  /** Its place among all lines, from 1, as a screen reader says it. */
  index: number
  working: Conversation | undefined
  open: boolean
  /** The cell in the tab order, counted from the title; -1 is none. */
  focusable: number
  focusRequest: number
  onFocusDone: (request: number) => boolean
  /** The field that is being changed. */
  editing: string | undefined
  onEdit: (spot: Spot, field: string | undefined) => void
  onChange: (spot: Spot, change: Change) => void
}

const cellLook =
  "flex min-w-0 items-center gap-1.5 whitespace-nowrap px-2 outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)] focus-within:bg-inherit"

/** A task as a line: its title opens it, its other fields are changed in place. */
export const TableRow = memo(function TableRow(props: Props) {
  const { card, column, lane, columns, working, open, focusable, focusRequest, onFocusDone, editing } = props
  const shell = useShell()
  const chosen = useIsChosen(card.id)
  const row = useRef<HTMLDivElement>(null)
  const spot = { column, lane, taskId: card.id }
  const { dragging, edge } = useRowDrag(row, spot, shell.canWrite && editing === undefined, shell.isManual)

  useEffect(() => {
    if (!focusRequest || !onFocusDone(focusRequest)) return
    row.current?.querySelector<HTMLElement>(`[data-cell="${focusable}"]`)?.focus({ preventScroll: true })
  }, [focusRequest, onFocusDone, focusable])

  const type = shell.types.get(card.task_type_id)
  return (
    <div
      ref={row}
      role="row"
      tabIndex={-1}
      aria-rowindex={props.index}
      aria-selected={chosen}
      data-task={card.id}
      data-column={column ?? undefined}
      data-lane={lane ?? undefined}
      onContextMenu={(event) => {
        event.preventDefault()
        const isKey = event.clientX === 0 && event.clientY === 0
        shell.onMenu(spot, isKey ? event.currentTarget : { x: event.clientX, y: event.clientY })
      }}
      className={cx(
        "group/row relative grid h-9 border-b bg-bg hover:bg-hover",
        open && "bg-hover",
        chosen && "bg-accent-soft hover:bg-accent-soft",
        dragging && "opacity-40",
      )}
      style={{ gridTemplateColumns: "var(--columns)" }}
    >
      <div
        role="gridcell"
        data-cell={0}
        data-field="title"
        tabIndex={focusable === 0 && editing !== "title" ? 0 : -1}
        className={cx(cellLook, "sticky start-0 z-1 bg-inherit ps-1")}
      >
        {editing === "title" ? (
          <Editor {...props} spot={spot} field="title" label={t`Title of ${{ task: card.key }}`} />
        ) : (
          <>
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={t`Select ${{ task: card.key }}`}
              checked={chosen}
              onChange={() => {}}
              onClick={(event) => shell.onChoose(spot, event.shiftKey)}
              className={cx(
                "mx-1 shrink-0 accent-accent opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 max-phone:opacity-100",
                chosen && "opacity-100",
              )}
            />
            <TypeIcon icon={type?.icon} color={type?.color} />
            <TaskLink
              card={card}
              spot={spot}
              tabIndex={-1}
              label={`${card.key} ${card.title}`}
              className="min-w-0 truncate font-medium outline-none hover:underline"
            />
            {working && (
              <span className="flex items-center gap-1.5 text-agent text-xs" title={working.activity || undefined}>
                <Pulse still={working.status !== "running"} />
                {working.agent.name}
              </span>
            )}
            <IconButton
              label={t`Actions for ${{ task: card.key }}`}
              tabIndex={-1}
              className="ms-auto size-6 opacity-0 group-hover/row:opacity-100 max-phone:size-8 max-phone:opacity-60"
              onClick={(event) => shell.onMenu(spot, event.currentTarget)}
            >
              <Ellipsis size={14} aria-hidden />
            </IconButton>
          </>
        )}
      </div>
      {columns.map(({ field, label, isNumber }, index) => {
        const place = index + 1
        const canEdit = shell.canWrite && isEditable(field)
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the table hears the keys of all its cells
          <div
            key={field}
            role="gridcell"
            data-cell={place}
            data-field={field}
            aria-label={t`${{ field: label }} of ${{ task: card.key }}`}
            aria-readonly={!canEdit}
            tabIndex={focusable === place && editing !== field ? 0 : -1}
            onClick={() => canEdit && editing !== field && props.onEdit(spot, field)}
            className={cx(
              cellLook,
              isNumber && "justify-end pe-4",
              canEdit && "cursor-pointer",
              editing === field && "p-0",
            )}
          >
            {editing === field ? (
              <Editor {...props} spot={spot} field={field} label={t`${{ field: label }} of ${{ task: card.key }}`} />
            ) : (
              <TableValue card={card} field={field} />
            )}
          </div>
        )
      })}
      {edge && (
        <span
          aria-hidden
          className={cx(
            "pointer-events-none absolute inset-x-0 z-2 h-0.5 bg-accent",
            edge === "top" ? "-top-px" : "-bottom-px",
          )}
        />
      )}
    </div>
  )
})

function Editor({
  board,
  card,
  spot,
  field,
  label,
  onChange,
  onEdit,
}: Props & { spot: Spot; field: string; label: string }) {
  if (!board) return null
  return (
    <Suspense>
      <TableEditor
        board={board}
        card={card}
        field={field}
        label={label}
        onChange={(change) => onChange(spot, change)}
        onClose={() => onEdit(spot, undefined)}
      />
    </Suspense>
  )
}

/** Makes a line something to drag, and to drop others beside. */
function useRowDrag(row: React.RefObject<HTMLElement | null>, spot: Spot, enabled: boolean, isManual: boolean) {
  const [dragging, setDragging] = useState(false)
  const [edge, setEdge] = useState<Edge | null>(null)
  const { taskId, column, lane } = spot
  useEffect(() => {
    const node = row.current
    if (!node || !enabled) return
    const data = { kind: "card", taskId, column, lane }
    return combine(
      draggable({
        element: node,
        getInitialData: () => data,
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element: node,
        canDrop: ({ source }) => source.data.kind === "card",
        getData: ({ input, element: target }) =>
          attachClosestEdge(data, { input, element: target, allowedEdges: ["top", "bottom"] }),
        onDrag: ({ self, source }) =>
          setEdge(source.data.taskId === taskId || !isManual ? null : extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    )
  }, [row, taskId, column, lane, enabled, isManual])
  return { dragging, edge }
}
