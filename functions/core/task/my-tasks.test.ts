import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type Person, type World } from "../../local/testing/domain.ts"
import * as Member from "../member/member.ts"
import { execute } from "../operation.ts"
import * as Project from "../project/project.ts"
import * as MyTasks from "./my-tasks.ts"
import * as Status from "./status.ts"
import * as Task from "./task.ts"

let mara: Person
let first: World
let second: World
const memberIds = new Map<World, string>()

beforeAll(async () => {
  await freshDatabase()
  mara = await createPerson("Mara Member")
  first = await createWorld("ONE")
  second = await createWorld("TWO")
  for (const world of [first, second]) memberIds.set(world, (await joinWorld(world, mara, "Editor")).id)
})

async function give(world: World, title: string, category: string, fields: object = {}) {
  const statuses = await world.as(world.owner, Status.list, {})
  const status_id = statuses.find((status) => status.category === category)?.id
  const assignee_ids = [memberIds.get(world)]
  return world.as(world.owner, Task.create, { title, status_id, assignee_ids, ...fields })
}

const titles = async (input: object = {}) => (await execute(MyTasks.list, mara, input)).items.map(({ title }) => title)

describe("my tasks", () => {
  it("come from all projects: in work first, then by due date and priority, without what is done", async () => {
    await give(first, "Whenever", "todo", { points: 2.5 })
    await give(second, "Important", "todo", { priority: "high" })
    await give(second, "Due later", "todo", { due_date: "2031-05-02" })
    await give(first, "Due soon", "todo", { due_date: "2031-05-01" })
    await give(second, "In work", "inprogress")
    await give(first, "Finished", "done")
    await first.as(first.owner, Task.create, { title: "Somebody else's" })
    expect(await titles()).toEqual(["In work", "Due soon", "Due later", "Important", "Whenever"])
    expect(await titles({ done: "true" })).toEqual(["Finished"])
  })

  it("name what they are in, and are counted", async () => {
    const page = await execute(MyTasks.list, mara, { page_size: 1 })
    expect(page.total).toBe(5)
    expect(page.items[0]).toMatchObject({
      key: "TWO-3",
      project_id: second.project.id,
      status: { name: "In Progress", category: "inprogress" },
      type: { name: "Task" },
      sprint: null,
    })
    expect((await execute(MyTasks.list, mara, { page_size: 2, page: 3 })).items).toMatchObject([
      { title: "Whenever", points: 2.5 },
    ])
  })

  it("are gone with the task, the archived project and the membership", async () => {
    const gone = await give(first, "Deleted", "inprogress")
    expect(await titles()).toContain("Deleted")
    await first.as(first.owner, Task.remove, { task_id: gone.id })
    expect(await titles()).not.toContain("Deleted")
    await first.as(first.owner, Project.archive, {})
    expect(await titles()).toEqual(["In work", "Due later", "Important"])
    await second.as(second.owner, Member.remove, { member_id: memberIds.get(second) })
    expect(await titles()).toEqual([])
  })
})
