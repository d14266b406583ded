import type { QueryClient } from "@tanstack/react-query"
import type { Board as Answer, Card, Conversation, TaskPosition, ViewTasks } from "./api.gen.ts"
import { type Filter, matches } from "./board-filter.ts"
import { blank, groupsOf, type Key, type Setting, settingOf } from "./grouping.ts"
import { keys } from "./keys.ts"
import { byRank, rankBetween } from "./rank.ts"

type Edge = Pick<Card, "rank" | "number">

/** What was asked for on top of the view: a search, and one of the view's slices. */
export type Asked = { filter?: Filter; slice?: Key }

/**
 * A board as it is kept: the server's totals, the cards of each cell down to its edge, and whatever cards beyond an edge
 * have been heard of. Those are not shown, but counted when they change.
 */
export type Board = Answer & {
  asked: Asked
  /** By cell, the place up to which its cards are here; a cell without one is here whole. */
  edges: Record<string, Edge>
  /** Tasks that are known not to be on it any more, so that what is told twice is not counted twice. */
  left: Record<string, "elsewhere" | "deleted">
}

/** Where a column and a swimlane cross. A board without swimlanes has one whose key is null. */
export type CellKey = { column: Key; lane: Key }

/** Where a task is put: its cell, and the task it comes after (null is the top), or the cell's end. */
export type Place = CellKey & { after: string | null; at_end?: boolean }

/** A cell as a key of maps. */
export const cellId = ({ column, lane }: CellKey): string => JSON.stringify([column, lane])

const atWork = new Set(["queued", "running", "paused"])

/** Whether a conversation still occupies its agent. */
export function isAtWork(conversation: Pick<Conversation, "status">): boolean {
  return atWork.has(conversation.status)
}

/**
 * Whether changes can be worked into the board here. Of one that is filtered or sorted otherwise only the server knows
 * what belongs where: it shows the cells as they were answered, and is read again.
 */
export function isLive({ view: { config } }: Pick<Answer, "view">): boolean {
  return config.sort_by === "manual" && config.filters === null
}

/** The cells that a card is in. */
function cellsWith({ view: { config } }: Pick<Answer, "view">, card: Card): CellKey[] {
  const lanes = groupsOf(config.swimlanes, card)
  return groupsOf(config.column_by, card).flatMap((column) => lanes.map((lane) => ({ column, lane })))
}

/** A board as the server answered it. */
export function keep(answer: Answer, asked: Asked = {}): Board {
  const known = new Map(answer.tasks.map((card) => [card.id, card]))
  const edges: Record<string, Edge> = {}
  for (const { column, swimlane, task_ids, next_cursor } of answer.cells) {
    const last = known.get(task_ids.at(-1) ?? "")
    if (next_cursor !== null && last) edges[cellId({ column, lane: swimlane })] = edgeOf(last)
  }
  return { ...answer, asked, edges, left: {} }
}

const edgeOf = ({ rank, number }: Card): Edge => ({ rank, number })
const isBeyond = (edge: Edge | undefined, card: Edge) => edge !== undefined && byRank(edge, card) < 0

const shown = new WeakMap<Board, Map<string, Card[]>>()

/** The cards of every cell that are shown, in their order. */
function cardsByCell(board: Board): Map<string, Card[]> {
  const before = shown.get(board)
  if (before) return before
  const cells = isLive(board) ? byTheirFields(board) : asAnswered(board)
  shown.set(board, cells)
  return cells
}

function asAnswered(board: Board): Map<string, Card[]> {
  const known = new Map(board.tasks.map((card) => [card.id, card]))
  return new Map(
    board.cells.map(({ column, swimlane, task_ids }) => [
      cellId({ column, lane: swimlane }),
      task_ids.flatMap((id) => known.get(id) ?? []),
    ]),
  )
}

function byTheirFields(board: Board): Map<string, Card[]> {
  const cells = new Map<string, Card[]>()
  for (const card of board.tasks) {
    for (const cell of cellsWith(board, card)) {
      const id = cellId(cell)
      if (isBeyond(board.edges[id], card)) continue
      const cards = cells.get(id)
      if (cards) cards.push(card)
      else cells.set(id, [card])
    }
  }
  for (const cards of cells.values()) cards.sort(byRank)
  return cells
}

const nothing: Card[] = []

/** The cards of a cell that are shown, in their order. */
export function cardsOf(board: Board, cell: CellKey): Card[] {
  return cardsByCell(board).get(cellId(cell)) ?? nothing
}

const isCell =
  ({ column, lane }: CellKey) =>
  (cell: Answer["cells"][number]) =>
    cell.column === column && cell.swimlane === lane

/** Where the cards of a cell that are not here yet begin; null when all are here. */
export function cursorOf(board: Board, cell: CellKey): string | null {
  return board.cells.find(isCell(cell))?.next_cursor ?? null
}

/** Adds the next page of a cell. */
export function withPage(board: Board, key: CellKey, page: ViewTasks): Board {
  const last = page.items.at(-1)
  const fresh = new Map(page.items.map((card) => [card.id, card]))
  const kept = board.tasks.map((card) => {
    const again = fresh.get(card.id)
    if (!again) return card
    fresh.delete(card.id)
    return again.version <= card.version ? { ...card, rank: again.rank } : again
  })
  const id = cellId(key)
  const { [id]: before, ...edges } = board.edges
  const edge = last ? edgeOf(last) : before
  const ids = page.items.map((card) => card.id)
  return {
    ...board,
    tasks: [...kept, ...fresh.values()],
    edges: page.next_cursor && edge ? { ...edges, [id]: edge } : edges,
    cells: board.cells.map((cell) =>
      isCell(key)(cell)
        ? { ...cell, next_cursor: page.next_cursor, task_ids: [...new Set([...cell.task_ids, ...ids])] }
        : cell,
    ),
  }
}

/** What a card adds to a sum. */
function amountOf({ view }: Board, card: Card): number {
  const { field_sum } = view.config
  if (field_sum === "points") return card.points ?? 0
  if (field_sum === "count") return 1
  const value = field_sum === null ? undefined : card.custom_fields[field_sum]
  return typeof value === "number" ? value : 0
}

type Counted = { total: number; sum: number | null }

/** Counts a card out of the groups and cells where it was, and into those where it is. Null: it was, or is, in none. */
function counted(board: Board, before: Card | null, after: Card | null): Board {
  if (before === after) return board
  const sides = [
    { card: before, by: -1 },
    { card: after, by: 1 },
  ].flatMap(({ card, by }) => (card ? [{ card, by, amount: by * amountOf(board, card) }] : []))
  const change = <T extends Counted>(group: T, has: (card: Card) => boolean): T => {
    const those = sides.filter(({ card }) => has(card))
    const total = those.reduce((all, { by }) => all + by, 0)
    const sum = those.reduce((all, { amount }) => all + amount, 0)
    if (total === 0 && sum === 0) return group
    return { ...group, total: group.total + total, sum: group.sum === null ? null : group.sum + sum }
  }
  const { column_by, swimlanes, field_sum } = board.view.config
  // A cell that had no tasks is not among those answered.
  const missing = (after ? cellsWith(board, after) : []).filter((cell) => !board.cells.some(isCell(cell)))
  const made = missing.map(({ column, lane }) => {
    const sum = field_sum === null ? null : 0
    return { column, swimlane: lane, total: 0, sum, task_ids: [], next_cursor: null }
  })
  return {
    ...board,
    columns: board.columns.map((column) => change(column, (card) => groupsOf(column_by, card).includes(column.key))),
    swimlanes: board.swimlanes.map((lane) => change(lane, (card) => groupsOf(swimlanes, card).includes(lane.key))),
    cells: [...board.cells, ...made].map((cell) =>
      change(
        cell,
        (card) => groupsOf(column_by, card).includes(cell.column) && groupsOf(swimlanes, card).includes(cell.swimlane),
      ),
    ),
  }
}

/** Of a board that shows its cells as answered: takes a card out of those it left, and puts it last into others. */
function regrouped(board: Board, next: Card | null, id: string): Board {
  if (isLive(board)) return board
  const wanted = new Set((next ? cellsWith(board, next) : []).map(cellId))
  const cells = board.cells.map((cell) => {
    const isIn = cell.task_ids.includes(id)
    const belongs = wanted.has(cellId({ column: cell.column, lane: cell.swimlane }))
    if (isIn === belongs) return cell
    return { ...cell, task_ids: belongs ? [...cell.task_ids, id] : cell.task_ids.filter((other) => other !== id) }
  })
  return { ...board, cells }
}

/** Whether a card is one of those asked for, as far as can be told here: of a view's own filters only the server can. */
export function belongs({ view, asked }: Board, card: Card): boolean {
  if (view.sprint_id !== null && card.sprint_id !== view.sprint_id) return false
  if (asked.slice !== undefined && !groupsOf(view.config.slice_by, card).includes(asked.slice)) return false
  return matches(card, asked.filter ?? {})
}

/** Changes a card that is here, and what is counted with it. */
export function replaced(board: Board, id: string, change: (card: Card) => Card): Board {
  const old = board.tasks.find((card) => card.id === id)
  if (!old) return board
  const next = change(old)
  const tasks = board.tasks.map((card) => (card === old ? next : card))
  return regrouped(counted({ ...board, tasks }, old, next), next, id)
}

/**
 * Puts a card onto the board or replaces an older version of it. A card that is there keeps its rank: only positions say
 * where it lies in this view.
 * @param before what it was when it is not known here; null: it was not there; undefined: nothing that counts has changed
 */
export function withCard(board: Board, card: Card, before?: Card | null): Board {
  const old = board.tasks.find((each) => each.id === card.id)
  if (old && card.version < old.version) return board
  // What comes to be on a board that is filtered, and what is changed there beyond what is here, the server says.
  if (!old && !isLive(board) && (before !== null || board.view.config.filters !== null)) return board
  const gone = board.left[card.id]
  // A change that comes late does not bring back what was deleted.
  if (gone === "deleted" && before !== null) return board
  const next = old ? { ...old, ...card, rank: old.rank } : card
  const rest = board.tasks.filter((each) => each.id !== card.id)
  const now = belongs(board, next) ? next : null
  const was = old ?? (before && !gone && belongs(board, before) ? before : null)
  const tasks = !now ? rest : old ? board.tasks.map((each) => (each === old ? now : each)) : [...rest, now]
  const { [card.id]: _, ...others } = board.left
  const left = now ? others : ({ ...others, [card.id]: "elsewhere" } as const)
  const next_ = counted({ ...board, tasks, left }, !old && !gone && before === undefined ? now : was, now)
  return regrouped(next_, now, card.id)
}

/** Takes a card off the board. `known` is what it was, should it lie beyond an edge. */
export function withoutCard(board: Board, id: string, known?: Card): Board {
  const unseen = known && isLive(board) && !board.left[id] && belongs(board, known) ? known : null
  const old = board.tasks.find((card) => card.id === id) ?? unseen
  const next: Board = {
    ...board,
    tasks: board.tasks.filter((card) => card.id !== id),
    left: { ...board.left, [id]: "deleted" },
  }
  return regrouped(counted(next, old, null), null, id)
}

/** Writes fields of a card that is here. */
export function withFields(board: Board, id: string, fields: Partial<Card>): Board {
  const old = board.tasks.find((card) => card.id === id)
  if (!old) return board
  const next = { ...old, ...fields }
  return belongs(board, next) ? replaced(board, id, () => next) : withCard(board, next)
}

/** The card that one put last of those shown stays shown, whatever rank it is given. */
function withEdgeAt(board: Board, card: Card | undefined): Board {
  if (!card) return board
  const moved = cellsWith(board, card)
    .map(cellId)
    .filter((id) => board.edges[id]?.number === card.number)
  if (moved.length === 0) return board
  return { ...board, edges: { ...board.edges, ...Object.fromEntries(moved.map((id) => [id, edgeOf(card)])) } }
}

/** Writes a place the server decided; one of another view, or an incomplete one, changes nothing. */
export function withPosition(board: Board, position: Partial<TaskPosition>): Board {
  const { view_id, task_id, rank, status_id, version = 0 } = position
  if (view_id !== board.view.id || !task_id || !rank) return board
  const moved = replaced(board, task_id, (card) => ({
    ...card,
    rank,
    status_id: status_id ?? card.status_id,
    version: Math.max(card.version, version),
  }))
  return withEdgeAt(
    moved,
    moved.tasks.find((each) => each.id === task_id),
  )
}

/** Beyond every rank: where a card lies that goes to an end that is not here. */
const END = "~"

/** What a move sets on a card. */
export function settingOfMove(board: Board, card: Card, from: CellKey, to: CellKey): Setting {
  const { view, custom_fields } = board
  const column = settingOf(view.config.column_by, custom_fields, card, from.column, to.column)
  const lane = settingOf(view.config.swimlanes, custom_fields, { ...card, ...column }, from.lane, to.lane)
  return { ...column, ...lane }
}

/** What a task has to be to appear in a cell. */
export function settingOfCell({ view, custom_fields, asked }: Board, { column, lane }: CellKey): Setting {
  const { column_by, swimlanes, slice_by } = view.config
  const sprint = view.sprint_id === null ? {} : { sprint_id: view.sprint_id }
  const slice = settingOf(slice_by, custom_fields, blank, null, asked.slice ?? null)
  const row = settingOf(swimlanes, custom_fields, { ...blank, ...slice }, null, lane)
  const group = settingOf(column_by, custom_fields, { ...blank, ...slice, ...row }, null, column)
  return { ...sprint, ...slice, ...row, ...group }
}

/** Shows a move within a view before the server has answered it. */
export function withMove(board: Board, taskId: string, from: CellKey, place: Place): Board {
  const old = board.tasks.find((card) => card.id === taskId)
  if (!old) return board
  const set = settingOfMove(board, old, from, place)
  if (!isLive(board)) return withFields(board, taskId, set)
  const others = cardsOf(board, place).filter((card) => card.id !== taskId)
  const edge = board.edges[cellId(place)]
  const index = others.findIndex((card) => card.id === place.after)
  const at = place.at_end ? others.length - 1 : place.after === null ? -1 : index
  // A neighbour that is not on this board: the server will say where the card lies.
  if (!place.at_end && place.after !== null && index < 0) return withFields(board, taskId, set)
  const rank = place.at_end && edge ? END : rankBetween(others[at]?.rank ?? null, others[at + 1]?.rank ?? null)
  const moved = withFields(board, taskId, { ...set, rank })
  const card = moved.tasks.find((each) => each.id === taskId)
  const isLast = card && !place.at_end && edge && others[at]?.number === edge.number
  return isLast ? { ...moved, edges: { ...moved.edges, [cellId(place)]: { rank, number: card.number } } } : moved
}

/** Changes every board of a project that is kept: those of all its views, with whatever was asked for. */
export function patchBoard(client: QueryClient, projectId: string, change: (board: Board) => Board): void {
  for (const [key, board] of client.getQueriesData<Board>({ queryKey: keys.board(projectId) })) {
    if (board) client.setQueryData<Board>(key, change(board))
  }
}
