import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type BuildOptions, build } from "esbuild"
import { quantile, report } from "./report.ts"

const ROOT = fileURLToPath(new URL("../..", import.meta.url))

const ENTRY = "functions/api/handler.ts"

/** How SST bundles a function: minified, with what is loaded on demand in files of its own. */
const asDeployed: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node24",
  mainFields: ["module", "main"],
  outExtension: { ".js": ".mjs" },
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
}

const emptyHandler = `
  import { Hono } from "hono"
  import { handle } from "hono/aws-lambda"
  const app = new Hono()
  app.get("/", (context) => context.text("hello"))
  export const handler = handle(app)`

/** Bytes of the files that loading the entry loads, and of all of them. */
async function buildApi(outdir: string): Promise<{ initial: number; total: number }> {
  const { metafile } = await build({
    ...asDeployed,
    entryPoints: { api: ENTRY },
    outdir,
    metafile: true,
  })
  const loaded = new Set<string>()
  const load = (file: string) => {
    const output = metafile.outputs[file]
    if (!output || loaded.has(file)) return
    loaded.add(file)
    for (const { path, kind } of output.imports) if (kind === "import-statement") load(path)
  }
  // What is loaded on demand is an entry of its own to the bundler.
  for (const [file, output] of Object.entries(metafile.outputs)) if (output.entryPoint === ENTRY) load(file)
  const bytes = (files: Iterable<string>) =>
    [...files].reduce((sum, file) => sum + (metafile.outputs[file]?.bytes ?? 0), 0)
  return { initial: bytes(loaded), total: bytes(Object.keys(metafile.outputs)) }
}

/** A fresh process that loads a handler: how long it ran, and how long the import alone took. Milliseconds. */
function coldStart(file: string): { whole: number; load: number } {
  const program = `const begun = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - begun); process.exit(0)`
  const begun = performance.now()
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    env: {},
    encoding: "utf8",
  })
  return { whole: performance.now() - begun, load: Number(printed) }
}

/** What the API's Lambda has to load before its first answer. */
export async function benchBundle(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "paca-bundle-"))
  try {
    const { initial, total } = await buildApi(folder)
    await build({
      ...asDeployed,
      stdin: { contents: emptyHandler, resolveDir: ROOT },
      outfile: join(folder, "empty.mjs"),
      splitting: false,
    })
    report({
      name: "the API's bundle, as loaded at its start",
      value: initial / 1000,
      unit: "kB minified",
      limit: 900,
      detail: `${(total / 1000).toFixed(0)} kB with what is loaded on demand`,
    })
    const runs = Array.from({ length: 12 }, () => ({
      floor: coldStart(join(folder, "empty.mjs")),
      work: coldStart(join(folder, "api.mjs")),
    })).slice(2)
    const median = (pick: (run: (typeof runs)[number]) => number) => quantile(runs.map(pick), 0.5)
    const [floor, work] = [median((run) => run.floor.whole), median((run) => run.work.whole)]
    report({
      name: "a fresh process that loads it, over an empty Hono handler's",
      value: work / floor,
      unit: "x",
      limit: 3,
      detail: `${work.toFixed(0)} ms over ${floor.toFixed(0)} ms; the import alone ${median((run) => run.work.load).toFixed(0)} ms over ${median((run) => run.floor.load).toFixed(1)} ms`,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
