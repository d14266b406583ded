import { freePort } from "../free-port.ts"
import { startGateway } from "../gateway/gateway.ts"
import { Lambda } from "../gateway/lambda.ts"

/**
 * The API, sign-in and MCP behind one origin on a free port, invoked with the events the cloud sends. Call it after
 * `freshDatabase()`; it sets `APP_URL` and `PACA_API_URL`.
 */
export async function startFunctions(): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  Object.assign(process.env, { APP_URL: url, PACA_API_URL: url })
  const load = (path: string) => async () => (await import(new URL(path, import.meta.url).href)).handler
  const log = (line: Record<string, unknown>) => process.stderr.write(`${JSON.stringify(line)}\n`)
  const lambda = (name: string, path: string) => new Lambda({ name, load: load(path), timeoutMs: 30_000, log })
  const nowhere = new URL("http://127.0.0.1:9")
  const { stop } = await startGateway({
    port,
    origin: new URL(url),
    functions: {
      api: lambda("api", "../../api/handler.ts"),
      auth: lambda("auth", "../../auth/handler.ts"),
      mcp: lambda("mcp", "../../../mcp/http.ts"),
    },
    realtime: nowhere,
    web: nowhere,
    mail: nowhere,
    clientFolder: "/nonexistent",
  })
  return { url, stop }
}
