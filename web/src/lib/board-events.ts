import type { Card, Conversation, Member } from "./api.gen.ts"
import { type Board, belongs, isAtWork, isLive, replaced, withCard, withoutCard, withPosition } from "./board-cache.ts"
import { groupsOf, type Key } from "./grouping.ts"
import type { LiveEvent } from "./types.ts"

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

const customPrefix = "custom_fields."

/** A card as it was before the changes that an event tells. */
function beforeChanges(card: Card, changes: LiveEvent["data"]["changes"]): Card {
  const told = (changes ?? []).map(({ field, from }) => [field, from] as const)
  const custom = told
    .filter(([field]) => field.startsWith(customPrefix))
    .map(([field, from]) => [field.slice(customPrefix.length), from])
  const own = Object.fromEntries(told.filter(([field]) => !field.startsWith(customPrefix)))
  return { ...card, ...own, custom_fields: { ...card.custom_fields, ...Object.fromEntries(custom) } }
}

/**
 * The board after a live event. Events may be repeated or late: a card never goes back to an older version, and what is
 * not understood changes nothing.
 */
export function applyEvent(board: Board, { type, entity_id, data }: LiveEvent): Board {
  switch (type) {
    case "task.created":
    case "task.restored":
      return data.task ? withCard(board, data.task, null) : board
    case "task.updated": {
      const next = data.task ? withCard(board, data.task, beforeChanges(data.task, data.changes)) : board
      return data.position ? withPosition(next, data.position) : next
    }
    case "task.deleted":
      return withoutCard(board, entity_id, data.task)
    case "view.positions_changed":
      if (data.view_id !== board.view.id) return board
      return withPosition(data.task ? withCard(board, data.task) : board, data)
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

/** Whether a card is in a group that the board does not have, such as a tag that nobody had. */
function isUngrouped(board: Board, card: Card): boolean {
  const { column_by, swimlanes } = board.view.config
  const isIn = (groups: { key: Key }[], found: Key[]) => found.every((key) => groups.some((group) => group.key === key))
  return (
    !isIn(board.columns, groupsOf(column_by, card)) ||
    (swimlanes !== null && !isIn(board.swimlanes, groupsOf(swimlanes, card)))
  )
}

const isSame = (one: Key[], other: Key[]) => JSON.stringify(one) === JSON.stringify(other)

/** Whether an event leaves something open that only the server knows: ranks written anew, or a place nobody told. */
export function isUncertain(board: Board, { type, data }: LiveEvent): boolean {
  if (type === "view.positions_changed" && data.rebalanced) return data.view_id === board.view.id
  if (!type.startsWith("task.") && type !== "view.positions_changed") return false
  const { task } = data
  if (!isLive(board)) return type !== "view.positions_changed" || data.view_id === board.view.id
  if (!task) return false
  if (belongs(board, task) && isUngrouped(board, task)) return true
  if (type !== "task.updated") return board.view.config.slice_by !== null && type !== "view.positions_changed"
  const before = beforeChanges(task, data.changes)
  const { slice_by, column_by, swimlanes } = board.view.config
  // How many the other slices have is not followed here.
  if (slice_by !== null && !isSame(groupsOf(slice_by, before), groupsOf(slice_by, task))) return true
  if (board.tasks.some((card) => card.id === task.id) || data.position?.view_id === board.view.id) return false
  const regroups = [column_by, swimlanes].some((field) => !isSame(groupsOf(field, before), groupsOf(field, task)))
  return belongs(board, task) && (regroups || !belongs(board, before))
}
