import { watch as watchFolder } from "node:fs"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { type BuildFailure, context, formatMessages, type Metafile, type Plugin } from "esbuild"
import type { Programs } from "./manifest.ts"

const ROOT = fileURLToPath(new URL("../../../", import.meta.url))
const FOLDERS = ["functions", "mcp"]
/** An editor writes a file in more than one step. Milliseconds. */
const SETTLE = 15

const ENTRIES = [
  "functions/api/handler.ts",
  "functions/auth/handler.ts",
  "functions/jobs/handler.ts",
  "functions/realtime/main.ts",
  "mcp/http.ts",
]

/** Builds whose files are kept: what runs may still load a part of an earlier one. */
const BUILDS_KEPT = 20

export type WatchOptions = {
  /** Nobody else's on this machine; the folder of the builds is called by it. */
  name: string
  /** Told when programs have changed: those that did, and when the first change was seen (`performance.now()`). */
  onChange: (changed: string[], since: number) => void
  /** Told what is wrong and where, ready for a terminal. */
  onError: (text: string) => void
  /** Told when a file has changed of which nothing here is built. */
  onOther: (file: string) => void
}

export type Watched = {
  /** A file that holds `Programs` as they are now. */
  manifest: string
  stop: () => Promise<void>
}

/**
 * Builds the programs and builds them again whenever a source changes. Only our own code is in them: packages are
 * imported as ever, so that a process that has them loaded takes a new build in milliseconds. A name carries the hash of
 * its content, so what did not change is not loaded again.
 */
export async function watchPrograms(options: WatchOptions): Promise<Watched> {
  // Below `node_modules`, from where imports of packages find them.
  const folder = join(ROOT, "node_modules/.cache", `paca-watch-${options.name}`)
  const manifest = join(folder, "programs.json")
  // One that was killed has left its builds behind.
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, "package.json"), '{"type":"module"}')
  const builder = await context({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    entryNames: "[dir]/[name]-[hash]",
    outbase: ROOT,
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    target: "node24",
    format: "esm",
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    plugins: [ownPlace],
  })
  const kept: string[][] = []
  const rebuild = async (): Promise<Programs> => {
    const { metafile } = await builder.rebuild()
    kept.push(Object.keys(metafile.outputs))
    const old = kept.length > BUILDS_KEPT ? (kept.shift() ?? []) : []
    const needed = new Set(kept.flat())
    for (const file of old) if (!needed.has(file)) await rm(join(ROOT, file), { force: true })
    return programsOf(metafile)
  }
  let programs = await rebuild()
  await writeFile(manifest, JSON.stringify(programs))

  const build = async (since: number): Promise<void> => {
    const text = await rebuild().then(async (built) => {
      const changed = ENTRIES.filter((entry) => built[entry] !== programs[entry])
      programs = built
      await writeFile(manifest, JSON.stringify(programs))
      options.onChange(changed, since)
    }, explain)
    if (text) options.onError(text)
  }
  const watchers = watchSources(build, options.onOther)
  return {
    manifest,
    stop: async () => {
      for (const watcher of watchers) watcher.close()
      await builder.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Calls `build` after changes, one at a time; those that come meanwhile make one more. */
function watchSources(build: (since: number) => Promise<void>, onOther: (file: string) => void) {
  let since: number | undefined
  let building = false
  const settle = async () => {
    if (building) return
    building = true
    while (since !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, SETTLE))
      const first = since
      since = undefined
      await build(first)
    }
    building = false
  }
  return FOLDERS.map((folder) =>
    watchFolder(join(ROOT, folder), { recursive: true }, (_kind, name) => {
      const file = `${folder}/${name ?? ""}`.replaceAll("\\", "/")
      if (!/\.(ts|json)$/.test(file) || /\.test\.ts$|\/testing\//.test(file)) return
      if (file.startsWith("functions/local/")) onOther(file)
      since ??= performance.now()
      void settle()
    }),
  )
}

function programsOf({ outputs }: Metafile): Programs {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([file, { entryPoint }]) => (entryPoint ? [[entryPoint, join(ROOT, file)]] : [])),
  )
}

async function explain(error: unknown): Promise<string> {
  const isFailure = (thrown: unknown): thrown is BuildFailure => thrown instanceof Error && "errors" in thrown
  if (!isFailure(error)) return String(error)
  const messages = await formatMessages(error.errors, { kind: "error", color: process.stdout.isTTY === true })
  return messages.join("").trim()
}

/** A file that looks for others beside itself finds them where its source is. */
const ownPlace: Plugin = {
  name: "own-place",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (relative(ROOT, path).startsWith("..") || path.includes("node_modules")) return undefined
      const source = await readFile(path, "utf8")
      const contents = source.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
      return { contents, loader: "ts" }
    }),
}
