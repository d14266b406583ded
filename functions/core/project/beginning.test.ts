import { eq } from "drizzle-orm"
import { beforeAll, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, type Person } from "../../local/testing/domain.ts"
import * as Agent from "../agent/agent.ts"
import { db } from "../database.ts"
import { event } from "../event/event.sql.ts"
import { execute } from "../operation.ts"
import * as Chart from "../sprint/chart.ts"
import * as Sprint from "../sprint/sprint.ts"
import * as Status from "../task/status.ts"
import * as Task from "../task/task.ts"
import * as Workspace from "../workspace/workspace.ts"
import * as Beginning from "./beginning.ts"
import { project as table } from "./project.sql.ts"
import { templateNames, templates } from "./template.ts"

await freshDatabase()

let person: Person
beforeAll(async () => {
  person = await createPerson("Nell Newcomer")
})

it.each(templateNames)(
  "begins with the template %s: statuses, a started sprint, samples and the demo agent",
  async (template) => {
    const project = await execute(Beginning.begin, person, { team_name: "Nell's team", template, samples: true })
    const project_id = project.id
    const { samples, sprint_goal, statuses } = templates[template]
    const workspaces = await execute(Workspace.list, person, {})
    expect(workspaces.find(({ id }) => id === project.workspace_id)?.name).toBe("Nell's team")
    expect((await execute(Status.list, person, { project_id })).map(({ name }) => name)).toEqual(
      statuses.map(({ name }) => name),
    )
    const tasks = (await execute(Task.list, person, { project_id, page_size: 100 })).items
    expect(tasks.map(({ title }) => title)).toEqual(samples.map(({ title }) => title))
    const sprints = await execute(Sprint.list, person, { project_id })
    expect(sprints.map(({ state }) => state)).toEqual(sprint_goal ? ["active"] : [])
    for (const { id } of sprints) {
      const { committed, days } = await execute(Chart.burndown, person, { project_id, id })
      expect(committed?.tasks).toBe(samples.filter(({ later }) => !later).length)
      expect(days.at(-1)?.scope).toEqual(committed)
    }
    expect((await execute(Agent.list, person, { project_id })).map(({ provider }) => provider)).toEqual(["demo"])
    const steps = await execute(Beginning.firstSteps, person, { project_id })
    expect(steps).toMatchObject({ has: true, samples: samples.length, agent: { handle: "demo" } })
    expect(Object.values(steps.done)).toEqual([false, false, false, false, false])
  },
)

it("notices what was done, and deletes the samples together", async () => {
  const project = await execute(Beginning.begin, person, { team_name: "Second", template: "software" })
  const at = { project_id: project.id }
  const before = await execute(Beginning.firstSteps, person, at)
  const own = await execute(Task.create, person, { ...at, title: "My own" })
  const given = { ...at, task_id: before.task?.id ?? "", assignee_ids: [before.agent?.member_id ?? ""] }
  await execute(Task.update, person, given)
  expect((await execute(Beginning.firstSteps, person, at)).done).toMatchObject({ given: true, watched: false })
  await execute(Beginning.removeSamples, person, at)
  await execute(Beginning.removeSamples, person, at)
  const left = (await execute(Task.list, person, { ...at, page_size: 100 })).items
  expect(left.map(({ id }) => id)).toEqual([own.id])
  expect(await execute(Beginning.firstSteps, person, at)).toMatchObject({ has: true, samples: 0, task: null })
})

it("offers first steps to who can take them alone", async () => {
  const project = await execute(Beginning.begin, person, { team_name: "Looked at", template: "software" })
  await db().update(table).set({ is_public: true }).where(eq(table.id, project.id))
  const stranger = await createPerson("Sid Stranger")
  const steps = await execute(Beginning.firstSteps, stranger, { project_id: project.id })
  expect(steps).toMatchObject({ has: false, task: null, agent: null })
})

it("begins without samples, and adds a project from a template to a workspace one has", async () => {
  const bare = await execute(Beginning.begin, person, { team_name: "Bare", template: "support", samples: false })
  expect(bare.task_count).toBe(0)
  const fields = { workspace_id: bare.workspace_id, template: "discovery", name: "Next", prefix: "NXT" }
  const more = await execute(Beginning.createFromTemplate, person, fields)
  expect(more).toMatchObject({ name: "Next", prefix: "NXT", task_count: templates.discovery.samples.length })
})

it("gives whoever made a project nothing anywhere else", async () => {
  const made = await execute(Beginning.begin, person, { team_name: "Mine", template: "empty" })
  const other = await createPerson("Olaf Other")
  const theirs = await execute(Workspace.create, other, { name: "Theirs" })
  const [row] = await db().select().from(event).where(eq(event.entity_id, theirs.id))
  expect(row).toMatchObject({ workspace_id: theirs.id, project_id: null })
  await expect(execute(Task.list, other, { project_id: made.id })).rejects.toMatchObject({ status: 404 })
})
