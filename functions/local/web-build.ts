import { spawn } from "node:child_process"
import { existsSync, readdirSync, statSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { StartError } from "./data-folder.ts"

const ROOT = fileURLToPath(new URL("../../", import.meta.url))
const WEB = join(ROOT, "web")
const BUILT = join(WEB, "dist", "server", "server.js")
/** The build reads these, and the API's description for its types. */
const SOURCES = [join(WEB, "src"), join(WEB, "public"), join(WEB, "vite.config.ts"), join(ROOT, "package-lock.json")]

/** True when the browser app was never built, or its sources are newer than the build. */
export function webBuildIsStale(): boolean {
  if (!existsSync(BUILT)) return true
  const built = statSync(BUILT).mtimeMs
  return SOURCES.some((source) => newest(source) > built)
}

function newest(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return 0
  if (!found.isDirectory()) return path.endsWith(".gen.ts") || /\.test\.tsx?$/.test(path) ? 0 : found.mtimeMs
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Builds the browser app. `signal` stops the build. */
export function buildWeb(signal: AbortSignal): Promise<void> {
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
