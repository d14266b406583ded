import { fileURLToPath } from "node:url"
import { createServer } from "vite"
import * as z from "zod"

/** The browser app from its sources, behind the gateway: Vite renders pages and tells browsers what has changed. */
const settings = z.object({ PORT: z.coerce.number().int(), APP_URL: z.url() }).parse(process.env)

const app = new URL(settings.APP_URL)
const server = await createServer({
  configFile: fileURLToPath(new URL("../../../web/vite.config.ts", import.meta.url)),
  clearScreen: false,
  server: {
    host: "127.0.0.1",
    port: settings.PORT,
    strictPort: true,
    allowedHosts: [app.hostname],
    // Browsers know the gateway only.
    hmr: { path: "/@vite/live", clientPort: Number(app.port) || undefined },
  },
})
await server.listen()
process.send?.({ type: "ready" })
process.on("SIGTERM", () => {
  server.close().finally(() => process.exit(0))
  setTimeout(() => process.exit(0), 1_000).unref()
})
