import { sql } from "drizzle-orm"
import * as z from "zod"
import { db } from "../../core/database.ts"

const Columns = z.array(z.object({ table_name: z.string(), column_name: z.string(), data_type: z.string() }))

async function columns() {
  const { rows } = await db().execute(sql`
    select c.table_name, c.column_name, c.data_type
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
    order by 1, 2`)
  return Columns.parse(rows)
}

const quoted = (name: string) => sql.identifier(name)

/** Ids that lead nowhere: a container makes its own up. */
const invented = new Set(["container_id"])

/** The columns of each table that hold ids. */
async function idColumns(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const { table_name, column_name, data_type } of await columns())
    if (data_type === "uuid" && !invented.has(column_name))
      found.set(table_name, [...(found.get(table_name) ?? []), column_name])
  return found
}

/** Every id that is in the database now. */
export async function everyId(): Promise<string[]> {
  const ids = new Set<string>()
  for (const [table, names] of await idColumns()) {
    for (const name of names) {
      const { rows } = await db().execute(sql`select distinct ${quoted(name)}::text as id from ${quoted(table)}`)
      for (const { id } of z.array(z.object({ id: z.string().nullable() })).parse(rows)) if (id) ids.add(id)
    }
  }
  return [...ids]
}

/**
 * A digest of each table's rows that have one of `ids` anywhere: a row of theirs that was changed, taken away or added,
 * and a row of somebody else that leads to them, all change it.
 */
export async function digests(ids: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  const list = `{${ids.join(",")}}`
  for (const [table, names] of await idColumns()) {
    const held = sql.join(
      names.map((name) => sql`t.${quoted(name)}`),
      sql`, `,
    )
    const { rows } = await db().execute(sql`
      select count(*) || ' rows, ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest
      from ${quoted(table)} t where array[${held}]::uuid[] && ${list}::uuid[]`)
    found[table] = z.array(z.object({ digest: z.string() })).parse(rows)[0]?.digest ?? ""
  }
  return found
}

const HIDDEN = /hash|secret|password|encrypted|sealed|ciphertext/

/** What the database keeps of secrets, whole; none of it belongs into an answer. */
export async function hiddenValues(): Promise<string[]> {
  const values: string[] = []
  for (const { table_name, column_name, data_type } of await columns()) {
    if (data_type !== "text" || !HIDDEN.test(column_name)) continue
    const { rows } = await db().execute(
      sql`select distinct ${quoted(column_name)} as value from ${quoted(table_name)} where length(${quoted(column_name)}) > 15`,
    )
    values.push(
      ...z
        .array(z.object({ value: z.string() }))
        .parse(rows)
        .map(({ value }) => value),
    )
  }
  return values
}
