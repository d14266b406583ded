import { and, asc, eq, isNull } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { BadRequest, NotFound } from "../error.ts"
import { changesBetween } from "../event/changes.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { selectTask } from "./card.ts"
import { bddScenario, task } from "./task.sql.ts"

export const BddScenario = z
  .object({
    id: z.uuid(),
    task_id: z.uuid(),
    title: z.string(),
    given: z.string(),
    when: z.string(),
    then: z.string(),
    /** The whole scenario's source. */
    gherkin: z.string(),
    version: z.int(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: "BddScenario" })
export type BddScenario = z.infer<typeof BddScenario>

const TaskId = ProjectId.extend({ task_id: z.uuid() })
const ScenarioId = TaskId.extend({ id: z.uuid() })

const CLAUSE_LIMIT = 10_000
const Clause = z.string().max(CLAUSE_LIMIT)

/** Either the clauses, as the published API has them, or the whole scenario. */
const Fields = z.object({
  title: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .regex(/^[^\n\r]*$/, "must be one line"),
  given: Clause,
  when: Clause,
  then: Clause,
  gherkin: z.string().max(4 * CLAUSE_LIMIT),
})

const oneOfThem = (message: string) => BadRequest(`gherkin: ${message}.`, { issues: [{ path: "gherkin", message }] })

/** Cucumber's parser knows the keywords of 80 languages: it is loaded when there is a scenario. */
const gherkinParser = () => import("./gherkin.ts")

async function selectScenarios(tx: Database, projectId: string, taskId: string, id?: string): Promise<BddScenario[]> {
  const { task_id, gherkin, version, created_at, updated_at } = bddScenario
  const rows = await tx
    .select({ id: bddScenario.id, task_id, gherkin, version, created_at, updated_at })
    .from(bddScenario)
    .where(
      and(
        eq(bddScenario.project_id, projectId),
        eq(bddScenario.task_id, taskId),
        isNull(bddScenario.deleted_at),
        id ? eq(bddScenario.id, id) : undefined,
      ),
    )
    .orderBy(asc(bddScenario.id))
  if (rows.length === 0) return []
  const { clausesOf } = await gherkinParser()
  return rows.map((row) => ({ ...row, ...clausesOf(row.gherkin) }))
}

async function selectScenario(tx: Database, input: z.infer<typeof ScenarioId>): Promise<BddScenario> {
  const [row] = await selectScenarios(tx, input.project_id, input.task_id, input.id)
  if (!row) throw NotFound("bdd scenario")
  return row
}

/** Tells of a change; the task's history shows the scenario's text before and after. */
function tell(
  { record }: Pick<Context, "record">,
  type: "bdd_scenario.created" | "bdd_scenario.updated" | "bdd_scenario.deleted",
  about: BddScenario,
  data: object,
): void {
  record({
    type,
    entity_type: "bdd_scenario",
    entity_id: about.id,
    task_id: about.task_id,
    version: about.version,
    data: { task_id: about.task_id, ...data },
  })
}

export const list = query(
  {
    action: "tasks:read",
    summary: "List a task's BDD scenarios, oldest first",
    input: TaskId,
    output: z.array(BddScenario),
  },
  async ({ tx, input }) => {
    await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    return selectScenarios(tx, input.project_id, input.task_id)
  },
)

export const get = query(
  { action: "tasks:read", summary: "Get a BDD scenario", input: ScenarioId, output: BddScenario },
  async ({ tx, input }) => {
    await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    return selectScenario(tx, input)
  },
)

export const create = command(
  {
    action: "tasks:write",
    summary: "Write a BDD scenario: title, given, when and then, or its whole Gherkin",
    input: Fields.partial().extend(TaskId.shape),
    output: BddScenario,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, task_id, gherkin, title, given = "", when = "", then = "" } = input
    await selectTask(tx, project_id, eq(task.id, task_id))
    if ((gherkin === undefined) === (title === undefined)) {
      throw oneOfThem("send either the whole scenario as gherkin, or its title with given, when and then")
    }
    const { readGherkin, writeGherkin } = await gherkinParser()
    const text = gherkin === undefined ? writeGherkin({ title: title ?? "", given, when, then }) : readGherkin(gherkin)
    const id = clock.id()
    await tx.insert(bddScenario).values({ ...text, id, project_id, task_id })
    const made = await selectScenario(tx, { project_id, task_id, id })
    const changes = [{ field: "bdd_scenario", from: null, to: made.gherkin }]
    tell(context, "bdd_scenario.created", made, { bdd_scenario: made, changes })
    return made
  },
)

export const update = command(
  {
    action: "tasks:write",
    summary: "Change a BDD scenario: some of its clauses, or its whole Gherkin",
    input: Fields.partial().extend(ScenarioId.shape),
    output: BddScenario,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, task_id, id, gherkin, ...clauses } = input
    await selectTask(tx, project_id, eq(task.id, task_id))
    await tx.select({ id: bddScenario.id }).from(bddScenario).where(eq(bddScenario.id, id)).for("update")
    const before = await selectScenario(tx, input)
    if (gherkin !== undefined && Object.keys(clauses).length > 0) {
      throw oneOfThem("send either the whole scenario, or some of its clauses")
    }
    const { changeGherkin, readGherkin } = await gherkinParser()
    const text = gherkin === undefined ? changeGherkin(before.gherkin, clauses) : readGherkin(gherkin)
    if (text.gherkin === before.gherkin) return before
    await tx
      .update(bddScenario)
      .set({ ...text, version: before.version + 1, updated_at: clock.instant() })
      .where(eq(bddScenario.id, id))
    const after = await selectScenario(tx, input)
    const changes = changesBetween(before, after, ["gherkin"]).map((change) => ({ ...change, field: "bdd_scenario" }))
    tell(context, "bdd_scenario.updated", after, { bdd_scenario: after, changes })
    return after
  },
)

export const remove = command(
  { action: "tasks:write", summary: "Delete a BDD scenario", input: ScenarioId, output: null },
  async (context) => {
    const { tx, input } = context
    await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    const before = await selectScenario(tx, input)
    const version = before.version + 1
    await tx.update(bddScenario).set({ deleted_at: clock.instant(), version }).where(eq(bddScenario.id, input.id))
    const changes = [{ field: "bdd_scenario", from: before.gherkin, to: null }]
    tell(context, "bdd_scenario.deleted", { ...before, version }, { changes })
  },
)
