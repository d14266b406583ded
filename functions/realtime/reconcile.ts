import { setTimeout as sleep } from "node:timers/promises"
import type { Redis } from "ioredis"
import { containers, lose } from "../core/conversation/lost.ts"
import { execute } from "../core/operation.ts"
import { type Launcher, LOST_BATCH } from "./launchers/launcher.ts"

/** Milliseconds between two rounds. A container that dies is noticed within this time and its settling. */
const EVERY = 20_000
/** Batches of one round; the next one goes on where it ended. */
const BATCHES = 50
/** Which of several realtime processes takes this round. */
const TURN = "paca:agent:reconcile"

const system = { kind: "system", name: "Dispatcher" } as const

/**
 * Looks after containers that ended without a word, which would otherwise be noticed by their silence only. The
 * database decides what follows (`lose`), so it does no harm when two processes look at once.
 */
export function reconcile(
  redis: Redis,
  consumer: string,
  launcher: Launcher,
  signal: AbortSignal,
  every = EVERY,
): { done: Promise<void> } {
  const done = (async () => {
    let after: string | undefined
    while (!signal.aborted) {
      await sleep(every, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      try {
        if (!(await redis.set(TURN, consumer, "PX", Math.ceil(every * 0.75), "NX"))) continue
        after = await reconcileOnce(launcher, after)
      } catch (error) {
        if (!signal.aborted) console.error(JSON.stringify({ message: "reconciling failed", error: String(error) }))
      }
    }
  })()
  return { done }
}

/** One bounded round. Answers where the next one begins, or undefined when it has seen all. */
export async function reconcileOnce(launcher: Launcher, after?: string): Promise<string | undefined> {
  for (let batch = 0; batch < BATCHES; batch++) {
    const page = await execute(containers, system, { after, limit: LOST_BATCH })
    const lost = await launcher.lost(page.map(({ container_ref }) => container_ref))
    for (const { id, launched_at, container_ref } of page) {
      const loss = lost.get(container_ref)
      if (!loss) continue
      const outcome = await execute(lose, system, { id, launched_at, loss })
      if (outcome)
        console.error(JSON.stringify({ message: "a container was lost", conversation: id, ...loss, outcome }))
    }
    if (page.length < LOST_BATCH) return undefined
    after = page.at(-1)?.id
  }
  return after
}
