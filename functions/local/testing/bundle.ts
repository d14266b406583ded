import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const ROOT = fileURLToPath(new URL("../../../", import.meta.url))

export type Bundle = { folder: string; handler: string; remove: () => void }

/** How a function is packed: what `stacks/` says of it. */
export type Packing = {
  /** `path/to/file.export`, from the project's root. */
  handler: string
  splitting?: boolean
  injections?: string[]
  copyFiles?: { from: string; to: string }[]
}

/**
 * Packs a function as SST's Node builder does when it deploys: the options of `pkg/runtime/node/build.go`, and the
 * wrapper that its `sst.aws.Function` writes when lines are to run ahead of the handler.
 */
export async function bundleFunction({
  handler,
  splitting = false,
  injections = [],
  copyFiles = [],
}: Packing): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), "paca-lambda-"))
  const [path = "", exported = ""] = handler.split(".")
  const file = basename(path)
  await build({
    absWorkingDir: ROOT,
    entryPoints: [`${path}.ts`],
    platform: "node",
    external: ["sharp", "pg-native"],
    keepNames: true,
    bundle: true,
    format: "esm",
    target: "esnext",
    mainFields: ["module", "main"],
    minify: true,
    splitting,
    banner: {
      js: [
        `import { createRequire as topLevelCreateRequire } from 'module';`,
        `const require = topLevelCreateRequire(import.meta.url);`,
        `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"`,
        `const __filename = topLevelFileUrlToPath(import.meta.url)`,
        `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))`,
      ].join("\n"),
    },
    ...(splitting ? { outdir: folder, outExtension: { ".js": ".mjs" } } : { outfile: join(folder, `${file}.mjs`) }),
    logLevel: "error",
  })
  for (const { from, to } of copyFiles) cpSync(join(ROOT, from), join(folder, to), { recursive: true })
  const remove = () => rmSync(folder, { recursive: true, force: true })
  if (injections.length === 0) return { folder, handler: `${file}.${exported}`, remove }
  writeFileSync(
    join(folder, "server-index.mjs"),
    [
      "export const handler = async (event, context) => {",
      ...injections,
      `  const { ${exported}: rawHandler} = await import("./${file}.mjs");`,
      "  return rawHandler(event, context);",
      "};",
    ].join("\n"),
  )
  return { folder, handler: "server-index.handler", remove }
}
