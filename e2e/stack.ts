import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const START = fileURLToPath(new URL("../functions/local/start.ts", import.meta.url))

/** A start takes this long at most, the browser app's build included. Milliseconds. */
const START_LIMIT = 180_000

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  if (!address || typeof address !== "object") throw new Error("No port was given.")
  return address.port
}

export type RunningStack = {
  origin: string
  dataDir: string
  pid: number
  /** From the command to its "ready" line, in seconds. */
  seconds: number
  /** What it printed. */
  output: () => string
  /** Ends it as Ctrl-C does. The data stays. */
  stop: () => Promise<void>
}

/** A new, empty data folder. */
export const newDataDir = () => join(mkdtempSync(join(tmpdir(), "paca-e2e-")), "data")

/** Runs what `npm start` runs, until it says that it is ready. */
export async function startStack(options: {
  dataDir: string
  port: number
  arguments?: string[]
  environment?: Record<string, string>
}): Promise<RunningStack> {
  const begun = performance.now()
  const child = spawn(
    process.execPath,
    [
      "--max-semi-space-size=2",
      START,
      "--port",
      String(options.port),
      "--data-dir",
      options.dataDir,
      ...(options.arguments ?? []),
    ],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...options.environment },
    },
  )
  let output = ""
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Paca was not ready after ${START_LIMIT / 1000} s:\n${output}`)),
      START_LIMIT,
    )
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (!output.includes("Paca is ready")) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    child.once("exit", (code) => {
      clearTimeout(timer)
      reject(new Error(`Paca ended with ${code}:\n${output}`))
    })
  })
  ready.catch(() => child.kill("SIGKILL"))
  await ready
  return {
    origin: `http://localhost:${options.port}`,
    dataDir: options.dataDir,
    pid: child.pid ?? 0,
    seconds: (performance.now() - begun) / 1000,
    output: () => output,
    stop: () => end(child),
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, "exit")
  child.kill("SIGTERM")
  await ended
}

/** Deletes a data folder made by `newDataDir`. */
export const deleteDataDir = (dataDir: string) => rmSync(join(dataDir, ".."), { recursive: true, force: true })
