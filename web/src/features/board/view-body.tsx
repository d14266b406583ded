import { plural, t } from "@lingui/core/macro"
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react"
import type { Anchor } from "../../components/context-menu.tsx"
import { may } from "../../lib/access.ts"
import { announce } from "../../lib/announce.ts"
import { type Board, type CellKey, isAtWork, type Place } from "../../lib/board-cache.ts"
import { useMinute } from "../../lib/clock.ts"
import { isTyping } from "../../lib/shortcuts.ts"
import { useMoreCards } from "./api.ts"
import { BoardLayout } from "./board-layout.tsx"
import { TableSkeleton } from "./board-skeleton.tsx"
import { useChanges } from "./changes.ts"
import { useDrops } from "./drop.ts"
import { useRovingFocus } from "./focus.ts"
import { type Grid, gridOf, type Spot } from "./grid.ts"
import { useMoves } from "./moves.ts"
import type { Property } from "./property-keys.ts"
import { Selection, SelectionContext, useChosen } from "./selection.ts"
import { type Shell, ShellContext, type Working } from "./shell.ts"
import { movedToWords } from "./words.ts"

type Props = {
  /** What is shown: the whole view, or what a search found. */
  board: Board
  whole: Board
  /** The key under which what is shown is kept. */
  queryKey: readonly unknown[]
  filtering: boolean
  /** What is shown is not what is looked for yet: the last answer stays until the next one comes. */
  settling: boolean
  openKey: string | undefined
  /** The account of the person who looks, once it is known. */
  me: string | undefined
  onCreate: (title: string, cell: CellKey) => Promise<unknown>
  /** Sorts the view by a field, for everybody; left out for those who may not. */
  onSort?: ((sort_by: string, direction: "asc" | "desc") => void) | undefined
}

/** What every layout of a view is given. */
export type LayoutProps = {
  board: Board
  grid: Grid
  filtering: boolean
  settling: boolean
  openKey: string | undefined
  working: Working
  focus: ReturnType<typeof useRovingFocus>
  selection: Selection
  onMore: (cell: CellKey) => void
  onMove: (spot: Spot, place: Place) => void
  changes: ReturnType<typeof useChanges>
  onSort: Props["onSort"]
}

const TaskMenu = lazy(() => import("./task-menu.tsx"))
const BulkBar = lazy(() => import("./bulk-bar.tsx"))
const TableLayout = lazy(() => import("./table-layout.tsx"))

/** A view's tasks in its layout, with everything that chooses, moves and changes them: mouse, touch, keyboard. */
export function ViewBody({ board, whole, queryKey, filtering, settling, openKey, me, onCreate, onSort }: Props) {
  const { view, project } = board
  const canWrite = may(board.actions, "tasks:write")
  const grid = useMemo(() => gridOf(board, whole), [board, whole])
  const moves = useMoves(board, grid)
  const changes = useChanges(board)
  const focus = useRovingFocus(grid)
  const onMore = useMoreCards(board, queryKey, !settling)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is another selection
  const selection = useMemo(() => new Selection(), [view.id])
  const [menu, setMenu] = useState<{ spot: Spot; anchor: Anchor; property?: Property | undefined }>()
  const working = useMemo<Working>(
    () => new Map(board.working.filter(isAtWork).flatMap((each) => (each.task ? [[each.task.id, each]] : []))),
    [board.working],
  )

  const { move, spotsOf, grid: latest } = moves
  const onMove = useCallback(
    (spot: Spot, place: Place) => move(spotsOf(selection.with(spot.taskId), spot), place),
    [move, spotsOf, selection],
  )
  const along = useCallback((taskId: string) => selection.with(taskId), [selection])
  const { change } = changes
  const { sprints } = board
  const onSprint = useCallback(
    (ids: string[], sprint_id: string | null) => {
      const name = sprints.find(({ id }) => id === sprint_id)?.name ?? ""
      change(ids, { sprint_id }, (cards) => movedToWords(cards, name))
    },
    [change, sprints],
  )
  useDrops(latest, canWrite, along, onMove, onSprint)

  const onMenu = useCallback<Shell["onMenu"]>((spot, anchor, property) => setMenu({ spot, anchor, property }), [])
  const { request } = focus
  const onChoose = useCallback(
    (spot: Spot, isRange: boolean) => {
      const order = [...latest.current.cells.values()].flatMap(({ cards }) => cards.map(({ id }) => id))
      if (isRange) selection.extend(spot.taskId, order)
      else selection.toggle(spot.taskId)
      request(spot)
      announce(plural({ count: selection.ids.size }, { one: "# selected", other: "# selected" }))
    },
    [latest, selection, request],
  )
  const myself = board.members.find(({ user_id }) => user_id === me && me !== undefined)?.id
  const { cardsOf } = changes
  const onTake = useCallback(
    ({ taskId }: Spot) => {
      const ids = selection.with(taskId)
      if (!myself) return
      const isMine = cardsOf(ids).every(({ assignee_ids }) => assignee_ids.includes(myself))
      change(ids, isMine ? { remove_assignee_ids: [myself] } : { add_assignee_ids: [myself] })
    },
    [selection, myself, cardsOf, change],
  )
  useEscape(selection)
  const shell = useShellOf(board, { canWrite, onMenu, onTake, onChoose, onCreate })
  const menuCards = menu ? changes.cardsOf(selection.with(menu.spot.taskId)) : []
  const closeMenu = () => {
    setMenu(undefined)
    if (menu) focus.request(menu.spot)
  }

  const layout = {
    board,
    grid,
    filtering,
    settling,
    openKey,
    working,
    focus,
    selection,
    onMore,
    onMove,
    changes,
    onSort,
  }
  return (
    <ShellContext value={shell}>
      <SelectionContext value={selection}>
        <div className="relative flex min-h-0 flex-1 flex-col">
          {view.layout !== "board" ? (
            <Suspense fallback={<TableSkeleton />}>
              <TableLayout {...layout} />
            </Suspense>
          ) : (
            <BoardLayout {...layout} />
          )}
          <Chosen selection={selection} board={board} changes={changes} canWrite={canWrite} />
        </div>
        {menu && menuCards.length > 0 && (
          <Suspense>
            <TaskMenu
              key={project.id}
              board={board}
              grid={grid}
              {...menu}
              cards={menuCards}
              canWrite={canWrite}
              chosen={selection.has(menu.spot.taskId)}
              onClose={closeMenu}
              onChoose={() => onChoose(menu.spot, false)}
              onChange={(set) =>
                changes.change(
                  menuCards.map(({ id }) => id),
                  set,
                )
              }
              onMove={(place) => onMove(menu.spot, place)}
              onDuplicate={changes.duplicate}
              onDelete={() => {
                changes.remove(menuCards.map(({ id }) => id))
                selection.clear()
              }}
            />
          </Suspense>
        )}
      </SelectionContext>
    </ShellContext>
  )
}

type BarProps = { selection: Selection; board: Board; changes: LayoutProps["changes"]; canWrite: boolean }

function Chosen({ selection, board, changes, canWrite }: BarProps) {
  const ids = useChosen(selection)
  const cards = ids.size > 0 && canWrite ? changes.cardsOf([...ids]) : []
  if (cards.length === 0) return null
  return (
    <Suspense>
      <BulkBar
        board={board}
        cards={cards}
        onChange={(set) => changes.change([...ids], set)}
        onDelete={() => {
          changes.remove([...ids])
          selection.clear()
        }}
        onClear={() => selection.clear()}
      />
    </Suspense>
  )
}

/** Escape chooses nothing any more, before it closes anything. */
function useEscape(selection: Selection) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || selection.ids.size === 0) return
      if (isTyping(event.target)) return
      if (document.querySelector("[role=menu], [role=listbox], [role=dialog][data-open]:not([data-panel])")) return
      event.preventDefault()
      selection.clear()
      announce(t`None selected`)
    }
    window.addEventListener("keydown", onKeyDown, { capture: true })
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true })
  }, [selection])
}

type Handlers = Pick<Shell, "canWrite" | "onMenu" | "onTake" | "onChoose" | "onCreate">

const byId = <T extends { id: string }>(list: T[]) => new Map(list.map((each) => [each.id, each]))

function useShellOf(board: Board, { canWrite, onMenu, onTake, onChoose, onCreate }: Handlers): Shell {
  const { project, view, members, task_types, statuses, sprints, custom_fields } = board
  const now = useMinute()
  const create = useRef(onCreate)
  create.current = onCreate
  const { fields, column_by, swimlanes, sort_by } = view.config
  return useMemo(
    () => ({
      projectId: project.id,
      viewId: view.id,
      members: byId(members),
      types: byId(task_types),
      statuses: byId(statuses),
      sprints: byId(sprints),
      fields: custom_fields,
      shown: fields,
      column_by,
      swimlanes,
      now,
      canWrite,
      isManual: sort_by === "manual",
      onMenu,
      onTake,
      onChoose,
      onCreate: (title, cell) => create.current(title, cell),
    }),
    [
      project.id,
      view.id,
      members,
      task_types,
      statuses,
      sprints,
      custom_fields,
      fields,
      column_by,
      swimlanes,
      sort_by,
      now,
      canWrite,
      onMenu,
      onTake,
      onChoose,
    ],
  )
}
