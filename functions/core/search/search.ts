import { type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import { holds } from "../access/actions.ts"
import { readableProjects } from "../access/readable.ts"
import type { Database } from "../database.ts"
import { document } from "../document/document.sql.ts"
import { ProjectId } from "../member/member.ts"
import { query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { comment, task } from "../task/task.sql.ts"
import { listOf, PageInput, pageOf } from "../text.ts"
import { plainText } from "./plain.ts"
import { HEADLINE, piecesOf, readWords, type Words } from "./words.ts"

export const searchKinds = ["task", "comment", "doc"] as const

export const SearchResult = z
  .object({
    type: z.enum(searchKinds),
    /** Of the task, comment or document. */
    id: z.uuid(),
    project_id: z.uuid(),
    title: z.string(),
    /** The task that is, or has, what was found. */
    task_id: z.uuid().nullable(),
    key: z.string().nullable(),
    matched_in: z.enum(["key", "title", "text"]),
    /** A passage around what was found, in pieces; `match` says which were. */
    snippet: z.array(z.object({ text: z.string(), match: z.boolean() })),
    updated_at: z.string(),
  })
  .meta({ id: "SearchResult" })
export type SearchResult = z.infer<typeof SearchResult>

const SearchPage = pageOf(SearchResult).meta({ id: "SearchPage" })

const Typed = PageInput.extend({
  q: z.string().trim().min(1).max(200),
  types: listOf(z.enum(searchKinds)).optional(),
  // Results are ranked anew for each page: who has not found it on 50 pages needs other words.
  page: z.coerce.number().int().min(1).max(50).default(1),
  page_size: z.coerce.number().int().min(1).max(50).default(20),
})

/** Where to look: the projects whose tasks, and whose documents, somebody may read. */
type Scope = { tasks: string[]; docs: string[] }

/**
 * Matches of one kind in one project that are ranked; the most recently changed ones, when a word is in more. Ranking
 * reads every match, and nobody reads a thousand results.
 */
const CANDIDATES = 1_000

/** How much the best of the fuzzy matches counts: less than any whole word. */
const FUZZY = 0.05

type Branch = { kind: (typeof searchKinds)[number]; projects: string[] }

/** How much a word that is only begun counts beside a whole one. */
const BEGUN = 0.5

const tables = {
  task: { rows: sql`${task}`, at: sql`x.updated_at` },
  comment: { rows: sql`${comment}`, at: sql`x.created_at` },
  doc: { rows: sql`${document}`, at: sql`x.updated_at` },
}

/** Projects that are each searched by a plan of their own: of a frequent word, the newest rows are then read and no others. */
const PLANNED = 8

/** The rows of one kind that hold the words, of each project its newest, with their ranks. */
function matching({ kind, projects }: Branch, words: SQL, exact: SQL): SQL {
  const { rows, at } = tables[kind]
  const newestOf = (project: SQL) => sql`
    (select ${kind}::text as kind, x.id,
      case when x.search @@ ${exact} then ts_rank(x.search, ${exact}) else ${BEGUN}::float4 * ts_rank(x.search, ${words}) end as rank,
      'text' as how
    from ${rows} x
    where x.project_id = ${project} and x.deleted_at is null and x.search @@ ${words}
    order by ${at} desc limit ${CANDIDATES})`
  if (projects.length <= PLANNED) {
    return sql.join(
      projects.map((id) => newestOf(sql`${id}::uuid`)),
      sql` union all `,
    )
  }
  const each = sql`unnest(${sql.param(projects)}::uuid[]) as place(id)`
  return sql`select found.* from ${each} cross join lateral ${newestOf(sql`place.id`)} found`
}

/** Titles that are like what was typed, for words that are in nothing: typing errors and parts of words. */
function alike({ kind, projects }: Branch, text: string): SQL {
  const table = kind === "doc" ? sql`${document}` : sql`${task}`
  return sql`
    select ${kind}::text as kind, found.id, (${FUZZY}::float8 * found.likeness)::float8 as rank, 'title' as how
    from unnest(${sql.param(projects)}::uuid[]) as place(id) cross join lateral (
      select x.id, word_similarity(${text}, x.title) as likeness from ${table} x
      where x.project_id = place.id and x.deleted_at is null and ${text} <% x.title
      order by likeness desc, x.id desc limit 50
    ) found`
}

/** The task that was named by its key. */
function named(projects: string[], key: NonNullable<Words["key"]>): SQL {
  return sql`
    select 'task'::text as kind, t.id, 10::float8 as rank, 'key' as how from ${task} t join ${project} p on p.id = t.project_id
    where t.project_id = any(${sql.param(projects)}::uuid[]) and t.number = ${key.number} and t.deleted_at is null
      and ${key.prefix === undefined ? sql`true` : sql`p.prefix = ${key.prefix}`}`
}

const Row = z.object({
  type: z.enum(searchKinds),
  id: z.uuid(),
  project_id: z.uuid(),
  title: z.string(),
  task_id: z.uuid().nullable(),
  key: z.string().nullable(),
  how: z.enum(["key", "title", "text"]),
  in_title: z.boolean(),
  headline: z.string(),
  updated_at: z.coerce.date().transform((at) => at.toISOString()),
  total: z.coerce.number(),
})

/**
 * Ranks the matches and dresses one page of them: only its rows are joined with their texts and get a headline.
 * A deleted task takes its comments with it.
 */
function page(branches: SQL[], words: SQL, limit: number, offset: number): SQL {
  return sql`
    with hit as (
      select kind, id, max(rank) as rank, min(how) as how from (${sql.join(branches, sql` union all `)}) every group by kind, id
    ), alive as (
      select hit.* from hit
      where kind <> 'comment' or exists (
        select 1 from ${comment} c join ${task} t on t.id = c.task_id where c.id = hit.id and t.deleted_at is null)
    ), shown as materialized (
      select alive.*, count(*) over () as total from alive order by rank desc, id desc limit ${limit} offset ${offset}
    )
    select shown.kind as type, shown.id, shown.how, shown.total, shown.rank,
      coalesce(t.project_id, c.project_id, d.project_id) as project_id,
      coalesce(t.title, ct.title, d.title) as title,
      coalesce(t.id, c.task_id) as task_id,
      case when shown.kind <> 'doc' then p.prefix || '-' || coalesce(t.number, ct.number) end as key,
      coalesce(to_tsvector('english', coalesce(t.title, d.title)) @@ ${words}, false) as in_title,
      ts_headline('english', ${plainText(sql`left(coalesce(t.description, c.text, d.content), 100000)`)}, ${words}, ${HEADLINE}) as headline,
      coalesce(t.updated_at, c.created_at, d.updated_at) as updated_at
    from shown
    left join ${task} t on shown.kind = 'task' and t.id = shown.id
    left join ${comment} c on shown.kind = 'comment' and c.id = shown.id
    left join ${task} ct on ct.id = c.task_id
    left join ${document} d on shown.kind = 'doc' and d.id = shown.id
    join ${project} p on p.id = coalesce(t.project_id, c.project_id, d.project_id)
    order by shown.rank desc, shown.id desc`
}

type Input = z.infer<typeof Typed>

const nothing = sql`''::tsquery`

/** One page of what somebody finds in these projects. One query, and a second one when words are found nowhere. */
export async function find(tx: Database, scope: Scope, input: Input): Promise<z.infer<typeof SearchPage>> {
  const { page: number, page_size } = input
  const words = readWords(input.q)
  const kinds = input.types ?? searchKinds
  const branches = kinds
    .map((kind): Branch => ({ kind, projects: kind === "doc" ? scope.docs : scope.tasks }))
    .filter(({ projects }) => projects.length > 0)
  const run = async (parts: SQL[]) => {
    if (parts.length === 0) return []
    const { rows } = await tx.execute(page(parts, words.query ?? nothing, page_size, (number - 1) * page_size))
    return z.array(Row).parse(rows)
  }
  const byKey = words.key && kinds.includes("task") && scope.tasks.length > 0 ? [named(scope.tasks, words.key)] : []
  const byWords = words.query ? branches.map((branch) => matching(branch, words.query ?? nothing, words.exact)) : []
  const found = await run([...byKey, ...byWords])
  if (found.length > 0 || number > 1)
    return { items: found.map(result), page: number, page_size, total: found[0]?.total ?? 0 }
  // The likeliest page is all there is: further down, titles have little in common with what was typed.
  const likely = await run(branches.filter(({ kind }) => kind !== "comment").map((branch) => alike(branch, words.text)))
  return { items: likely.map(result), page: number, page_size, total: likely.length }
}

function result({ how, in_title, headline, total: _, ...row }: z.infer<typeof Row>): SearchResult {
  return { ...row, matched_in: how === "text" && in_title ? "title" : how, snippet: piecesOf(headline) }
}

/** The projects a person may search: as a member whose role reads there, or as owner or admin of the workspace. */
async function searchable(tx: Database, userId: string, workspaceId: string | undefined): Promise<Scope> {
  const { rows } = await tx.execute(sql`
    select id, tasks, docs from (${readableProjects(userId)}) readable
    where ${workspaceId === undefined ? sql`true` : sql`workspace_id = ${workspaceId}`}`)
  const projects = z.array(z.object({ id: z.uuid(), tasks: z.boolean(), docs: z.boolean() })).parse(rows)
  return {
    tasks: projects.filter(({ tasks }) => tasks).map(({ id }) => id),
    docs: projects.filter(({ docs }) => docs).map(({ id }) => id),
  }
}

export const everywhere = query(
  {
    action: "self",
    summary: "Search tasks, comments and documents of all your projects, best first",
    input: Typed.extend({ workspace_id: z.uuid().optional() }),
    output: SearchPage,
  },
  async ({ tx, actor, input }) => find(tx, await searchable(tx, actor.id ?? "", input.workspace_id), input),
)

export const inProject = query(
  {
    action: "tasks:read",
    summary: "Search a project's tasks, comments and documents, best first",
    input: Typed.extend(ProjectId.shape),
    output: SearchPage,
  },
  async ({ tx, access, input }) =>
    find(tx, { tasks: [input.project_id], docs: holds(access.held, "docs:read") ? [input.project_id] : [] }, input),
)
