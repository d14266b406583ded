import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Pool } from "@neondatabase/serverless"
import { createApp } from "../../functions/api/app.ts"
import * as ApiKey from "../../functions/core/access/api-key.ts"
import { clock } from "../../functions/core/clock.ts"
import { closeDatabase, db } from "../../functions/core/database.ts"
import { execute } from "../../functions/core/operation.ts"
import * as Project from "../../functions/core/project/project.ts"
import { writeCursor } from "../../functions/core/task/order.ts"
import { user } from "../../functions/core/user/user.sql.ts"
import { rankOfNumber } from "../../functions/core/view/rank.ts"
import * as Workspace from "../../functions/core/workspace/workspace.ts"
import { migrateDatabase } from "../../functions/local/postgres/migrate.ts"
import { startServices } from "../../functions/local/services.ts"
import { inTurns, type Pair, quantile, ratio, report, timed } from "./report.ts"
import { openPool } from "./sql.ts"

/**
 * What the API costs when a project is large: its handler in this process, as Lambda runs it, over the bare statements
 * on the same driver.
 */
const TASKS = 100_000
const DOCUMENTS = 10_000
const BOARDS = [1_000, 10_000, 50_000]

const nouns =
  "order refund invoice customer courier parcel label address search board sprint report export login session key webhook mail token cache".split(
    " ",
  )
const verbs =
  "fix add remove rename speed-up document test design review migrate split merge cancel retry validate translate archive restore sort filter".split(
    " ",
  )

/** `count` tasks of a project, by one statement: words of a small vocabulary, most of them done, half of them assigned. */
async function fill(pool: Pool, projectId: string, count: number): Promise<void> {
  await pool.query(
    `
    with status as (select array_agg(id order by position) as ids from task_status where project_id = $1),
    kind as (select id from task_type where project_id = $1 and is_default),
    member as (select id from project_member where project_id = $1 limit 1),
    made as (
      insert into task (project_id, number, title, description, status_id, task_type_id, priority, points, tags, due_date, rank, reporter_id)
      select $1, n,
        initcap(($3::text[])[1 + n % 20]) || ' the ' || ($2::text[])[1 + (n / 20) % 20] || ' ' || ($2::text[])[1 + (n / 400) % 20] || ' ' || n,
        'When the ' || ($2::text[])[1 + (n / 7) % 20] || ' is late, ' || ($3::text[])[1 + (n / 11) % 20] || ' the ' || ($2::text[])[1 + (n / 13) % 20] || ' and tell the ' || ($2::text[])[1 + (n / 17) % 20] || '.',
        status.ids[case when n % 10 < 8 then 5 else 1 + n % 4 end], kind.id,
        (array['lowest','low','medium','high','highest'])[1 + n % 5], n % 8,
        case when n % 3 = 0 then array[($2::text[])[1 + n % 20]] else '{}' end,
        date '2026-01-01' + n % 365, rank, member.id
      from unnest($4::text[]) with ordinality as numbered(rank, big), lateral (select big::int as n) as small, status, kind, member returning id, number)
    insert into task_assignee (project_id, task_id, member_id)
    select $1, made.id, member.id from made, member where made.number % 2 = 0`,
    [projectId, nouns, verbs, Array.from({ length: count }, (_, index) => rankOfNumber(index + 1))],
  )
  await pool.query("update project set task_counter = $2 where id = $1", [projectId, count])
}

async function fillDocuments(pool: Pool, projectId: string, count: number): Promise<void> {
  await pool.query(
    `insert into document (project_id, title, content, position, created_by, updated_by)
     select $1, 'How to ' || ($3::text[])[1 + n % 20] || ' the ' || ($2::text[])[1 + (n / 20) % 20],
       repeat('The ' || ($2::text[])[1 + n % 20] || ' and the ' || ($2::text[])[1 + (n / 3) % 20] || ' belong together. ', 20), n, member.id, member.id
     from generate_series(1, $4::int) n, (select id from project_member where project_id = $1 limit 1) member`,
    [projectId, nouns, verbs, count],
  )
}

type Api = {
  get: (path: string) => Promise<unknown>
  send: (method: string, path: string, body: object) => Promise<unknown>
}

function apiWith(key: string): Api {
  const app = createApp()
  const call = async (method: string, path: string, body?: object) => {
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers: { "x-api-key": key, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer: { data?: unknown; error?: string } = await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.error}`)
    return answer.data
  }
  return { get: (path) => call("GET", path), send: call }
}

type Page = { items: { number: number }[] }

async function benchList(api: Api, pool: Pool, projectId: string): Promise<void> {
  const { rows } = await pool.query("select id from task_status where project_id = $1 order by position limit 2", [
    projectId,
  ])
  const ids: string[] = rows.map(({ id }) => id)
  const filters = `status_ids=${ids.join(",")}&tags=invoice`
  const floor = timed(async () =>
    JSON.stringify(
      (
        await pool.query(
          `select t.*, array(select member_id from task_assignee a where a.project_id = t.project_id and a.task_id = t.id) as assignees
           from task t where project_id = $1 and deleted_at is null and status_id = any($2::uuid[]) and tags @> array['invoice'] order by number limit 101`,
          [projectId, ids],
        )
      ).rows,
    ),
  )
  ratio(
    `100 of ${TASKS} tasks with filters`,
    3,
    await inTurns(
      30,
      floor,
      timed(() => api.get(`/projects/${projectId}/tasks?page_size=100&${filters}`)),
    ),
  )
  const path = `/projects/${projectId}/tasks?page_size=100`
  // Where page 999 ends: the list is in the order of the numbers, which have no holes here.
  const cursor = writeCursor({ value: null, number: TASKS - 100 })
  const near = timed(() => api.get(path))
  const later = timed(() => api.get(`${path}&cursor=${encodeURIComponent(cursor)}`))
  const { items } = (await api.get(`${path}&cursor=${encodeURIComponent(cursor)}`)) as Page
  if (items.length !== 100) throw new Error(`Page 1000 has ${items.length} tasks.`)
  ratio("page 1000 of the list over page 1", 1.5, await inTurns(30, near, later))
}

type Board = { tasks: unknown[] }

async function benchBoards(api: Api, projects: Map<number, string>): Promise<void> {
  const costs = new Map<number, { ms: number; rows: number }>()
  for (const [size, id] of projects) {
    const path = `/projects/${id}/views/default/board`
    const { tasks } = (await api.get(path)) as Board
    const times: number[] = []
    for (let round = 0; round < 30; round++) times.push(await timed(() => api.get(path))())
    costs.set(size, { ms: quantile(times.slice(5), 0.5), rows: tasks.length })
  }
  const smallest = costs.get(BOARDS[0] ?? 0)
  for (const [size, { ms, rows }] of costs) {
    if (!smallest || size === BOARDS[0]) continue
    report({
      name: `board of ${size} tasks over one of ${BOARDS[0]}, per row`,
      value: ms / rows / (smallest.ms / smallest.rows),
      unit: "x",
      detail: `${ms.toFixed(1)} ms for ${rows} rows, ${smallest.ms.toFixed(1)} ms for ${smallest.rows}`,
    })
  }
}

async function benchWrites(api: Api, pool: Pool, projectId: string): Promise<void> {
  const { rows } = await pool.query("select * from task where project_id = $1 and number = 5", [projectId])
  const sample = rows[0]
  let number = TASKS * 10
  const bareEvent = (client: { query: Pool["query"] }, id: string) =>
    client.query(
      `insert into event (id, type, workspace_id, project_id, entity_type, entity_id, task_id, actor_type, actor_name, version, data)
       select $1, 'bench', workspace_id, id, 'task', $2, $2, 'system', 'bench', 1, $3 from project where id = $4`,
      [clock.id(), id, JSON.stringify({ task: { ...sample, search: undefined } }), projectId],
    )
  const transaction = (work: (client: { query: Pool["query"] }) => Promise<unknown>) =>
    timed(async () => {
      const client = await pool.connect()
      await client.query("begin")
      await work(client)
      await client.query("commit")
      client.release()
    })
  const bareCreate = transaction(async (client) => {
    const id = clock.id()
    await client.query("update project set task_counter = task_counter where id = $1", [projectId])
    await client.query(
      `insert into task (id, project_id, number, title, status_id, task_type_id, rank) values ($1, $2, $3, 'Bare', $4, $5, 'z')`,
      [id, projectId, ++number, sample.status_id, sample.task_type_id],
    )
    await bareEvent(client, id)
  })
  const create = timed(() => api.send("POST", `/projects/${projectId}/tasks`, { title: "Benched" }))
  ratio("create over the bare transaction", 4, await inTurns(60, bareCreate, create))

  let points = 0
  const bareUpdate = transaction(async (client) => {
    await client.query("select * from task where id = $1 for update", [sample.id])
    await client.query("update task set points = $2, version = version + 1 where id = $1", [sample.id, ++points % 100])
    await bareEvent(client, sample.id)
  })
  const update = timed(() => api.send("PATCH", `/projects/${projectId}/tasks/${sample.id}`, { points: ++points % 100 }))
  ratio("update over the bare transaction", 4, await inTurns(60, bareUpdate, update))

  const board = (await api.get(`/projects/${projectId}/views/default/board`)) as {
    view: { id: string }
    statuses: { id: string }[]
  }
  let turn = 0
  const column = () => board.statuses[turn++ % board.statuses.length]?.id
  const bareMove = transaction(async (client) => {
    await client.query("select * from task where id = $1 for update", [sample.id])
    await client.query("update task set status_id = $2, version = version + 1 where id = $1", [sample.id, column()])
    await bareEvent(client, sample.id)
  })
  const move = timed(() =>
    api.send("PUT", `/projects/${projectId}/views/${board.view.id}/task-positions/${sample.id}`, { column: column() }),
  )
  ratio("move over the bare transaction", 4, await inTurns(60, bareMove, move))
}

async function benchSearch(api: Api, pool: Pool, projectId: string): Promise<void> {
  const queries = nouns.flatMap((noun, index) => [
    noun,
    `${verbs[index]} ${noun}`,
    `${noun} ${nouns[(index + 7) % 20]}`,
  ])
  let turn = 0
  const bareSql = `
    select id, title, ts_rank(search, q) as rank from (
      select id, title, search, q from (select websearch_to_tsquery('english', $2) as q) words, lateral (
        select id, title, search from task where project_id = $1 and deleted_at is null and search @@ q order by updated_at desc limit 1000) t
      union all
      select id, title, search, q from (select websearch_to_tsquery('english', $2) as q) words, lateral (
        select id, title, search from document where project_id = $1 and deleted_at is null and search @@ q order by updated_at desc limit 1000) d
    ) found order by rank desc limit 20`
  const next = () => queries[turn++ % queries.length] ?? ""
  const floor = timed(async () => pool.query(bareSql, [projectId, next()]))
  const work = timed(async () => api.get(`/projects/${projectId}/search?q=${encodeURIComponent(next())}`))
  const pair: Pair = await inTurns(120, floor, work, 0.95)
  ratio(`search of ${TASKS} tasks, ${DOCUMENTS} documents, p95`, 3, pair)
  // A word that is everywhere, and one that is nowhere else: the planner may take another index for each, but never none.
  for (const word of ["invoice", "77777"]) {
    const { rows } = await pool.query(`explain ${bareSql}`, [projectId, word])
    const plan = rows.map((row) => String(Object.values(row)[0]))
    const scans = plan
      .filter((line) => / Scan /.test(line))
      .map((line) => line.replace(/ {2,}|->|\(cost.*/g, " ").trim())
    console.log(`    ${word}: ${scans.join("; ")}`)
    const unindexed = scans.filter((line) => line.startsWith("Seq Scan")).length
    report({ name: `tables read whole to search "${word}"`, value: unindexed, unit: "tables", limit: 0 })
  }
}

/** The figures of large projects, on services of their own. */
export async function benchScale(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "paca-bench-"))
  const services = await startServices({ dataDir, ephemeral: true })
  try {
    Object.assign(process.env, services.env, { APP_URL: "http://localhost:3000" })
    await migrateDatabase(services.env.NEON_LOCAL_PROXY, services.env.DATABASE_URL ?? "")
    const { pool, close } = openPool(services.env.NEON_LOCAL_PROXY ?? "", services.env.DATABASE_URL ?? "")
    const person = { kind: "user", user_id: clock.id(), name: "Bea Bench" } as const
    await db().insert(user).values({ id: person.user_id, name: person.name, email: "bea@example.test", handle: "bea" })
    const workspace = await execute(Workspace.create, person, { name: "Bench" })
    const { key } = await execute(ApiKey.create, person, { name: "bench" })
    const projects = new Map<number, string>()
    for (const size of [TASKS, ...BOARDS]) {
      const input = { workspace_id: workspace.id, name: `${size} tasks`, prefix: `B${size / 1000}` }
      const { id } = await execute(Project.create, person, input)
      await fill(pool, id, size)
      projects.set(size, id)
    }
    const large = projects.get(TASKS) ?? ""
    projects.delete(TASKS)
    await fillDocuments(pool, large, DOCUMENTS)
    await pool.query("vacuum analyze")
    const api = apiWith(key)
    await benchList(api, pool, large)
    await benchBoards(api, projects)
    await benchSearch(api, pool, large)
    await benchWrites(api, pool, large)
    await close()
  } finally {
    await closeDatabase()
    await services.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
