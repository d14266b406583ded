import { randomBytes } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { expect, inject, it } from "vitest"
import { withClient } from "../../local/postgres/postgres.ts"

const folder = new URL("../migrations/", import.meta.url)
const statementsOf = (file: string) =>
  readFileSync(new URL(file, folder), "utf8")
    .split("--> statement-breakpoint")
    .filter((statement) => statement.trim() !== "")

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`

/** A project as it was before views could be configured. */
const before = [
  `insert into workspace (id, name, slug) values ('${id(1)}', 'Northwind', 'northwind')`,
  `insert into project (id, workspace_id, name, prefix) values ('${id(2)}', '${id(1)}', 'Plane', 'PLN')`,
  `insert into task_status (id, project_id, name, category, position) values ('${id(3)}', '${id(2)}', 'To Do', 'todo', 0)`,
  `insert into task_type (id, project_id, name, icon, color, is_system) values ('${id(4)}', '${id(2)}', 'Epic', 'zap', '#000', true)`,
  `insert into sprint (id, project_id, name) values ('${id(5)}', '${id(2)}', 'Sprint 1')`,
  `insert into project_role (project_id, name, actions, is_system) values ('${id(2)}', 'Editor', array['tasks:read'], true)`,
  `insert into project_role (project_id, name, actions) values ('${id(2)}', 'Reader', array['tasks:read'])`,
  `insert into task (id, project_id, number, title, status_id, task_type_id, rank)
    values ('${id(6)}', '${id(2)}', 1, 'A task', '${id(3)}', '${id(4)}', 'a1')`,
  `insert into view (id, project_id, name, context, layout, config)
    values ('${id(7)}', '${id(2)}', 'Board', 'backlog', 'board', '{"column_by": "status", "sort_by": "manual"}')`,
  `insert into view_position (project_id, view_id, task_id, rank) values ('${id(2)}', '${id(7)}', '${id(6)}', 'a2')`,
]

it("gives existing projects and sprints their views, and keeps where their cards lie", async () => {
  const { NEON_LOCAL_PROXY: proxy = "", DATABASE_URL: server = "" } = inject("services")
  const name = `test_${randomBytes(8).toString("hex")}`
  await withClient(proxy, server, (client) => client.query(`create database ${name}`))
  const url = new URL(server)
  url.pathname = `/${name}`
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .toSorted()
  const first = files.findIndex((file) => readFileSync(new URL(file, folder), "utf8").includes('"view_position_task"'))
  await withClient(proxy, url.href, async (client) => {
    for (const statement of files.slice(0, first).flatMap(statementsOf)) await client.query(statement)
    for (const statement of before) await client.query(statement)
    for (const statement of files.slice(first).flatMap(statementsOf)) await client.query(statement)
    const { rows: views } = await client.query(
      "select name, context, layout, sprint_id, config ->> 'field_sum' as sum from view order by context, position, layout",
    )
    expect(views.map((row) => Object.values(row))).toEqual([
      ["Board", "backlog", "board", null, "points"],
      ["Backlog", "backlog", "table", null, "points"],
      ["Board", "sprint", "board", id(5), "points"],
      ["Table", "sprint", "table", id(5), "points"],
      ["Roadmap", "timeline", "roadmap", null, null],
    ])
    const { rows: positions } = await client.query("select task_id, status_id, rank from view_position")
    expect(positions).toEqual([{ task_id: id(6), status_id: id(3), rank: "a2" }])
    const { rows: roles } = await client.query("select name, actions from project_role order by name")
    expect(roles[0]?.actions).toContain("views:write")
    expect(roles[1]?.actions).toEqual(["tasks:read"])
  })
  await withClient(proxy, server, (client) => client.query(`drop database ${name} with (force)`))
})
