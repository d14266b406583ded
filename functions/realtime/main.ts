import { closeDatabase } from "../core/database.ts"
import { readConfiguration } from "./config.ts"
import { createLauncher } from "./launchers/launcher.ts"
import { startRealtime } from "./server.ts"

const configuration = readConfiguration(process.env)
const realtime = await startRealtime(configuration, await createLauncher(configuration))
console.log(JSON.stringify({ message: "realtime is ready", port: realtime.port }))
process.send?.({ type: "ready" })

let stopping = false
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    realtime
      .stop()
      .then(closeDatabase)
      .then(() => process.exit(0))
  })
}
