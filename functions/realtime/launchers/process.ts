import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import type { Configuration } from "../config.ts"
import { containerEnvironment, type Launcher } from "./launcher.ts"

const ENTRY = fileURLToPath(new URL("../../agent/main.ts", import.meta.url))
const KILL_AFTER = 5_000
/** A process that has reported its end needs this long at most to exit. Milliseconds. */
const LEAVE_LIMIT = 10_000

/** Endings that are kept for whoever asks. */
const ENDINGS_KEPT = 100

/** Also of a process that an earlier run of this one started, and that outlived it. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

const gone = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
}

/** One child process per conversation, for one machine. It inherits no secret: only what a container would get. */
export function processLauncher(configuration: Configuration): Launcher {
  const children = new Map<string, ChildProcess>()
  /** How the newest ended ones ended, by process id. */
  const endings = new Map<string, string>()
  const end = async (child: ChildProcess) => {
    child.kill("SIGTERM")
    const timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER)
    await gone(child)
    clearTimeout(timer)
  }
  return {
    start: async (launch) => {
      // A claimed launch means that no container works on it: one that is still here is saying goodbye.
      const leaving = children.get(launch.id)
      if (leaving) await Promise.race([gone(leaving), sleep(LEAVE_LIMIT, undefined, { ref: false })])
      const { PATH, NODE_EXTRA_CA_CERTS, PACA_ALLOW_LOCAL_URLS } = process.env
      const kept = Object.fromEntries(
        Object.entries({ PATH, NODE_EXTRA_CA_CERTS, PACA_ALLOW_LOCAL_URLS }).filter(([, value]) => value !== undefined),
      )
      const child = spawn(process.execPath, ["--max-old-space-size=256", "--max-semi-space-size=2", ENTRY], {
        env: { ...kept, ...containerEnvironment(configuration, launch) },
        stdio: ["ignore", "inherit", "inherit"],
      })
      children.set(launch.id, child)
      child.once("exit", (code, signal) => {
        if (children.get(launch.id) === child) children.delete(launch.id)
        endings.set(String(child.pid), signal ?? `exit code ${code}`)
        for (const oldest of [...endings.keys()].slice(0, -ENDINGS_KEPT)) endings.delete(oldest)
      })
      await once(child, "spawn")
      return String(child.pid)
    },
    stop: async (conversationId) => {
      const child = children.get(conversationId)
      if (child) await end(child)
    },
    lost: async (refs) =>
      new Map(
        refs
          .filter((ref) => !isAlive(Number(ref)))
          .map((ref) => [ref, { cause: "exited" as const, hint: endings.get(ref) }]),
      ),
    close: async () => {
      await Promise.all([...children.values()].map(end))
    },
  }
}
