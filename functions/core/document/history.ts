import { and, desc, eq } from "drizzle-orm"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { docSnapshot } from "./document.sql.ts"

/** How long one author's changes go into one snapshot. Milliseconds. */
const SITTING = 10 * 60_000

type Present = { id: string; project_id: string; title: string; content: { text: string } }

/**
 * Keeps what a document says now, under its lock. The newest snapshot is always the present text, so the text that a
 * change replaces is in the history already. To keep a person who types, or an editor that saves by itself, from
 * flooding it, a change is written into the newest snapshot instead of a new one, but only when all of this holds:
 *
 * - the same member made that snapshot, so nobody's text is ever replaced by somebody else's;
 * - less than ten minutes ago, counted from its first change: who writes for an hour leaves six;
 * - the change leaves at least half of its text standing: whoever clears a page by mistake finds it again;
 * - it was not made by restoring an older one, which is a decision and stays to be seen.
 *
 * What the history may lack is therefore only what one member wrote and took back bit by bit in one sitting.
 */
export async function keepSnapshot(
  tx: Database,
  now: Present,
  memberId: string,
  options: { restored?: boolean } = {},
): Promise<void> {
  const { title, content, project_id, id: document_id } = now
  const [newest] = await tx
    .select()
    .from(docSnapshot)
    .where(and(eq(docSnapshot.project_id, project_id), eq(docSnapshot.document_id, document_id)))
    .orderBy(desc(docSnapshot.snapshot_number))
    .limit(1)
  const goesOn =
    newest &&
    !options.restored &&
    newest.created_by === memberId &&
    !newest.is_restored &&
    clock.now() - Date.parse(newest.created_at) < SITTING &&
    keepsHalf(newest.content, content.text)
  if (goesOn) {
    await tx.update(docSnapshot).set({ title, content: content.text }).where(eq(docSnapshot.id, newest.id))
    return
  }
  await tx.insert(docSnapshot).values({
    id: clock.id(),
    project_id,
    document_id,
    snapshot_number: (newest?.snapshot_number ?? 0) + 1,
    title,
    content: content.text,
    created_by: memberId,
    created_at: clock.instant(),
    is_restored: options.restored ?? false,
  })
}

/** Whether what two texts share at their starts and ends is at least half of the first. Linear, where a real diff is not. */
export function keepsHalf(before: string, after: string): boolean {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  let end = 0
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return 2 * (start + end) >= before.length
}
