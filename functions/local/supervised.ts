import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, createWriteStream, existsSync, openSync, readSync, statSync, truncateSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** Reading and stripping TypeScript leaves garbage behind; a small young generation keeps V8 from growing around it (291 MB to 121 MB for the API). */
const SMALL_HEAP = ["--max-semi-space-size=4"]

export interface SupervisedOptions {
  name: string
  /** The program, a TypeScript file. */
  file: string
  env: Record<string, string | undefined>
  /** Everything it prints is appended here; what it prints as an error also goes to `onError`. */
  logFile: string
  onError: (line: string) => void
  onMessage?: (message: unknown) => void
  /** Told when it ended by itself and will be started again. */
  onRestart: (reason: string, delayMs: number) => void
  onStart?: () => void
}

const PRELOAD = fileURLToPath(new URL("exit-with-parent.ts", import.meta.url))
const LONGEST_DELAY_MS = 5_000
/** One that ran this long was healthy: the next failure starts counting afresh. */
const HEALTHY_MS = 20_000
const MAX_LOG_BYTES = 10 << 20

/** A process that is started again whenever it ends, until it is stopped. */
export class Supervised {
  readonly #options: SupervisedOptions
  #child: ChildProcess | undefined
  #stopping = false
  #delay = 200
  #timer: NodeJS.Timeout | undefined

  constructor(options: SupervisedOptions) {
    this.#options = options
    if (existsSync(options.logFile) && statSync(options.logFile).size > MAX_LOG_BYTES) truncateSync(options.logFile)
    this.#start()
  }

  get name(): string {
    return this.#options.name
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  send(message: object): boolean {
    return this.#child?.connected === true && this.#child.send(message)
  }

  #start(): void {
    const { file, env, logFile } = this.#options
    // Detached, so Ctrl-C in the terminal reaches the supervisor only, and the whole group can be ended.
    const child = spawn(process.execPath, [...SMALL_HEAP, "--import", PRELOAD, file], {
      env,
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    })
    this.#child = child
    const startedAt = Date.now()
    const log = createWriteStream(logFile, { flags: "a", mode: 0o600 })
    log.on("error", () => {})
    child.stdout?.pipe(log, { end: false })
    child.stderr?.pipe(log, { end: false })
    eachLine(child, this.#options.onError)
    child.on("message", (message) => this.#options.onMessage?.(message))
    child.on("error", () => {}) // "exit" or "close" follows
    child.once("close", (code, signal) => {
      log.end()
      if (this.#stopping) return
      if (Date.now() - startedAt > HEALTHY_MS) this.#delay = 200
      this.#options.onRestart(signal ?? `exit code ${code}`, this.#delay)
      this.#timer = setTimeout(() => this.#start(), this.#delay)
      this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY_MS)
    })
    this.#options.onStart?.()
  }

  /** Asks the process to end, and ends it with all it started after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#timer)
    const child = this.#child
    if (!child?.pid) return
    if (child.exitCode === null && child.signalCode === null) {
      const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()))
      this.#signal("SIGTERM")
      const late = setTimeout(() => this.#signal("SIGKILL"), patienceMs)
      await exited
      clearTimeout(late)
    }
    this.#signal("SIGKILL") // whatever it started and left running
  }

  kill(): void {
    this.#stopping = true
    clearTimeout(this.#timer)
    this.#signal("SIGKILL")
  }

  #signal(signal: "SIGTERM" | "SIGKILL"): void {
    const pid = this.#child?.pid
    if (!pid) return
    try {
      if (process.platform === "win32") this.#child?.kill(signal)
      else process.kill(-pid, signal)
    } catch {
      // gone already
    }
  }
}

function eachLine(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = ""
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) if (line.trim() !== "") onLine(line)
  })
}

/** The end of a log file, for the line that tells why a process does not start. */
export function tailOf(file: string, bytes = 2_000): string {
  if (!existsSync(file)) return ""
  const size = statSync(file).size
  const buffer = Buffer.alloc(Math.min(bytes, size))
  const descriptor = openSync(file, "r")
  readSync(descriptor, buffer, 0, buffer.length, size - buffer.length)
  closeSync(descriptor)
  return buffer.toString("utf8")
}
