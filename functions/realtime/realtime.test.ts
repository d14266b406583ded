import { createHmac } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { eq } from "drizzle-orm"
import { Redis } from "ioredis"
import { io, type Socket } from "socket.io-client"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import * as ApiKey from "../core/access/api-key.ts"
import * as Agent from "../core/agent/agent.ts"
import { clock } from "../core/clock.ts"
import { setting } from "../core/config.ts"
import { conversation } from "../core/conversation/conversation.sql.ts"
import { countRunning } from "../core/conversation/running.ts"
import { db } from "../core/database.ts"
import { EVENTS, TRIGGERS } from "../core/event/event.ts"
import * as Member from "../core/member/member.ts"
import { execute } from "../core/operation.ts"
import * as Comment from "../core/task/comment.ts"
import * as Task from "../core/task/task.ts"
import * as Session from "../core/user/session.ts"
import { session } from "../core/user/user.sql.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type Person, type World } from "../local/testing/domain.ts"
import type { StreamEvent } from "./event.ts"
import type { Launch, Launcher } from "./launchers/launcher.ts"
import { startRealtime } from "./server.ts"

let world: World
type Realtime = Awaited<ReturnType<typeof startRealtime>>
let realtime: Realtime
/** One more process of the service. */
let other: Realtime
let start: () => Promise<Realtime>
let redis: Redis
const launched: Launch[] = []
const stopped: string[] = []
const Presence = z.object({ members: z.array(z.object({ name: z.string() })) })
let refuseLaunch = false
const sockets: Socket[] = []

const launcher: Launcher = {
  start: async (launch) => {
    if (refuseLaunch) throw new Error("no capacity")
    launched.push(launch)
    return launch.id
  },
  stop: async (id) => void stopped.push(id),
  lost: async () => new Map(),
  close: async () => {},
}

beforeAll(async () => {
  const { env } = await freshDatabase()
  const url = env.VALKEY_URL ?? ""
  redis = new Redis(url)
  world = await createWorld()
  const configuration = {
    PORT: 0,
    HOST: "127.0.0.1",
    VALKEY_URL: url,
    APP_URL: "http://localhost:3000",
    PACA_API_URL: "http://localhost:3000",
    LAUNCHER: "process",
    DRAIN_SECONDS: 0.2,
  } as const
  start = () => startRealtime(configuration, launcher)
  realtime = await start()
  other = await start()
})

afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await Promise.all([realtime.stop(), other.stop()])
  redis.disconnect()
})

/** The first event of this name. */
const once = (socket: Socket, name: string): Promise<unknown> => new Promise((resolve) => socket.once(name, resolve))

const keys = new Map<string, string>()

async function connect(person: Person, process = realtime): Promise<Socket> {
  const key = keys.get(person.user_id) ?? (await execute(ApiKey.create, person, { name: "test" })).key
  keys.set(person.user_id, key)
  const socket = io(`http://127.0.0.1:${process.port}`, {
    auth: { api_key: key },
    transports: ["websocket"],
    forceNew: true,
  })
  sockets.push(socket)
  await once(socket, "connect")
  return socket
}

/** Collects what a socket hears; `until` waits, at most 5 s, for the first event that matches. */
function listen(socket: Socket) {
  const heard: StreamEvent[] = []
  socket.on("event", (event: StreamEvent) => heard.push(event))
  const until = async (matches: (event: StreamEvent) => boolean) => {
    for (let wait = 0; wait < 250; wait++) {
      const found = heard.find(matches)
      if (found) return found
      await sleep(20)
    }
    throw new Error(`not heard; heard: ${heard.map((event) => event.type).join(", ")}`)
  }
  return { heard, until }
}

async function eventually(condition: () => boolean): Promise<void> {
  for (let wait = 0; wait < 250 && !condition(); wait++) await sleep(20)
  expect(condition()).toBe(true)
}

const room = () => `project:${world.project.id}`
const create = (fields: object = {}) => world.as(world.owner, Task.create, { title: "Live", ...fields })

/** A cookie as sign-in would set it. */
async function signIn(person: Person): Promise<{ id: string; cookie: string }> {
  const [id, token] = [clock.id(), clock.secret(24)]
  await db()
    .insert(session)
    .values({ id, user_id: person.user_id, token, expires_at: new Date(Date.now() + 60_000) })
  const signature = createHmac("sha256", setting("AUTH_SECRET")).update(token).digest("base64")
  return { id, cookie: `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}` }
}

async function connectWith(cookie: string): Promise<Socket> {
  const socket = io(`http://127.0.0.1:${realtime.port}`, {
    extraHeaders: { cookie },
    transports: ["websocket"],
    forceNew: true,
  })
  sockets.push(socket)
  await once(socket, "connect")
  return socket
}

describe("live updates", () => {
  it("end at once for a session that is revoked, and only for that one", async () => {
    const person = await createPerson("Rita Revoke")
    const [here, there] = [await signIn(person), await signIn(person)]
    const [kept, ended] = [await connectWith(here.cookie), await connectWith(there.cookie)]
    await execute(Session.remove, { ...person, session_id: here.id }, { id: there.id })
    await eventually(() => ended.disconnected)
    expect(kept.connected).toBe(true)
  })

  it("reach everybody in the project's room, and nobody else", async () => {
    const friend = await createPerson("Fay Friend")
    await joinWorld(world, friend, "Viewer")
    const stranger = await createPerson("Sid Stranger")
    const [mine, theirs] = [await connect(friend), await connect(stranger)]
    const [inside, outside] = [listen(mine), listen(theirs)]
    expect(await mine.emitWithAck("subscribe", { rooms: [room()] })).toMatchObject({ joined: [room()], refused: [] })
    expect(await theirs.emitWithAck("subscribe", { rooms: [room()] })).toMatchObject({ joined: [], refused: [room()] })
    const task = await create()
    expect(await inside.until((event) => event.entity_id === task.id)).toMatchObject({
      type: "task.created",
      data: { task: { title: "Live" } },
    })
    await sleep(100)
    expect(outside.heard).toEqual([])
  })

  it("refuse a connection without a valid credential, or from another site's page", async () => {
    for (const options of [
      { auth: { api_key: "paca_wrong" } },
      {},
      { extraHeaders: { origin: "https://evil.example" } },
    ]) {
      const socket = io(`http://127.0.0.1:${realtime.port}`, {
        ...options,
        transports: ["websocket"],
        forceNew: true,
        reconnection: false,
      })
      sockets.push(socket)
      expect(await once(socket, "connect_error")).toBeInstanceOf(Error)
    }
  })

  it("give a client that comes back exactly what it missed, in order", async () => {
    const socket = await connect(world.owner)
    const first = listen(socket)
    await socket.emitWithAck("subscribe", { rooms: [room()] })
    const seen = await create({ title: "Seen" })
    const since = (await first.until((event) => event.entity_id === seen.id)).id
    socket.disconnect()
    const missed = [await create({ title: "Missed 1" }), await create({ title: "Missed 2" })]
    const other = await createWorld("OTH")
    await other.as(other.owner, Task.create, { title: "Not theirs" })

    const again = await connect(world.owner)
    const second = listen(again)
    const answer = await again.emitWithAck("subscribe", { rooms: [room()], since })
    expect(answer).toMatchObject({ joined: [room()], replayed: 2 })
    await second.until((event) => event.entity_id === missed[1]?.id)
    expect(second.heard.map((event) => event.entity_id)).toEqual(missed.map((task) => task.id))
    const next = await create({ title: "Live again" })
    await second.until((event) => event.entity_id === next.id)
    expect(second.heard).toHaveLength(3)
  })

  it("tell a client to refetch when what it saw last is not in the stream any more", async () => {
    const socket = await connect(world.owner)
    const since = "0199f000-0000-7000-8000-000000000000"
    expect(await socket.emitWithAck("subscribe", { rooms: [room()], since })).toMatchObject({
      resync: true,
      joined: [room()],
    })
  })

  it("end at once for somebody who is removed from the project", async () => {
    const leaver = await createPerson("Lee Leaver")
    const member = await joinWorld(world, leaver, "Editor")
    const socket = await connect(leaver)
    const ears = listen(socket)
    await socket.emitWithAck("subscribe", { rooms: [room()] })
    const left = once(socket, "left")
    await world.as(world.owner, Member.remove, { member_id: member.id })
    expect(await left).toEqual({ room: room() })
    const task = await create()
    await sleep(150)
    expect(ears.heard.some((event) => event.entity_id === task.id)).toBe(false)
  })

  it("bring notifications to their reader alone", async () => {
    const reader = await createPerson("Rita Reader")
    const member = await joinWorld(world, reader, "Editor")
    const [hers, his] = [listen(await connect(reader)), listen(await connect(world.owner))]
    await create({ assignee_ids: [member.id] })
    const event = await hers.until((heard) => heard.type === "notification.created")
    expect(event.data).toMatchObject({ notification: { type: "assigned" } })
    expect(event.data).not.toHaveProperty("user_id")
    expect(his.heard.some((heard) => heard.type === "notification.created")).toBe(false)
  })

  it("survive an entry that is not an event", async () => {
    const socket = await connect(world.owner)
    const ears = listen(socket)
    await socket.emitWithAck("subscribe", { rooms: [room()] })
    await redis.xadd(EVENTS, "*", "event", "{broken")
    const task = await create()
    await ears.until((event) => event.entity_id === task.id)
  })

  it("show who looks at the project", async () => {
    const socket = await connect(world.owner)
    await socket.emitWithAck("subscribe", { rooms: [room()] })
    const heard = once(socket, "presence")
    socket.emit("presence", { project_id: world.project.id, task_id: null })
    expect(await heard).toEqual({
      project_id: world.project.id,
      members: [{ user_id: world.owner.user_id, name: world.owner.name, task_id: null }],
    })
  })
})

describe("two processes", () => {
  const names = (heard: unknown) => Presence.parse(heard).members.map((member) => member.name)
  const look = { task_id: null }

  /** Somebody new in a project of their own, so that nobody else looks at it. */
  async function twoReaders() {
    const there = await createWorld(`P${Math.random().toString(36).slice(2, 5).toUpperCase()}`)
    const friend = await createPerson("Fern Friend")
    await joinWorld(there, friend, "Viewer")
    const [here, elsewhere] = [await connect(there.owner), await connect(friend, other)]
    for (const socket of [here, elsewhere])
      await socket.emitWithAck("subscribe", { rooms: [`project:${there.project.id}`] })
    const latest: { here: string[] } = { here: [] }
    here.on("presence", (heard) => {
      latest.here = names(heard)
    })
    return { there, friend, here, elsewhere, latest, project_id: there.project.id }
  }

  it("tell every reader the same event once", async () => {
    const { there, here, elsewhere } = await twoReaders()
    const ears = [listen(here), listen(elsewhere)]
    const task = await there.as(there.owner, Task.create, { title: "Everywhere" })
    for (const { until } of ears) await until((event) => event.entity_id === task.id)
    await sleep(100)
    for (const { heard } of ears) expect(heard.filter((event) => event.entity_id === task.id)).toHaveLength(1)
  })

  it("show who looks at a project through the other one, and forget who left it", async () => {
    const { there, friend, here, elsewhere, latest, project_id } = await twoReaders()
    here.emit("presence", { project_id, ...look })
    elsewhere.emit("presence", { project_id, ...look })
    await eventually(() => latest.here.length === 2)
    expect(latest.here.sort()).toEqual([friend.name, there.owner.name].sort())
    elsewhere.disconnect()
    await eventually(() => latest.here.length === 1)
    expect(latest.here).toEqual([there.owner.name])
  })

  it("tell one that has just started who looks already, and lose nothing when one ends", async () => {
    const { there, friend, here, project_id } = await twoReaders()
    here.emit("presence", { project_id, ...look })
    const late = await start()
    const socket = await connect(friend, late)
    const latest: string[][] = []
    socket.on("presence", (heard) => latest.push(names(heard)))
    await socket.emitWithAck("subscribe", { rooms: [`project:${project_id}`] })
    socket.emit("presence", { project_id, ...look })
    await eventually(() => latest.at(-1)?.length === 2)

    const seen: string[][] = []
    here.on("presence", (heard) => seen.push(names(heard)))
    const [reason] = await Promise.all([once(socket, "disconnect"), late.stop()])
    // What a client takes for a break, after which it connects again, and not for a refusal.
    expect(reason).toBe("transport close")
    await eventually(() => seen.at(-1)?.length === 1)
    expect(seen.at(-1)).toEqual([there.owner.name])
  })
})

describe("the dispatcher", () => {
  it("launches each queued conversation once, also when its trigger is repeated", async () => {
    const agent = await world.as(world.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
    await create({ assignee_ids: [agent.member_id] })
    await eventually(() => launched.length === 1)
    const [, fields] = (await redis.xrevrange(TRIGGERS, "+", "-", "COUNT", 1))[0] ?? ["", []]
    await redis.xadd(TRIGGERS, "*", ...fields)
    const task = await create()
    await world.as(world.owner, Comment.create, { task_id: task.id, text: "over to you, @demo" })
    await eventually(() => launched.length === 2)
    await sleep(100)
    expect(new Set(launched.map((launch) => launch.id)).size).toBe(2)
    expect(launched[0]?.token.split(".")).toHaveLength(3)

    const running = () => execute(countRunning, { kind: "system", name: "test" }, {})
    expect(await running()).toBe(0)
    await db()
      .update(conversation)
      .set({ status: "running" })
      .where(eq(conversation.id, launched[0]?.id ?? ""))
    expect(await running()).toBe(1)
  })

  it("leaves a trigger that could not be launched for another try", async () => {
    refuseLaunch = true
    const task = await create()
    const before = launched.length
    await world.as(world.owner, Comment.create, { task_id: task.id, text: "@demo please" })
    let pending: unknown[] = []
    for (let wait = 0; wait < 100 && pending.length === 0; wait++) {
      await sleep(30)
      pending = (await redis.xpending(TRIGGERS, "dispatchers", "-", "+", 10)) as unknown[]
    }
    expect(pending).toHaveLength(1)
    expect(launched).toHaveLength(before)
    refuseLaunch = false
  })
})
