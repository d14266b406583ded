import { setTimeout as sleep } from "node:timers/promises"

/** Lambda retries an event it was handed asynchronously after one minute and after two more; a person waits here. */
const DELAYS_MS = [1_000, 5_000]

/** Handles an S3 event as Lambda does: tried again twice when it fails, then given up with a line in the log. */
export async function retryJob(
  run: () => Promise<unknown>,
  log: (line: Record<string, unknown>) => void,
  delaysMs: number[] = DELAYS_MS,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await run()
      return
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      const delay = delaysMs[attempt]
      log({ level: "error", attempt: attempt + 1, gives_up: delay === undefined, error: message })
      if (delay === undefined) return
      await sleep(delay)
    }
  }
}
