import type { QueryClient } from "@tanstack/react-query"
import type { Board as Answer, Card, Conversation, Member, TaskPosition, ViewTasks } from "./api.gen.ts"
import { type Filter, matches } from "./board-filter.ts"
import { keys } from "./keys.ts"
import { byRank, rankBetween } from "./rank.ts"
import type { LiveEvent } from "./types.ts"

type Edge = Pick<Card, "rank" | "number">

/**
 * A board as it is kept: the server's totals, the cards of each column down to its edge, and whatever cards beyond an
 * edge have been heard of. Those are not shown, but counted when they change.
 */
export type Board = Answer & {
  /** By column, the place up to which its cards are here; a column without one is here whole. */
  edges: Record<string, Edge>
  /** Tasks that are known not to be on it any more, so that what is told twice is not counted twice. */
  left: Record<string, "elsewhere" | "deleted">
}

/** Where a task is put: its column, and the task it comes after (null is the top), or the column's end. */
export type Place = { status_id: string; after: string | null; at_end?: boolean }

const atWork = new Set(["queued", "running", "paused"])

/** Whether a conversation still occupies its agent. */
export function isAtWork(conversation: Pick<Conversation, "status">): boolean {
  return atWork.has(conversation.status)
}

/** Whether changes can be worked into the board here. Others (grouped or sorted otherwise, filtered) are read again. */
export function isLive({ view: { config } }: Pick<Answer, "view">): boolean {
  const { column_by, sort_by, swimlanes, filters } = config
  return column_by === "status" && sort_by === "manual" && swimlanes === null && filters === null
}

/** A board as the server answered it. */
export function keep(answer: Answer): Board {
  const edges: Record<string, Edge> = {}
  for (const { key, next_cursor } of answer.columns) {
    if (key === null || next_cursor === null) continue
    const last = answer.tasks
      .filter((card) => card.status_id === key)
      .sort(byRank)
      .at(-1)
    if (last) edges[key] = { rank: last.rank, number: last.number }
  }
  return { ...answer, edges, left: {} }
}

const isBeyond = (edge: Edge | undefined, card: Edge) => edge !== undefined && byRank(edge, card) < 0

/** The cards of a column that are shown, in their order. */
export function cardsOf(board: Board, key: string): Card[] {
  if (!isLive(board)) {
    const ids = board.cells.flatMap((cell) => ((cell.column ?? "null") === key ? cell.task_ids : []))
    const known = new Map(board.tasks.map((card) => [card.id, card]))
    return ids.flatMap((id) => known.get(id) ?? [])
  }
  const edge = board.edges[key]
  return board.tasks.filter((card) => card.status_id === key && !isBeyond(edge, card)).sort(byRank)
}

/** Adds the next page of a column. */
export function withPage(board: Board, key: string, page: ViewTasks): Board {
  const last = page.items.at(-1)
  const fresh = new Map(page.items.map((card) => [card.id, card]))
  const kept = board.tasks.filter((card) => {
    const again = fresh.get(card.id)
    if (again && again.version <= card.version) fresh.set(card.id, { ...card, rank: again.rank })
    return !again
  })
  const { [key]: before, ...edges } = board.edges
  const edge = last ?? before
  return {
    ...board,
    tasks: [...kept, ...fresh.values()],
    edges: page.next_cursor && edge ? { ...edges, [key]: { rank: edge.rank, number: edge.number } } : edges,
    columns: board.columns.map((column) =>
      (column.key ?? "null") === key ? { ...column, next_cursor: page.next_cursor } : column,
    ),
    cells: board.cells.map((cell) =>
      (cell.column ?? "null") === key
        ? { ...cell, task_ids: [...cell.task_ids, ...page.items.map(({ id }) => id)] }
        : cell,
    ),
  }
}

/** What a card adds to its column's sum. */
function amountOf({ view }: Board, card: Card): number {
  const { field_sum } = view.config
  if (field_sum === "points") return card.points ?? 0
  if (field_sum === "count") return 1
  const value = field_sum === null ? undefined : card.custom_fields[field_sum]
  return typeof value === "number" ? value : 0
}

/** Counts a card out of the column where it was, and into the one where it is. Null: it was, or is, on none. */
function counted(board: Board, before: Card | null, after: Card | null): Board {
  if (before === after) return board
  const change = (key: string | null, card: Card | null, by: 1 | -1) =>
    card?.status_id === key && card ? { total: by, sum: by * amountOf(board, card) } : { total: 0, sum: 0 }
  const columns = board.columns.map((column) => {
    const [out, into] = [change(column.key, before, -1), change(column.key, after, 1)]
    const [total, sum] = [out.total + into.total, out.sum + into.sum]
    if (total === 0 && sum === 0) return column
    return { ...column, total: column.total + total, sum: column.sum === null ? null : column.sum + sum }
  })
  return { ...board, columns }
}

function replaced(board: Board, id: string, change: (card: Card) => Card): Board {
  const old = board.tasks.find((card) => card.id === id)
  if (!old) return board
  const next = change(old)
  const tasks = board.tasks.map((card) => (card === old ? next : card))
  return isLive(board) ? counted({ ...board, tasks }, old, next) : { ...board, tasks }
}

/**
 * Puts a card onto the board or replaces an older version of it. A card that is there keeps its rank: only positions say
 * where it lies in this view.
 * @param before what it was when it is not known here; null: it was not there; undefined: nothing that counts has changed
 */
export function withCard(board: Board, card: Card, filter: Filter = {}, before?: Card | null): Board {
  const old = board.tasks.find((each) => each.id === card.id)
  if (old && card.version < old.version) return board
  if (!isLive(board)) return replaced(board, card.id, (known) => ({ ...card, rank: known.rank }))
  const gone = board.left[card.id]
  // A change that comes late does not bring back what was deleted.
  if (gone === "deleted" && before !== null) return board
  const next = old ? { ...old, ...card, rank: old.rank } : card
  const rest = board.tasks.filter((each) => each.id !== card.id)
  const now = matches(next, filter) ? next : null
  const was = old ?? (before && !gone && matches(before, filter) ? before : null)
  const tasks = !now ? rest : old ? board.tasks.map((each) => (each === old ? now : each)) : [...rest, now]
  const { [card.id]: _, ...others } = board.left
  const left = now ? others : ({ ...others, [card.id]: "elsewhere" } as const)
  return counted({ ...board, tasks, left }, !old && !gone && before === undefined ? now : was, now)
}

/** Takes a card off the board. `known` is what it was, should it lie beyond an edge. */
export function withoutCard(board: Board, id: string, filter: Filter = {}, known?: Card): Board {
  const unseen = known && !board.left[id] && matches(known, filter) ? known : null
  const old = board.tasks.find((card) => card.id === id) ?? unseen
  const next: Board = {
    ...board,
    tasks: board.tasks.filter((card) => card.id !== id),
    left: { ...board.left, [id]: "deleted" },
  }
  return isLive(board) ? counted(next, old, null) : next
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
  const card = moved.tasks.find((each) => each.id === task_id)
  const edge = card && moved.edges[card.status_id]
  // The card that one put last of those shown stays shown.
  return card && edge?.number === card.number ? { ...moved, edges: { ...moved.edges, [card.status_id]: card } } : moved
}

/** Beyond every rank: where a card lies that goes to an end that is not here. */
const END = "~"

/** Shows a move before the server has answered it. */
export function withMove(board: Board, taskId: string, place: Place): Board {
  if (!isLive(board)) return board
  const { status_id } = place
  const others = board.tasks.filter((card) => card.id !== taskId && card.status_id === status_id).sort(byRank)
  const edge = board.edges[status_id]
  const at = place.at_end ? others.length - 1 : place.after === null ? -1 : indexOf(others, place.after)
  // A neighbour that is not on this board: the server will say where the card lies.
  if (at === undefined) return replaced(board, taskId, (card) => ({ ...card, status_id }))
  const rank = place.at_end && edge ? END : rankBetween(others[at]?.rank ?? null, others[at + 1]?.rank ?? null)
  const moved = replaced(board, taskId, (card) => ({ ...card, status_id, rank }))
  const card = moved.tasks.find((each) => each.id === taskId)
  const isLast = card && !place.at_end && edge && others[at]?.number === edge.number
  return isLast ? { ...moved, edges: { ...moved.edges, [status_id]: { rank, number: card.number } } } : moved
}

function indexOf(cards: Card[], id: string): number | undefined {
  const index = cards.findIndex((card) => card.id === id)
  return index < 0 ? undefined : index
}

/** Puts a card back where it was, leaving whatever else changed meanwhile. */
export function withPlace(board: Board, taskId: string, status_id: string, rank: string): Board {
  return replaced(board, taskId, (card) => ({ ...card, status_id, rank }))
}

/** Notes which agent is at work on which task. */
export function withConversation(board: Board, conversation: Conversation): Board {
  const rest = board.working.filter((each) => each.id !== conversation.id)
  if (isAtWork(conversation)) return { ...board, working: [...rest, conversation] }
  return rest.length === board.working.length ? board : { ...board, working: rest }
}

function withMember(board: Board, member: Member): Board {
  const known = board.members.some((each) => each.id === member.id)
  return {
    ...board,
    members: known ? board.members.map((each) => (each.id === member.id ? member : each)) : [...board.members, member],
  }
}

function commented(board: Board, taskId: string, by: 1 | -1): Board {
  return replaced(board, taskId, (card) => ({ ...card, comment_count: Math.max(0, card.comment_count + by) }))
}

/** A card as it was before the changes that an event tells. */
function beforeChanges(card: Card, changes: LiveEvent["data"]["changes"]): Card {
  return { ...card, ...Object.fromEntries((changes ?? []).map(({ field, from }) => [field, from])) }
}

/**
 * The board after a live event. Events may be repeated or late: a card never goes back to an older version, and what is
 * not understood changes nothing.
 */
export function applyEvent(board: Board, { type, entity_id, data }: LiveEvent, filter: Filter = {}): Board {
  switch (type) {
    case "task.created":
    case "task.restored":
      return data.task ? withCard(board, data.task, filter, null) : board
    case "task.updated": {
      const next = data.task ? withCard(board, data.task, filter, beforeChanges(data.task, data.changes)) : board
      return data.position ? withPosition(next, data.position) : next
    }
    case "task.deleted":
      return withoutCard(board, entity_id, filter, data.task)
    case "view.positions_changed":
      if (data.view_id !== board.view.id) return board
      return withPosition(data.task ? withCard(board, data.task, filter) : board, data)
    case "comment.created":
      return data.task_id ? commented(board, data.task_id, 1) : board
    case "comment.deleted":
      return data.task_id ? commented(board, data.task_id, -1) : board
    case "member.added":
    case "member.updated":
      return data.member ? withMember(board, data.member) : board
    case "member.removed":
      return { ...board, members: board.members.filter((member) => member.id !== entity_id) }
    default:
      return type.startsWith("agent.conversation.") && data.conversation
        ? withConversation(board, data.conversation)
        : board
  }
}

/** Whether an event leaves something open that only the server knows: ranks written anew, or a place nobody told. */
export function isUncertain(board: Board, { type, data }: LiveEvent): boolean {
  if (type === "view.positions_changed" && data.rebalanced) return data.view_id === board.view.id
  if (!type.startsWith("task.") && type !== "view.positions_changed") return false
  if (!isLive(board)) return true
  const known = board.tasks.some((card) => card.id === data.task?.id)
  const changesColumn = data.changes?.some(({ field }) => field === "status_id") ?? false
  return type === "task.updated" && !known && changesColumn && data.position?.view_id !== board.view.id
}

/** Changes every cached board of a project: the whole one, and those that somebody searched for. */
export function patchBoard(
  client: QueryClient,
  projectId: string,
  change: (board: Board, filter: Filter) => Board,
): void {
  for (const [key, board] of client.getQueriesData<Board>({ queryKey: keys.board(projectId) })) {
    if (board) client.setQueryData<Board>(key, change(board, (key[3] as Filter | undefined) ?? {}))
  }
}
