import { sql } from "drizzle-orm"
import type { Database } from "../database.ts"
import { withoutCode } from "../text.ts"

/** Tasks that one text can be linked to; an index of every task is no text about them. */
const LINKED = 500

/** The numbers behind the keys (`PLN-12`) that a text names, each once. Not in code, and not within longer words. */
export function numbersIn(markdown: string, prefix: string): number[] {
  const keys = withoutCode(markdown).matchAll(/(?<![\w-])([a-z][a-z0-9]*)-(\d{1,9})(?![\w-]|\.\d)/gi)
  const numbers = new Set<number>()
  for (const [, letters = "", digits = ""] of keys) {
    if (letters.toLowerCase() === prefix.toLowerCase() && numbers.size < LINKED) numbers.add(Number(digits))
  }
  return [...numbers]
}

/**
 * Links a document to the tasks that its text names now, and no longer to those it only named before. One statement,
 * whatever the number of tasks; links made by hand stay.
 */
export async function linkTasksInText(
  tx: Database,
  doc: { id: string; project_id: string; content: { text: string } },
): Promise<void> {
  const { rows } = await tx.execute<{ prefix: string }>(sql`select prefix from project where id = ${doc.project_id}`)
  const numbers = numbersIn(doc.content.text, rows[0]?.prefix ?? "")
  await tx.execute(sql`
    with named as (
      select id from task where project_id = ${doc.project_id} and number = any(${sql.param(numbers)}::int[])
    ), unlinked as (
      delete from doc_task_link where document_id = ${doc.id} and origin = 'text' and task_id not in (select id from named)
    )
    insert into doc_task_link (project_id, document_id, task_id, origin)
    select ${doc.project_id}::uuid, ${doc.id}::uuid, id, 'text' from named
    on conflict do nothing`)
}
