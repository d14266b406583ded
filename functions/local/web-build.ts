import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { StartError } from "./data-folder.ts"

const ROOT = fileURLToPath(new URL("../../", import.meta.url))
const WEB = join(ROOT, "web")
const LOCK = join(ROOT, "node_modules", ".cache", "paca-web-build.lock")
const BUILT = join(WEB, "dist", "server", "server.js")
/** The build reads these: all of `web` but what is built, and the libraries. */
const SOURCES = [WEB, join(ROOT, "package-lock.json")]
const OUTPUT = [join(WEB, "dist"), join(WEB, ".output")]

/** True when the browser app was never built, or its sources are newer than the build. */
export function webBuildIsStale(): boolean {
  if (!existsSync(BUILT)) return true
  return newestSource() > statSync(BUILT).mtimeMs
}

/** When the newest of what the build reads was changed. Milliseconds since the epoch. */
export function newestSource(): number {
  return Math.max(...SOURCES.map(newest))
}

function newest(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found || OUTPUT.includes(path)) return 0
  if (!found.isDirectory()) return path.endsWith(".gen.ts") || /\.test\.tsx?$/.test(path) ? 0 : found.mtimeMs
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/**
 * Builds the browser app if it is stale. Two that start at once (a test beside `npm start`) share the folder of the
 * build, so the second waits for the first and uses its result. `signal` stops the build.
 */
export async function buildWeb(signal: AbortSignal): Promise<void> {
  mkdirSync(dirname(LOCK), { recursive: true })
  while (!takeLock()) await sleep(200, undefined, { signal })
  try {
    if (webBuildIsStale()) await runBuild(signal)
  } finally {
    rmSync(LOCK, { force: true })
  }
}

function takeLock(): boolean {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: "wx" })
    return true
  } catch {
    const pid = Number(readOrEmpty(LOCK))
    // Whoever was killed in the middle of a build cannot give its lock back.
    if (pid > 0 && !isAlive(pid)) rmSync(LOCK, { force: true })
    return false
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return ""
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

function runBuild(signal: AbortSignal): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin", "vite.js")
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, "build"], {
      cwd: WEB,
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    })
    let output = ""
    const keep = (chunk: Buffer) => {
      output = (output + chunk).slice(-8_000)
    }
    child.stdout.on("data", keep)
    child.stderr.on("data", keep)
    child.once("error", reject)
    child.once("close", (code) => {
      if (code === 0) resolve()
      else
        reject(
          new StartError(`The browser app could not be built:\n${output.trim().split("\n").slice(-25).join("\n")}`),
        )
    })
  })
}
