import { t } from "@lingui/core/macro"
import type { Card, Schedule } from "../../lib/api.gen.ts"
import { type Day, type Span, spanOf } from "./days.ts"
import type { Gesture } from "./gesture.ts"
import { isBroken, type Row } from "./tree.ts"

/** Where a task's bar lies: its line, and its days. */
export type Placed = { index: number; span: Span }

/** Where the bars lie, by their tasks; one that is held lies where the pointer has it. */
export function placesOf(rows: Row[], gesture: Gesture | undefined): Map<string, Placed> {
  const places = new Map<string, Placed>()
  for (const [index, row] of rows.entries()) {
    if (row.kind !== "task" || places.has(row.card.id)) continue
    const isHeld = gesture?.kind === "dates" && gesture.taskId === row.card.id
    const span = isHeld ? spanOf(gesture.dates) : row.span
    if (span) places.set(row.card.id, { index, span })
  }
  return places
}

/** What is wrong with the order of tasks that wait for others, by the task that begins too early. */
export function brokenOrders(
  dependencies: Schedule["dependencies"],
  cards: ReadonlyMap<string, Card>,
): Map<string, string> {
  const words = new Map<string, string>()
  for (const { from_task_id, to_task_id } of dependencies) {
    const [first, second] = [cards.get(from_task_id), cards.get(to_task_id)]
    const [one, other] = [first && spanOf(first), second && spanOf(second)]
    if (first && second && one && other && isBroken(one, other))
      words.set(second.id, t`Waits for ${{ task: first.key }}, but begins before it ends`)
  }
  return words
}

/** On which side of what is in sight a line's bar lies, if it is not in sight. */
export function besideOf(row: Row, { first, last }: { first: Day; last: Day }): "left" | "right" | undefined {
  const span = row.kind === "task" ? (row.span ?? row.hull) : null
  if (!span) return undefined
  return span.end < first ? "left" : span.start > last ? "right" : undefined
}
