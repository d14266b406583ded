import { eq } from "drizzle-orm"
import { expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld } from "../../local/testing/domain.ts"
import * as Agent from "../agent/agent.ts"
import { conversation } from "../conversation/conversation.sql.ts"
import { db } from "../database.ts"
import { attachment } from "../file/attachment.sql.ts"
import { execute } from "../operation.ts"
import * as Task from "../task/task.ts"
import * as Usage from "./usage.ts"

it("a workspace's usage counts what is its own, now and in the month asked for", async () => {
  await freshDatabase()
  const [world, other] = [await createWorld(), await createWorld("OTH")]
  const editor = await createPerson("Edith Editor")
  const member = await joinWorld(world, editor, "Editor")
  for (const each of [world, other]) {
    const agent = await each.as(each.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
    await each.as(each.owner, Task.create, { title: "For the agent", assignee_ids: [agent.member_id] })
  }
  const gone = await world.as(world.owner, Task.create, { title: "Gone" })
  const file = { project_id: world.project.id, task_id: gone.id, created_by: member.id, content_type: "text/plain" }
  await db()
    .insert(attachment)
    .values([
      { ...file, file_name: "there", file_size: 1_000, completed_at: "2026-01-01T00:00:00Z" },
      { ...file, file_name: "not yet", file_size: 5_000 },
    ])
  await world.as(world.owner, Task.remove, { task_id: gone.id })
  await db()
    .update(conversation)
    .set({ created_at: "2026-02-28T23:59:59.999Z", input_tokens: 70, output_tokens: 7, seconds: 42 })
    .where(eq(conversation.project_id, world.project.id))

  const of = (month?: string) =>
    execute(Usage.get, world.owner, { workspace_id: world.workspace.id, ...(month && { month }) })
  const standing = { people: 2, agents: 1, projects: 1, tasks: 1, documents: 0, storage_bytes: 1_000 }
  const spent = { conversations: 1, input_tokens: 70, output_tokens: 7, agent_seconds: 42 }
  expect(await of("2026-02")).toEqual({ month: "2026-02", ...standing, ...spent })
  expect(await of("2026-03")).toMatchObject({ ...standing, conversations: 0, input_tokens: 0 })
  expect((await of()).month).toMatch(/^\d{4}-\d\d$/)
  await expect(of("2026-13")).rejects.toMatchObject({ code: "BAD_REQUEST" })
  const asEditor = execute(Usage.get, editor, { workspace_id: world.workspace.id })
  await expect(asEditor).rejects.toMatchObject({ status: 403 })
})
