import { randomUUID } from "node:crypto"
import type { Lambda } from "./lambda.ts"

export interface Schedule {
  name: string
  everyMs: number
  function: Lambda
}

/** A failure that repeats is logged once in a while, not every two seconds. */
const LOG_AGAIN_MS = 60_000

/**
 * Invokes functions with the events EventBridge sends. The next run is due a full period after the last one ended, so
 * runs never overlap. Answers how to stop, which waits for runs under way.
 */
export function startSchedules(
  schedules: Schedule[],
  log: (line: Record<string, unknown>) => void,
  clock: () => number = Date.now,
): () => Promise<void> {
  const timers = new Map<string, NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  let stopped = false

  const plan = (schedule: Schedule, loggedAt: number) => {
    if (stopped) return
    timers.set(
      schedule.name,
      setTimeout(() => {
        const run = once(schedule, loggedAt).then((at) => {
          running.delete(run)
          plan(schedule, at)
        })
        running.add(run)
      }, schedule.everyMs),
    )
  }
  const once = async (schedule: Schedule, loggedAt: number): Promise<number> => {
    const id = randomUUID()
    try {
      await schedule.function.invoke(scheduledEvent(schedule.name, id, clock()), id)
      return 0
    } catch (error) {
      if (clock() - loggedAt < LOG_AGAIN_MS) return loggedAt
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      log({ level: "error", schedule: schedule.name, request_id: id, error: message })
      return clock()
    }
  }
  for (const schedule of schedules) plan(schedule, 0)
  return async () => {
    stopped = true
    for (const timer of timers.values()) clearTimeout(timer)
    await Promise.all(running)
  }
}

function scheduledEvent(name: string, id: string, now: number): object {
  return {
    version: "0",
    id,
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: "000000000000",
    time: `${new Date(now).toISOString().slice(0, 19)}Z`,
    region: "local",
    resources: [`arn:aws:events:local:000000000000:rule/${name}`],
    detail: {},
  }
}
