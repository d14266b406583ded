import { and, eq, inArray, isNull, lt, or, sql } from "drizzle-orm"
import * as z from "zod"
import { type Actor, actorOf } from "../access/caller.ts"
import { clock } from "../clock.ts"
import { type Database, db } from "../database.ts"
import { DomainError, NotFound } from "../error.ts"
import { event } from "../event/event.sql.ts"
import { getObject, putObject } from "../file/storage.ts"
import { projectMember } from "../member/member.sql.ts"
import { ProjectId, selectMembers, signingMember } from "../member/member.ts"
import { type Context, command, execute, query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { selectSprints } from "../sprint/sprint.ts"
import { selectStatuses } from "../task/status.ts"
import { task } from "../task/task.sql.ts"
import { selectTypes } from "../task/type.ts"
import { user } from "../user/user.sql.ts"
import { importJob, importModes, importStatuses } from "./import.sql.ts"
import { type Plan, planImport } from "./plan.ts"
import { Cancelled, writePlan } from "./write.ts"

const Issue = z
  .object({ line: z.int(), column: z.string().nullable(), message: z.string() })
  .meta({ id: "ImportIssue" })

export const ImportPreview = z
  .object({
    rows: z.int(),
    columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })),
    errors: z.array(Issue),
    counts: z.object({
      tasks: z.int(),
      sprints: z.int(),
      statuses_new: z.int(),
      types_new: z.int(),
      parents: z.int(),
      unknown_people: z.int(),
      existing: z.int(),
      bad_rows: z.int(),
    }),
  })
  .meta({ id: "ImportPreview" })

export const Import = z
  .object({
    id: z.uuid(),
    status: z.enum(importStatuses),
    mode: z.enum(importModes),
    total: z.int(),
    done: z.int(),
    created: z.int(),
    skipped: z.int(),
    errors: z.array(Issue),
    reason: z.string().nullable(),
    created_at: z.string(),
    finished_at: z.string().nullable(),
  })
  .meta({ id: "Import" })
export type Import = z.infer<typeof Import>

/** Issues that are kept and shown; a file with more is beyond reading one by one. */
const ISSUES_KEPT = 1_000

/** Bytes of a CSV that an import takes; a Lambda's request holds 6 MB, in base64. */
export const FILE_LIMIT = 4 * 1024 * 1024

/** A file as the HTTP edge hands it on. */
const CsvFile = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.length <= FILE_LIMIT, `at most ${FILE_LIMIT / 1024 / 1024} MB`)

/** Which of the file's keys the project has already. */
async function knownKeys(tx: Database, projectId: string): Promise<Set<string>> {
  const rows = await tx
    .select({ key: sql<string>`${task.external} ->> 'key'` })
    .from(task)
    .where(and(eq(task.project_id, projectId), sql`external is not null`))
  return new Set(rows.map((row) => row.key))
}

async function planOf(tx: Database, projectId: string, file: Uint8Array): Promise<Plan> {
  const { readCsv } = await import("./csv.ts")
  const { header, records } = readCsv(file)
  return planImport(header, records, await knownKeys(tx, projectId))
}

const lower = (text: string) => text.toLowerCase()

export const preview = query(
  {
    action: "tasks:import",
    summary: "Read a CSV and say what importing it would do",
    input: ProjectId.extend({ file: CsvFile }),
    output: ImportPreview,
  },
  async ({ tx, input }) => {
    const plan = await planOf(tx, input.project_id, input.file)
    const [statuses, types, members, sprints] = await Promise.all([
      selectStatuses(tx, input.project_id),
      selectTypes(tx, input.project_id),
      selectMembers(tx, input.project_id),
      selectSprints(tx, input.project_id),
    ])
    const fresh = (names: (string | null)[], have: { name: string }[]) => {
      const known = new Set(have.map((row) => lower(row.name)))
      return new Set(
        names
          .filter((name) => name !== null)
          .map(lower)
          .filter((name) => !known.has(name)),
      ).size
    }
    const people = plan.tasks.flatMap((row) => [row.assignee, row.reporter])
    const handles = members.flatMap((member) => [{ name: member.handle }, { name: member.name }])
    return {
      rows: plan.rows,
      columns: plan.columns,
      errors: plan.issues.slice(0, ISSUES_KEPT),
      counts: {
        tasks: plan.tasks.length,
        sprints: fresh(
          plan.tasks.map((row) => row.sprint),
          sprints,
        ),
        statuses_new: fresh(
          plan.tasks.map((row) => row.status),
          statuses,
        ),
        types_new: fresh(
          plan.tasks.map((row) => row.type),
          types,
        ),
        parents: plan.tasks.filter((row) => row.parent).length,
        unknown_people: fresh(people, handles),
        existing: plan.existing,
        bad_rows: new Set(plan.issues.map((issue) => issue.line)).size,
      },
    }
  },
)

const objectKey = (id: string) => `imports/${id}.csv`

/** The import an object under `imports/` belongs to, or undefined. */
export function importOfKey(key: string): string | undefined {
  return /^imports\/([0-9a-f-]{36})\.csv$/.exec(key)?.[1]
}

export const start = command(
  {
    action: "tasks:import",
    summary: "Import a CSV in the background",
    input: ProjectId.extend({ file: CsvFile, mode: z.enum(importModes).default("skip_bad_rows") }),
    output: Import,
  },
  async (context) => {
    const { tx, input } = context
    // A file that cannot be read at all is refused here, not minutes later.
    const plan = await planOf(tx, input.project_id, input.file)
    const created_by = await signingMember(context)
    const [row] = await tx
      .insert(importJob)
      .values({ project_id: input.project_id, created_by, mode: input.mode, total: plan.rows })
      .returning()
    if (!row) throw new Error("The import was not stored.")
    // After the commit: the arrival of the object starts the work, which looks for the row.
    context.afterCommit(() => putObject(objectKey(row.id), input.file, "text/csv"))
    return answer(row)
  },
)

function answer(row: typeof importJob.$inferSelect): Import {
  const { id, status, mode, total, done, created, skipped, errors, reason, created_at, finished_at } = row
  return { id, status, mode, total, done, created, skipped, errors, reason, created_at, finished_at }
}

const ImportId = ProjectId.extend({ id: z.uuid() })

async function selectImport(tx: Database, which: { id: string; project_id?: string }) {
  const [row] = await tx
    .select()
    .from(importJob)
    .where(and(eq(importJob.id, which.id), which.project_id ? eq(importJob.project_id, which.project_id) : undefined))
  if (!row) throw NotFound("import")
  return row
}

export const get = query(
  { action: "tasks:import", summary: "How an import is going", input: ImportId, output: Import },
  async ({ tx, input }) => answer(await selectImport(tx, input)),
)

export const cancel = command(
  { action: "tasks:import", summary: "Cancel an import: nothing of it stays", input: ImportId, output: Import },
  async (context) => {
    const { tx, input } = context
    const row = await selectImport(tx, input)
    if (row.finished_at) return answer(row)
    await tx.update(importJob).set({ cancel_requested: true }).where(eq(importJob.id, row.id))
    return row.status === "pending"
      ? change(context, row, { status: "cancelled" })
      : answer({ ...row, cancel_requested: true })
  },
)

type Change = Partial<typeof importJob.$inferInsert>

/** Changes an import's row and tells the project. */
async function change(
  context: Context<unknown>,
  row: { id: string; project_id: string },
  set: Change,
): Promise<Import> {
  const { tx, record } = context
  const over = set.status && set.status !== "processing" && set.status !== "pending"
  const [after] = await tx
    .update(importJob)
    .set({ ...set, ...(over && { finished_at: clock.instant() }) })
    .where(eq(importJob.id, row.id))
    .returning()
  if (!after) throw NotFound("import")
  const [place] = await tx
    .select({ workspace_id: project.workspace_id })
    .from(project)
    .where(eq(project.id, row.project_id))
  record({
    type: over ? "import.completed" : "import.progress",
    entity_type: "import",
    entity_id: row.id,
    workspace_id: place?.workspace_id ?? null,
    project_id: row.project_id,
    version: after.done,
    data: { import: { ...answer(after), errors: after.errors.slice(0, 20) } },
  })
  return answer(after)
}

const setProgress = command(
  {
    action: "system",
    summary: "Note how far an import is",
    input: z.object({ id: z.uuid(), set: z.custom<Change>() }),
    output: z.object({ cancelled: z.boolean() }),
  },
  async (context) => {
    const row = await selectImport(context.tx, context.input)
    if (row.finished_at) return { cancelled: true }
    await change(context, row, context.input.set)
    return { cancelled: row.cancel_requested }
  },
)

const system = { kind: "system", name: "Import" } as const

/** Who an import's tasks are signed by: the person who started it, also when they have left since. */
async function importerOf(tx: Database, row: { created_by: string }): Promise<Actor> {
  const [person] = await tx
    .select({ id: user.id, name: user.name })
    .from(projectMember)
    .innerJoin(user, eq(user.id, projectMember.user_id))
    .where(eq(projectMember.id, row.created_by))
  return person ? { type: "user", ...person } : actorOf(system)
}

const write = command(
  { action: "system", summary: "Write an import's tasks", input: z.object({ id: z.uuid() }), output: null },
  async (context) => {
    const { tx, input } = context
    const row = await selectImport(tx, input)
    const [place] = await tx
      .select({ workspace_id: project.workspace_id })
      .from(project)
      .where(eq(project.id, row.project_id))
    if (!place) throw NotFound("project")
    const plan = await planOf(tx, row.project_id, await getObject(objectKey(row.id)))
    const errors = plan.issues.slice(0, ISSUES_KEPT)
    if (row.mode === "all_or_nothing" && plan.issues.length > 0) {
      const reason = `Nothing was imported: ${new Set(plan.issues.map((issue) => issue.line)).size} rows have errors.`
      await change(context, row, { status: "failed", errors, reason })
      return
    }
    const created = await writePlan(
      context,
      { ...row, ...place, by: await importerOf(tx, row) },
      plan,
      async (done) => {
        // On its own connection: the tasks are not committed yet, their number is.
        const { cancelled } = await execute(setProgress, system, {
          id: row.id,
          set: { done: plan.rows - plan.tasks.length + done },
        })
        if (cancelled) throw new Cancelled()
      },
    )
    await change(context, row, { status: "completed", done: plan.rows, created, skipped: plan.rows - created, errors })
  },
)

/**
 * Does the work of an import in one transaction: all of it stays, or nothing. Safe to call again: a finished one is left
 * alone, one that was interrupted starts over.
 */
export async function process(id: string): Promise<void> {
  const claimed = await db()
    .update(importJob)
    .set({ status: "processing", started_at: clock.instant(), done: 0 })
    .where(and(eq(importJob.id, id), inArray(importJob.status, ["pending", "processing"])))
    .returning({ id: importJob.id })
  if (claimed.length === 0) return
  try {
    await execute(write, system, { id })
    // Thousands of new rows: what the planner knew of these tables is wrong until it looks again.
    await db().execute(sql`analyze ${task}, ${event}`)
  } catch (error) {
    if (error instanceof Cancelled) await execute(setProgress, system, { id, set: { status: "cancelled", done: 0 } })
    else if (error instanceof DomainError)
      await execute(setProgress, system, { id, set: { status: "failed", reason: error.message } })
    else throw error
  }
}

/** Imports that began more than 15 minutes ago (a Lambda's longest life) or whose start was lost, to be processed again. */
export async function forgotten(): Promise<string[]> {
  const rows = await db()
    .select({ id: importJob.id })
    .from(importJob)
    .where(
      and(
        isNull(importJob.finished_at),
        or(
          and(eq(importJob.status, "pending"), lt(importJob.created_at, sql`now() - interval '1 minute'`)),
          and(eq(importJob.status, "processing"), lt(importJob.started_at, sql`now() - interval '15 minutes'`)),
        ),
      ),
    )
    .limit(5)
  return rows.map((row) => row.id)
}

/** Gives up on an import whose file never arrived. */
export async function abandon(id: string, reason: string): Promise<void> {
  await execute(setProgress, system, { id, set: { status: "failed", reason } })
}
