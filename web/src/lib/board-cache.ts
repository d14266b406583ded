import type { QueryClient } from "@tanstack/react-query"
import type { Board, Card, Conversation, Member, TaskPosition } from "./api.gen.ts"
import { keys } from "./keys.ts"
import { byRank, rankBetween } from "./rank.ts"
import type { LiveEvent } from "./types.ts"

/** Where a task is put: its column, and the task it comes after (null is the top). */
export type Place = { status_id: string; after: string | null }

const atWork = new Set(["queued", "running", "paused"])

/** Whether a conversation still occupies its agent. */
export function isAtWork(conversation: Pick<Conversation, "status">): boolean {
  return atWork.has(conversation.status)
}

function replaced(board: Board, id: string, change: (card: Card) => Card): Board {
  let hit = false
  const tasks = board.tasks.map((card) => {
    if (card.id !== id) return card
    hit = true
    return change(card)
  })
  return hit ? { ...board, tasks } : board
}

/**
 * Puts a card onto the board or replaces an older version of it. A card that is there keeps its rank: only positions say
 * where it lies in this view.
 */
export function withCard(board: Board, card: Card): Board {
  const old = board.tasks.find((each) => each.id === card.id)
  if (!old) return { ...board, tasks: [...board.tasks, card] }
  if (card.version < old.version) return board
  return replaced(board, card.id, () => ({ ...old, ...card, rank: old.rank }))
}

/** Takes a card off the board. */
export function withoutCard(board: Board, id: string): Board {
  const tasks = board.tasks.filter((card) => card.id !== id)
  return tasks.length === board.tasks.length ? board : { ...board, tasks }
}

/** Writes a place the server decided; one of another view, or an incomplete one, changes nothing. */
export function withPosition(board: Board, position: Partial<TaskPosition>): Board {
  const { view_id, task_id, rank, status_id, version = 0 } = position
  if (view_id !== board.view.id || !task_id || !rank) return board
  return replaced(board, task_id, (card) => ({
    ...card,
    rank,
    status_id: status_id ?? card.status_id,
    version: Math.max(card.version, version),
  }))
}

/** Shows a move before the server has answered it. */
export function withMove(board: Board, taskId: string, place: Place): Board {
  const others = board.tasks.filter((card) => card.id !== taskId && card.status_id === place.status_id).sort(byRank)
  const at = place.after === null ? -1 : others.findIndex((card) => card.id === place.after)
  const before = others[at]?.rank ?? null
  const after = others[at + 1]?.rank ?? null
  return replaced(board, taskId, (card) => ({
    ...card,
    status_id: place.status_id,
    rank: rankBetween(before, after),
  }))
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

/**
 * The board after a live event. Events may be repeated or late: a card never goes back to an older version, and what is
 * not understood changes nothing.
 */
export function applyEvent(board: Board, { type, entity_id, data }: LiveEvent): Board {
  switch (type) {
    case "task.created":
    case "task.updated":
    case "task.restored": {
      const next = data.task ? withCard(board, data.task) : board
      return data.position ? withPosition(next, data.position) : next
    }
    case "task.deleted":
      return withoutCard(board, entity_id)
    case "view.positions_changed":
      return withPosition(board, data)
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

/** Changes the cached board of a project, if there is one. */
export function patchBoard(client: QueryClient, projectId: string, change: (board: Board) => Board): void {
  client.setQueryData<Board>(keys.board(projectId), (board) => (board ? change(board) : board))
}
