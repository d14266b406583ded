import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Pool } from "@neondatabase/serverless"
import { io } from "socket.io-client"
import { startNeonProxy } from "../../functions/local/postgres/neon-proxy.ts"
import { secretsOf } from "../../functions/local/secrets.ts"
import { createProject, importCsv, type Person, signUp } from "../api.ts"
import { backlogCsv } from "../backlog.ts"
import { deleteDataDir, freePort, newDataDir, type RunningStack, startStack } from "../stack.ts"
import { benchBundle } from "./bundle.ts"
import { firstLoad } from "./first-load.ts"
import { conclude, inTurns, ratio, report, type Timed, timed } from "./report.ts"
import { benchScale } from "./scale.ts"
import { openPool } from "./sql.ts"
import { benchUse } from "./use.ts"
import { benchViews } from "./views.ts"

/**
 * `npm run bench`: the figures the product promises, on the real stack. Times are shown as ratios to a floor that is
 * measured in the same run, in turns with it. A figure over its limit fails the run.
 */
const ROWS = 2_000

/** The database of a running stack, through the same driver and pipe as the API. */
async function openDatabase(dataDir: string) {
  const port = Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[3])
  const proxy = await startNeonProxy({ target: { host: "127.0.0.1", port } })
  const url = `postgres://paca:${secretsOf(dataDir).postgres_password}@127.0.0.1:${port}/paca`
  const { pool, close } = openPool(proxy.address, url)
  return { pool, close: () => close().then(() => proxy.stop()) }
}

const BOARD_SQL = `
  select t.id, t.number, p.prefix || '-' || t.number as key, t.title, t.status_id, t.task_type_id, t.priority,
    array(select member_id from task_assignee a where a.project_id = t.project_id and a.task_id = t.id order by 1) as assignee_ids,
    t.points, t.start_date, t.due_date, t.tags, t.sprint_id, t.parent_task_id, t.comment_count, t.version,
    coalesce(v.rank, t.rank) as rank
  from task t join project p on p.id = t.project_id left join view_position v on v.view_id = $2 and v.task_id = t.id
  where t.project_id = $1 and t.deleted_at is null order by coalesce(v.rank, t.rank), t.id`

type Board = { view: { id: string }; statuses: { id: string }[]; tasks: { id: string; status_id: string }[] }

async function benchApi(stack: RunningStack, person: Person, projectId: string): Promise<void> {
  const { pool, close } = await openDatabase(stack.dataDir)
  const path = `/projects/${projectId}/views/default/board`
  const board = await person.call<Board>("GET", path)
  const get = (encoding: string) =>
    timed(async () => {
      const response = await fetch(`${stack.origin}/api/v1${path}`, {
        headers: { cookie: person.cookie, "accept-encoding": encoding },
      })
      return (await response.arrayBuffer()).byteLength
    })
  const rows = timed(async () => JSON.stringify((await pool.query(BOARD_SQL, [projectId, board.view.id])).rows))
  // The floor reads every task; the board answers what is in sight, with totals and sums of all.
  ratio(`board of ${ROWS} tasks over HTTP`, 3, await inTurns(60, rows, get("identity")))
  const compressed = await inTurns(20, rows, get("br"))
  report({ name: "  compressed, as a browser asks for it", value: compressed.work / compressed.floor, unit: "x" })

  await benchMove(stack, person, projectId, board, pool)
  await close()
}

async function benchMove(
  stack: RunningStack,
  person: Person,
  projectId: string,
  board: Board,
  pool: Pool,
): Promise<void> {
  const { key } = await person.call<{ key: string }>("POST", "/users/me/api-keys", { name: "bench" })
  const socket = io(stack.origin, { auth: { api_key: key }, transports: ["websocket"] })
  await new Promise<void>((resolve) => socket.once("connect", () => resolve()))
  const room = `project:${projectId}`
  const joined = await socket.emitWithAck("subscribe", { rooms: [room] })
  if (!joined.joined.includes(room)) throw new Error("The second client could not join.")

  const task = board.tasks[0]
  if (!task) throw new Error("The board is empty.")
  let turn = 0
  const move: Timed = async () => {
    const begun = performance.now()
    const heard = new Promise<number>((resolve) => socket.once("event", () => resolve(performance.now() - begun)))
    const column = board.statuses[turn++ % board.statuses.length]?.id
    const path = `/projects/${projectId}/views/${board.view.id}/task-positions/${task.id}`
    // The answer may come after the event; the next round must not overlap with it.
    const [took] = await Promise.all([heard, person.call("PUT", path, { column })])
    return took
  }
  await pool.query("create table if not exists bench_floor (id int primary key, value int)")
  await pool.query("insert into bench_floor values (1, 0), (2, 0), (3, 0) on conflict do nothing")
  const bare = timed(async () => {
    const client = await pool.connect()
    await client.query("begin")
    for (const id of [1, 2, 3]) await client.query("update bench_floor set value = value + 1 where id = $1", [id])
    await client.query("commit")
    client.release()
  })
  ratio("move: request to event at a second client", 6, await inTurns(200, bare, move))
  await pool.query("drop table bench_floor")
  socket.disconnect()
}

/** Resident memory of a process and all its descendants, by command. MB. */
function memoryOf(pid: number): { name: string; mb: number }[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,rss=,args="], { encoding: "utf8" }).trim().split("\n")
  const processes = lines.map((line) => {
    const [id, parent, rss, ...args] = line.trim().split(/\s+/)
    return { id: Number(id), parent: Number(parent), mb: Number(rss) / 1024, name: args.join(" ") }
  })
  const family = new Set([pid])
  for (let size = 0; size !== family.size; ) {
    size = family.size
    for (const one of processes) if (family.has(one.parent)) family.add(one.id)
  }
  return processes.filter((one) => family.has(one.id))
}

function shortName(name: string): string {
  if (name.includes("postgres")) return "postgres"
  // A process may have a file preloaded; what it runs comes last.
  return [...name.matchAll(/functions\/(\S+?)\.ts/g)].at(-1)?.[1] ?? name.slice(0, 30)
}

function reportMemory(pid: number): void {
  const byName = Map.groupBy(memoryOf(pid), (one) => shortName(one.name))
  for (const [name, processes] of byName) {
    report({
      name: `  memory of ${name}`,
      value: processes.reduce((sum, one) => sum + one.mb, 0),
      unit: "MB",
      detail: `${processes.length} processes`,
    })
  }
  // PostgreSQL's processes share their buffers, so the sum counts those pages several times: it is an upper bound.
  report({
    name: "memory of the idle stack",
    value: [...byName.values()].flat().reduce((sum, one) => sum + one.mb, 0),
    unit: "MB",
    limit: 700,
  })
}

async function main(): Promise<void> {
  const dataDir = newDataDir()
  const port = await freePort()
  let stack = await startStack({ dataDir, port, arguments: ["--empty"] })
  try {
    const built = stack.output().includes("Browser app, built")
    report({
      name: "first start on an empty folder",
      value: stack.seconds,
      unit: "s",
      detail: built ? "build included" : "build was there",
    })
    await stack.stop()
    stack = await startStack({ dataDir, port })
    report({ name: "restart", value: stack.seconds, unit: "s", limit: 5 })
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    reportMemory(stack.pid)

    const person = await signUp(stack.origin, "Bea Bench")
    const project = await createProject(person)
    const begun = performance.now()
    const imported = await importCsv(person, project.id, backlogCsv(ROWS))
    report({ name: `import of ${imported.created} rows`, value: (performance.now() - begun) / 1000, unit: "s" })
    await benchApi(stack, person, project.id)
    const { bytes, files } = await firstLoad(stack.origin, person, `/p/${project.id}/board`)
    report({
      name: "JavaScript of the board's first load",
      value: bytes / 1000,
      unit: "kB gzip",
      limit: 260,
      detail: `${files} files`,
    })
    // Half an hour of one person's requests in a minute or two is more than anybody may send.
    await stack.stop()
    stack = await startStack({ dataDir, port, environment: { RATE_LIMIT: "off" } })
    await benchUse(stack.origin, person, project.id)
    await benchViews(stack.origin, person)
  } finally {
    await stack.stop()
    deleteDataDir(dataDir)
  }
  await benchBundle()
  await benchScale()
  process.exitCode = conclude()
}

await main()
