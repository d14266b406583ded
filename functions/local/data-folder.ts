import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as z from "zod"

/** A mistake of the person at the terminal: shown as this one sentence, without a stack. */
export class StartError extends Error {}

const Lock = z.object({ pid: z.number().int().positive(), address: z.string() })
const MARKER = "paca-data.txt"

/** Makes sure the folder is ours to fill: new, empty, or one Paca made before. */
export function openDataFolder(folder: string): void {
  if (existsSync(folder) && !isDataFolder(folder) && readdirSync(folder).length > 0)
    throw new StartError(`${folder} is not empty and not a Paca data folder. Choose another one with --data-dir.`)
  mkdirSync(folder, { recursive: true })
  // PostgreSQL runs as another user when we are root and must be able to pass through; everything else stays private.
  chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
  writeFileSync(join(folder, MARKER), "Data of Paca on this machine. Delete it with `npm start -- --reset`.\n", {
    mode: 0o600,
  })
}

function isDataFolder(folder: string): boolean {
  return existsSync(join(folder, MARKER))
}

/** Deletes a data folder, and nothing that is not one. */
export function resetDataFolder(folder: string): void {
  if (!existsSync(folder)) return
  if (!isDataFolder(folder)) throw new StartError(`${folder} is not a Paca data folder, so --reset leaves it alone.`)
  const owner = runningOwner(folder)
  if (owner)
    throw new StartError(`Paca is running on this data (pid ${owner.pid}, ${owner.address}). Stop it before --reset.`)
  rmSync(folder, { recursive: true, force: true })
}

/** Claims the folder for this process; answers how to give it back. */
export function lockDataFolder(folder: string, address: string): () => void {
  const file = join(folder, "paca.lock")
  const owner = runningOwner(folder)
  if (owner)
    throw new StartError(
      `Paca already runs on this data: pid ${owner.pid}, ${owner.address}. Stop it, or choose another --data-dir.`,
    )
  rmSync(file, { force: true })
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, address }), { flag: "wx", mode: 0o600 })
  } catch {
    throw new StartError("Another Paca is starting on this data right now.")
  }
  return () => rmSync(file, { force: true })
}

function runningOwner(folder: string): z.infer<typeof Lock> | undefined {
  const file = join(folder, "paca.lock")
  if (!existsSync(file)) return undefined
  const parsed = Lock.safeParse(parseJson(readFileSync(file, "utf8")))
  return parsed.success && parsed.data.pid !== process.pid && isSupervisor(parsed.data.pid) ? parsed.data : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** After a crash the pid in the lock may belong to another program by now. */
function isSupervisor(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("local/start.ts")
  } catch {
    return true
  }
}
