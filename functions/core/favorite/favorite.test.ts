import { beforeAll, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import * as Document from "../document/document.ts"
import * as Member from "../member/member.ts"
import { execute } from "../operation.ts"
import * as Task from "../task/task.ts"
import * as User from "../user/user.ts"
import * as View from "../view/view.ts"
import * as Favorite from "./favorite.ts"

let world: World

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
})

const titles = async (caller = world.owner) =>
  (await execute(User.session, caller, {})).favorites.map(({ kind, title }) => `${kind} ${title}`)

it("favourites are shown as long as they are there and may be seen", async () => {
  const mara = await createPerson("Mara Member")
  const member = await joinWorld(world, mara, "Editor")
  const task = await world.as(world.owner, Task.create, { title: "Refund" })
  const doc = await world.as(world.owner, Document.create, { title: "Rules", content: "" })
  const [view] = await world.as(world.owner, View.list, {})
  const add = (kind: string, id: string) => execute(Favorite.add, mara, { kind, id, project_id: world.project.id })
  await add("task", task.id)
  await add("doc", doc.id)
  await add("view", view?.id ?? "")
  await add("project", world.project.id)
  await add("project", world.project.id)
  expect(await titles(mara)).toEqual([
    "task Refund",
    "doc Rules",
    `view ${view?.name} · ${world.project.name}`,
    `project ${world.project.name}`,
  ])
  expect(await titles()).toEqual([])
  await world.as(world.owner, Task.remove, { task_id: task.id })
  await execute(Favorite.remove, mara, { id: doc.id })
  expect(await titles(mara)).toEqual([`view ${view?.name} · ${world.project.name}`, `project ${world.project.name}`])
  await world.as(world.owner, Member.remove, { member_id: member.id })
  expect(await titles(mara)).toEqual([])
})

it("what one may not see, or is not in the project, cannot be one", async () => {
  const stranger = await createPerson("Sten Stranger")
  const other = await createWorld("OTH")
  const task = await other.as(other.owner, Task.create, { title: "Theirs" })
  const add = (project_id: string) => execute(Favorite.add, world.owner, { kind: "task", id: task.id, project_id })
  await expect(add(other.project.id)).rejects.toMatchObject({ code: "TASK_NOT_FOUND" })
  await expect(add(world.project.id)).rejects.toMatchObject({ code: "TASK_NOT_FOUND" })
  await expect(
    execute(Favorite.add, stranger, { kind: "project", id: world.project.id, project_id: world.project.id }),
  ).rejects.toMatchObject({ code: "PROJECT_NOT_FOUND" })
})
