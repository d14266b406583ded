import { setTimeout as sleep } from "node:timers/promises"
import type { Redis } from "ioredis"
import { clock } from "../core/clock.ts"
import { isOver, launch, launchFailed } from "../core/conversation/container.ts"
import { launched, refuse } from "../core/conversation/lost.ts"
import { TRIGGERS } from "../core/event/event.ts"
import { execute } from "../core/operation.ts"
import { type Launch, type Launcher, LaunchRefused, NoCapacity } from "./launchers/launcher.ts"
import { connect, type Entry, readEntries, takenAt } from "./stream.ts"

const GROUP = "dispatchers"
/** How long one blocking read waits. The store bills each. Milliseconds. */
const BLOCK = 15_000
const BATCH = 10
/** A trigger that its consumer has not finished for this long is taken over by another one. Milliseconds. */
const CLAIM_AFTER = 30_000
/** A conversation that no container could be started for this long fails instead of waiting on. Milliseconds. */
const GIVE_UP_AFTER = 10 * 60_000
/** A stopped conversation's container gets this long to end by itself. Milliseconds. */
const STOP_GRACE = 10_000

const system = { kind: "system", name: "Dispatcher" } as const

/**
 * Starts one container per queued conversation. A consumer group reads the triggers; those of a consumer that died are
 * claimed. That a conversation is launched once is the database's word (`launch`), not the stream's.
 */
export function dispatch(
  url: string,
  consumer: string,
  launcher: Launcher,
  signal: AbortSignal,
  /** Told of each try to start an agent, with the time its trigger was taken by the store. */
  tried: (takenAt: number) => void,
): { done: Promise<void> } {
  const redis = connect(url)
  signal.addEventListener("abort", () => redis.disconnect())
  const loop = async () => {
    await ensureGroup(redis)
    let claimedAt = 0
    while (!signal.aborted) {
      if (Date.now() - claimedAt > CLAIM_AFTER / 2) {
        claimedAt = Date.now()
        const [, claimed] = (await redis.xautoclaim(TRIGGERS, GROUP, consumer, CLAIM_AFTER, "0-0", "COUNT", BATCH)) as [
          string,
          [string, string[]][],
        ]
        await handleAll(redis, claimed, launcher, tried)
      }
      const reply = (await redis.xreadgroup(
        "GROUP",
        GROUP,
        consumer,
        "COUNT",
        BATCH,
        "BLOCK",
        BLOCK,
        "STREAMS",
        TRIGGERS,
        ">",
      )) as [string, [string, string[]][]][] | null
      await handleAll(redis, reply?.[0]?.[1] ?? [], launcher, tried)
    }
  }
  const done = (async () => {
    while (!signal.aborted) {
      await loop().catch(async (error: Error) => {
        if (signal.aborted) return
        console.error(JSON.stringify({ message: "the dispatcher was interrupted", error: error.message }))
        await sleep(500)
      })
    }
  })()
  return { done }
}

async function ensureGroup(redis: Redis): Promise<void> {
  await redis.xgroup("CREATE", TRIGGERS, GROUP, "0", "MKSTREAM").catch((error: Error) => {
    if (!error.message.startsWith("BUSYGROUP")) throw error
  })
}

/** Handles triggers side by side; those that fail stay pending and are claimed later. */
async function handleAll(
  redis: Redis,
  raw: [string, string[]][],
  launcher: Launcher,
  tried: (takenAt: number) => void,
): Promise<void> {
  const entries = readEntries(raw.filter((entry) => entry[1] !== null))
  const unreadable = raw.map(([id]) => id).filter((id) => !entries.some((entry) => entry.id === id))
  if (unreadable.length > 0) await redis.xack(TRIGGERS, GROUP, ...unreadable)
  await Promise.all(
    entries.map(async (entry) => {
      try {
        await handle(entry, launcher)
        await redis.xack(TRIGGERS, GROUP, entry.id)
      } catch (error) {
        console.error(
          JSON.stringify({
            message: "a trigger failed and will be tried again",
            conversation: entry.event.entity_id,
            error: String(error),
          }),
        )
      }
      if (entry.event.type !== "agent.conversation.stopping") tried(takenAt(entry.id))
    }),
  )
}

/** Ends a stopped conversation's container, unless the conversation goes on by now: then it has another one. */
async function end(id: string, launcher: Launcher): Promise<void> {
  if (await execute(isOver, system, { id })) await launcher.stop(id)
}

async function handle({ id, event }: Entry, launcher: Launcher): Promise<void> {
  if (event.type === "agent.conversation.stopping") {
    setTimeout(() => end(event.entity_id, launcher).catch((error) => console.error(String(error))), STOP_GRACE).unref()
    return
  }
  const claimed = await execute(launch, system, { id: event.entity_id })
  if (!claimed) return
  const { launched_at } = claimed
  let container_ref: string
  try {
    container_ref = await launcher.start(claimed)
  } catch (error) {
    await failed(claimed, error, takenAt(id))
    return
  }
  await execute(launched, system, { id: claimed.id, launched_at, container_ref })
}

/**
 * A conversation that cannot be launched, or could not for long, fails; any other waits for another try.
 * @throws the error, when it is worth another try
 */
async function failed({ id, launched_at }: Launch, error: unknown, triggeredAt: number): Promise<void> {
  const reason = error instanceof LaunchRefused ? error.message : givenUp(error, triggeredAt)
  if (reason === undefined) {
    await execute(launchFailed, system, { id })
    throw error
  }
  const cause = error instanceof Error ? String(error.cause ?? error) : String(error)
  console.error(JSON.stringify({ message: "a conversation cannot be launched", conversation: id, error: cause }))
  await execute(refuse, system, { id, launched_at, reason })
}

function givenUp(error: unknown, triggeredAt: number): string | undefined {
  if (clock.now() - triggeredAt < GIVE_UP_AFTER) return undefined
  const why = error instanceof NoCapacity ? "The cloud had no capacity for" : "Paca could not start"
  return `${why} the agent's container for ${GIVE_UP_AFTER / 60_000} minutes. Start it again later, or mention the agent.`
}
