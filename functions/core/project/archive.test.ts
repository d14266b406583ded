import { expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld } from "../../local/testing/domain.ts"
import * as Comment from "../task/comment.ts"
import * as Task from "../task/task.ts"
import * as Project from "./project.ts"

it("an archived project can be read by who could, changed by nobody, and brought back by an admin", async () => {
  await freshDatabase()
  const world = await createWorld()
  const editor = await createPerson("Edith Editor")
  await joinWorld(world, editor, "Editor")
  const task = await world.as(editor, Task.create, { title: "Before" })
  await expect(world.as(editor, Project.archive, {})).rejects.toMatchObject({ status: 403 })
  const archived = await world.as(world.owner, Project.archive, {})
  expect(archived.archived_at).toBeTruthy()
  expect(await world.as(world.owner, Project.archive, {})).toEqual(archived)

  for (const person of [editor, world.owner]) {
    expect((await world.as(person, Task.get, { task_id: task.id })).title).toBe("Before")
    const refused = { status: 409, code: "PROJECT_ARCHIVED" }
    await expect(world.as(person, Task.create, { title: "After" })).rejects.toMatchObject(refused)
    await expect(world.as(person, Task.update, { task_id: task.id, title: "x" })).rejects.toMatchObject(refused)
    await expect(world.as(person, Comment.create, { task_id: task.id, text: "x" })).rejects.toMatchObject(refused)
  }
  expect((await world.as(world.owner, Project.unarchive, {})).archived_at).toBeNull()
  expect(await world.as(editor, Task.create, { title: "After" })).toBeTruthy()
})
