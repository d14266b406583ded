import { closeDatabase } from "../core/database.ts"
import { readConfiguration } from "./config.ts"
import { createLauncher } from "./launchers/launcher.ts"
import { startRealtime } from "./server.ts"

const configuration = readConfiguration(process.env)
const realtime = await startRealtime(configuration, await createLauncher(configuration))
console.log(JSON.stringify({ message: "realtime is ready", port: realtime.port }))
process.send?.({ type: "ready" })

/** Ends all of it; the process may go on. */
export async function stop(): Promise<void> {
  for (const signal of signals) process.off(signal, leave)
  await realtime.stop()
  await closeDatabase()
}

const signals = ["SIGTERM", "SIGINT"] as const
let stopping = false
function leave(): void {
  if (stopping) return
  stopping = true
  stop().then(() => process.exit(0))
}
for (const signal of signals) process.on(signal, leave)
