import { dirname, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { HELP, parseOptions } from "./arguments.ts"
import { lockDataFolder, openDataFolder, resetDataFolder, StartError } from "./data-folder.ts"
import { portTaken } from "./free-port.ts"
import { Stack } from "./stack.ts"

/** npm passes Ctrl-C on to a process that the terminal has told already, so one key press arrives twice. */
const SAME_KEY_PRESS_MS = 400

/** `npm start`: brings Paca up on this machine and keeps it up until Ctrl-C. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(HELP)
    return
  }
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
  const dataDir = resolve(options.dataDir ?? `${root}/.paca`)
  if (options.reset) resetDataFolder(dataDir)
  openDataFolder(dataDir)
  const address = `http://localhost:${options.port}`
  const unlock = lockDataFolder(dataDir, address)
  process.on("exit", unlock)
  await requirePort(options.port)

  const stack = new Stack({ dataDir, port: options.port, address, empty: options.empty, watch: options.watch })
  let askedAt = 0
  const stop = (): void => {
    if (askedAt > 0) {
      if (performance.now() - askedAt < SAME_KEY_PRESS_MS) return
      stack.kill()
      process.exit(1)
    }
    askedAt = performance.now()
    process.stdout.write("\nStopping …\n")
    // Whatever hangs, the terminal is free again after five seconds.
    setTimeout(() => {
      stack.kill()
      process.exit(1)
    }, 5_000).unref()
    stack.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop)
  process.stdout.on("error", () => {}) // a terminal that was closed must not end what runs
  process.on("uncaughtException", (error) => {
    process.stderr.write(`${error.stack}\n`)
    stack.kill()
    process.exit(1)
  })
  try {
    await stack.start()
  } catch (error) {
    if (askedAt > 0) return // stopped while starting: the failure is our own doing
    await stack.stop()
    throw error
  }
}

/** Browsers, and `fetch` with them, refuse the ports of some old protocols: https://fetch.spec.whatwg.org/#port-blocking */
async function isBlocked(port: number): Promise<boolean> {
  const failure = await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(1_000) }).catch(
    (error) => error,
  )
  return failure instanceof Error && failure.cause instanceof Error && failure.cause.message === "bad port"
}

async function requirePort(port: number): Promise<void> {
  if (await isBlocked(port)) throw new StartError(`Browsers refuse to open port ${port}. Try: npm start -- --port 3000`)
  if (!(await portTaken(port))) return
  for (let other = port + 1; other < port + 100 && other < 65_536; other++) {
    if (await portTaken(other)) continue
    throw new StartError(`Port ${port} is in use. Try: npm start -- --port ${other}`)
  }
  throw new StartError(`Port ${port} is in use. Choose another one with --port.`)
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${message}\n`)
  // The sentence is for the person; the stack is for whoever has to look into what nobody expected.
  if (process.env.DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
