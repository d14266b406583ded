import { pathToFileURL } from "node:url"
import * as z from "zod"
import { readPrograms } from "./manifest.ts"

/**
 * Live updates while their sources are watched. The process stays, with the packages it has loaded, and takes each new
 * build in place of the one before: starting a process takes several times as long.
 */
const { PROGRAMS } = z.object({ PROGRAMS: z.string() }).parse(process.env)
const Program = z.object({ stop: z.custom<() => Promise<void>>((value) => typeof value === "function") })
const Message = z.object({ type: z.literal("reload"), since: z.number() })

let running: z.infer<typeof Program> | undefined

async function start(): Promise<void> {
  const built = (await readPrograms(PROGRAMS))["functions/realtime/main.ts"] ?? ""
  running = Program.parse(await import(pathToFileURL(built).href))
}

async function reload(since: number): Promise<void> {
  try {
    // The port is the same, so the one of before has to leave it first.
    await running?.stop()
    running = undefined
    await start()
    process.send?.({ type: "reloaded", since })
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.send?.({ type: "reload-failed", message })
  }
}

await start()
let work = Promise.resolve()
process.on("message", (message) => {
  const parsed = Message.safeParse(message)
  if (parsed.success) work = work.then(() => reload(parsed.data.since))
})
