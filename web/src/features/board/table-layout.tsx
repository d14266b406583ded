// biome-ignore-all lint/a11y/useSemanticElements: lines that are placed one by one cannot be those of a table element

import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element"
import { plural, t } from "@lingui/core/macro"
import { useVirtualizer } from "@tanstack/react-virtual"
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Plus } from "lucide-react"
import { type CSSProperties, useCallback, useEffect, useMemo, useRef, useState } from "react"
import { Skeleton } from "../../components/skeleton.tsx"
import { cx } from "../../lib/cx.ts"
import { number } from "../../lib/format.ts"
import { spotAt } from "./board-layout.tsx"
import type { Change } from "./changes.ts"
import { useCollapsed } from "./collapsed.ts"
import { useCellDrop } from "./drop.ts"
import { type Group, isSameSpot, type Spot, sumLabel } from "./grid.ts"
import { GroupIcon } from "./group-icon.tsx"
import { InlineCreate } from "./inline-create.tsx"
import { type Row, rowHeights, rowsOf, spotOfRow } from "./rows.ts"
import { useShell } from "./shell.ts"
import { type TableColumn, tableColumns, templateOf } from "./table-columns.ts"
import { useTableKeys } from "./table-keys.ts"
import { TableRow } from "./table-row.tsx"
import type { LayoutProps } from "./view-body.tsx"

/** With fewer lines than this ahead, more are loaded. */
const ahead = 15

/** Tasks as lines under their groups' titles; only the lines in sight are in the document. */
export default function TableLayout(props: LayoutProps) {
  const { board, grid, filtering, settling, openKey, working, focus, selection, changes, onMore, onSort } = props
  const { canWrite } = useShell()
  const collapse = useCollapsed(board, grid.columns)
  const { view, custom_fields } = board
  const columns = useMemo(() => tableColumns(view.config, custom_fields), [view.config, custom_fields])
  const rows = useMemo(() => rowsOf(grid, { isClosed: collapse.has, canCreate: canWrite }), [grid, collapse, canWrite])
  const [column, setColumn] = useState(0)
  const [editing, setEditing] = useState<{ spot: Spot; field: string }>()
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => rowHeights[rows[index]?.kind ?? "card"],
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
  })
  const items = virtual.getVirtualItems()
  useMoreRows(rows, items[0]?.index ?? 0, items.at(-1)?.index ?? 0, onMore)
  useEffect(() => (scroll.current ? autoScrollForElements({ element: scroll.current }) : undefined), [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new request scrolls
  useEffect(() => {
    const { spot, count } = focus.wanted
    const index = rows.findIndex((row) => row.kind === "card" && isSameSpot(spotOfRow(row), spot))
    if (count > 0 && index >= 0) virtual.scrollToIndex(index, { align: "auto" })
  }, [focus.wanted])

  const { request } = focus
  const onEdit = useCallback(
    (spot: Spot, field: string | undefined) => {
      setEditing(field === undefined ? undefined : { spot, field })
      if (field === undefined) request(spot)
      else setColumn(field === "title" ? 0 : columns.findIndex((each) => each.field === field) + 1)
    },
    [request, columns],
  )
  const { change } = changes
  const onChange = useCallback((spot: Spot, set: Change) => change([spot.taskId], set), [change])
  const onKeyDown = useTableKeys(props, { rows, columns, column, setColumn, onEdit })
  const chooseAll = useCallback(
    (row: Extract<Row, { kind: "group" }>) => selection.toggleAll(row.cell.cards.map(({ id }) => id)),
    [selection],
  )

  const style = { "--columns": templateOf(columns), height: virtual.getTotalSize() } as CSSProperties
  return (
    <div
      ref={scroll}
      role="grid"
      aria-label={board.view.name}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      aria-busy={settling}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const node = event.target.closest<HTMLElement>("[data-task]")
        const spot = node && spotAt(node)
        const at = event.target.closest<HTMLElement>("[data-cell]")?.dataset.cell
        if (spot) focus.note(spot)
        if (at !== undefined) setColumn(Number(at))
      }}
      className="thin-scroll min-h-0 flex-1 overflow-auto outline-none [contain:strict]"
    >
      <div className="relative w-fit min-w-full" style={style}>
        <Head columns={columns} board={board} onSort={onSort} />
        {items.map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <div
              key={item.key}
              role="presentation"
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
            >
              {row.kind === "card" ? (
                <TableRow
                  board={board}
                  card={row.card}
                  column={row.cell.column}
                  lane={row.cell.lane}
                  columns={columns}
                  index={item.index + 2}
                  working={working.get(row.card.id)}
                  open={row.card.key === openKey}
                  focusable={isSameSpot(spotOfRow(row), focus.spot) ? column : -1}
                  focusRequest={isSameSpot(spotOfRow(row), focus.wanted.spot) ? focus.wanted.count : 0}
                  onFocusDone={focus.done}
                  editing={isSameSpot(spotOfRow(row), editing?.spot) ? editing?.field : undefined}
                  onEdit={onEdit}
                  onChange={onChange}
                />
              ) : row.kind === "group" ? (
                <GroupRow
                  row={row}
                  board={board}
                  filtering={filtering}
                  closed={collapse.has(row.group)}
                  onClose={collapse.set}
                  onChooseAll={chooseAll}
                />
              ) : row.kind === "create" ? (
                <CreateRow row={row} />
              ) : (
                <div className="flex h-9 items-center border-b px-4">
                  <Skeleton className="h-3.5 w-72 max-w-full" />
                </div>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

const headHeight = 32

/** More is loaded once the lines in sight have stood still for this long. Milliseconds. */
const stillFor = 60

/** Loads more of every group whose end is near what is in sight. */
function useMoreRows(rows: Row[], first: number, last: number, onMore: LayoutProps["onMore"]) {
  useEffect(() => {
    const timer = setTimeout(() => {
      const near = rows.slice(first, last + ahead)
      const cells = new Map(near.flatMap((row) => (row.kind === "more" ? [[row.cell.id, row.cell] as const] : [])))
      for (const cell of cells.values()) onMore(cell)
    }, stillFor)
    return () => clearTimeout(timer)
  }, [rows, first, last, onMore])
}

type HeadProps = Pick<LayoutProps, "board" | "onSort"> & { columns: TableColumn[] }

/** The columns' titles; those that can be sorted by are buttons: ascending, descending, by hand. */
function Head({ columns, board, onSort }: HeadProps) {
  const { sort_by, sort_direction } = board.view.config
  const all: TableColumn[] = [{ field: "title", label: t`Title`, width: 0, sort: "title" }, ...columns]
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={1}
      className="sticky top-0 z-10 grid h-8 border-b bg-bg text-muted text-xs"
      style={{ gridTemplateColumns: "var(--columns)" }}
    >
      {all.map(({ field, label, sort, isNumber }, index) => {
        const sorted = sort !== undefined && sort === sort_by
        const Arrow = sort_direction === "asc" ? ArrowUp : ArrowDown
        return (
          <div
            key={field}
            role="columnheader"
            aria-sort={sorted ? (sort_direction === "asc" ? "ascending" : "descending") : undefined}
            tabIndex={-1}
            className={cx(
              "flex min-w-0 items-center bg-bg px-2",
              isNumber && "justify-end pe-4",
              index === 0 && "sticky start-0 z-1 ps-8",
            )}
          >
            {sort && onSort ? (
              <button
                type="button"
                className="flex min-w-0 items-center gap-1 rounded-xs px-1 -mx-1 hover:bg-hover hover:text-ink"
                onClick={() => {
                  if (!sorted) onSort(sort, "asc")
                  else if (sort_direction === "asc") onSort(sort, "desc")
                  else onSort("manual", "asc")
                }}
              >
                <span className="truncate">{label}</span>
                {sorted && <Arrow size={12} aria-hidden />}
              </button>
            ) : (
              <span className="truncate">{label}</span>
            )}
          </div>
        )
      })}
    </div>
  )
}

type GroupProps = Pick<LayoutProps, "board" | "filtering"> & {
  row: Extract<Row, { kind: "group" }>
  closed: boolean
  onClose: (group: Group, closed: boolean) => void
  onChooseAll: (row: Extract<Row, { kind: "group" }>) => void
}

function GroupRow({ row, board, filtering, closed, onClose, onChooseAll }: GroupProps) {
  const { canWrite } = useShell()
  const frame = useRef<HTMLDivElement>(null)
  const over = useCellDrop(frame, row.cell, { enabled: canWrite })
  const sum = sumLabel(row.sum, board)
  const Chevron = closed ? ChevronRight : ChevronDown
  const found = number(row.count)
  const isPartly = filtering && row.count !== row.group.all && row.count === row.group.total
  return (
    <div
      ref={frame}
      role="row"
      tabIndex={-1}
      className={cx("group/head flex h-10 items-end border-b bg-bg pb-1", over && "bg-accent-soft")}
    >
      <div role="gridcell" tabIndex={-1} className="sticky start-0 flex items-center gap-2 px-2">
        <button
          type="button"
          aria-expanded={!closed}
          onClick={() => onClose(row.group, !closed)}
          className="flex h-7 items-center gap-2 rounded-sm px-1 hover:bg-hover"
        >
          <Chevron size={14} aria-hidden className={cx("text-muted", closed && "rtl:-scale-x-100")} />
          <GroupIcon field={board.view.config.column_by} value={row.group.key} directory={board} />
          <span className="font-semibold">{row.name}</span>
        </button>
        <span className="text-muted tabular-nums">
          {isPartly ? t`${found} of ${{ all: number(row.group.all) }}` : found}
        </span>
        {sum && <span className="text-muted text-xs tabular-nums">{`· ${sum}`}</span>}
        {row.cell.cards.length > 0 && !closed && (
          <button
            type="button"
            className="rounded-sm px-1.5 text-muted text-xs opacity-0 hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover/head:opacity-100"
            onClick={() => onChooseAll(row)}
          >
            {row.cell.more
              ? plural(
                  { count: row.cell.cards.length },
                  {
                    one: "Select the # that is loaded",
                    other: "Select the # that are loaded",
                  },
                )
              : t`Select all of ${{ group: row.name }}`}
          </button>
        )}
      </div>
    </div>
  )
}

function CreateRow({ row }: { row: Extract<Row, { kind: "create" }> }) {
  const { onCreate, canWrite } = useShell()
  const frame = useRef<HTMLDivElement>(null)
  const over = useCellDrop(frame, row.cell, { enabled: canWrite })
  return (
    <div ref={frame} role="row" tabIndex={-1} className={cx("flex h-10 items-center", over && "bg-accent-soft")}>
      <div role="gridcell" tabIndex={-1} className="sticky start-0 w-[min(32rem,90vw)] px-2">
        <InlineCreate
          line
          name={row.name}
          onCreate={(title) => onCreate(title, row.cell)}
          icon={<Plus size={14} aria-hidden />}
        />
      </div>
    </div>
  )
}
