import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as z from "zod"
import { type Account, startAwsStub } from "./aws-stub.ts"

const checkout = fileURLToPath(new URL("../..", import.meta.url))
const require = createRequire(import.meta.url)
const installLimit = 120_000
const diffLimit = 120_000

const Resource = z.object({
  type: z.string(),
  name: z.string(),
  parent: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  /** Its URN and id; empty for the default one, in the region of the deployment. */
  provider: z.string(),
  retainOnDelete: z.boolean(),
})
const Graph = z.object({
  resources: z.array(Resource),
  /** Function name -> "path/to/file.export", as SST was asked to bundle it. */
  handlers: z.record(z.string(), z.string()),
  /** Function name -> its bundle, and "file.export" within it. */
  bundles: z.record(z.string(), z.object({ folder: z.string(), handler: z.string() })),
})

export type Resource = z.infer<typeof Resource>
export type Graph = z.infer<typeof Graph>

interface DryRunOptions {
  stage?: string
  /** Whether SST bundles the functions' code; else empty files take its place. */
  bundle?: boolean
  /** What the operator has set, beside the keys of the providers. */
  environment?: Record<string, string>
  /** What is in the AWS account already. */
  account?: Partial<Account>
  /** Whether Docker runs. */
  docker?: boolean
}

/**
 * Runs the real `sst diff` on `sst.config.ts` and gives the resources it would create.
 *
 * Two things stand in for what cannot run here: a local server for the two AWS services SST itself asks (SSM, S3),
 * and a program in the place of the pulumi binary, which runs SST's bundle under Pulumi's own mocks. Nothing leaves
 * the machine, except that SST installs its platform from the npm registry the first time.
 */
export async function dryRun({
  stage = "test",
  bundle = false,
  environment = {},
  account = {},
  docker = true,
}: DryRunOptions = {}): Promise<Graph> {
  await installPlatform()
  const root = await mkdtemp(join(checkout, ".sst/dry-run-"))
  const graphFile = join(root, "graph.json")
  const aws = await startAwsStub({ app: "paca", stage, account: { zones: [], distributions: [], ...account } })
  try {
    await fillRoot(root)
    await writeProgram(join(root, "docker"), docker ? "echo 29.0.0" : "echo 'the daemon is not running' >&2; exit 1")
    await sst(["diff", "--stage", stage], root, diffLimit, {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "eu-central-1",
      AWS_EC2_METADATA_DISABLED: "true",
      PATH: `${root}:${dirname(process.execPath)}:${process.env.PATH}`,
      SST_PULUMI_PATH: await writePulumi(root),
      PACA_DRY_RUN_GRAPH: graphFile,
      PACA_DRY_RUN_BUNDLE: bundle ? "1" : "",
      PACA_MAIL_FROM: "paca@example.com",
      NEON_API_KEY: "test",
      UPSTASH_EMAIL: "operator@example.com",
      UPSTASH_API_KEY: "test",
      PACA_OIDC_PROVIDERS: '[{"id":"corp","client_secret":"of the operator"}]',
      ...environment,
    })
    return Graph.parse(JSON.parse(await readFile(graphFile, "utf8")))
  } finally {
    await aws.close()
    await rm(root, { recursive: true, force: true })
  }
}

/** Installs SST's platform and providers into `.sst` of the checkout, once per version and configuration. */
export async function installPlatform(): Promise<void> {
  const done = join(checkout, ".sst", "installed-for-dry-run")
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(checkout, "node_modules/sst/package.json"), "utf8")))
  const wanted = `${version}\n${await readFile(join(checkout, "sst.config.ts"), "utf8")}`
  const installed = await readFile(done, "utf8").catch(() => "")
  if (installed === wanted && existsSync(join(checkout, ".sst/platform/node_modules"))) return
  try {
    await sst(["install", "--stage", "test"], checkout, installLimit, {})
  } catch (cause) {
    const hint = `SST's platform could not be installed within ${installLimit / 1000} s. It comes from the npm registry`
    throw new Error(`${hint}: is the registry within reach?`, { cause })
  }
  await writeFile(done, wanted)
}

/** A project that looks like the checkout and takes what SST writes beside its configuration. */
async function fillRoot(root: string) {
  await mkdir(join(root, "web/.output/server"), { recursive: true })
  await mkdir(join(root, "web/.output/public/assets"), { recursive: true })
  await copyFile(join(checkout, "sst.config.ts"), join(root, "sst.config.ts"))
  await writeFile(join(root, "package.json"), JSON.stringify({ name: "paca", type: "module" }))
  for (const folder of ["stacks", "functions", "mcp", ".sst"]) await symlink(join(checkout, folder), join(root, folder))
  // What `npm run build:lambda` leaves behind; the build itself is tested where the app is.
  const nitro = { preset: "aws-lambda", config: { awsLambda: { streaming: true } } }
  await writeFile(join(root, "web/.output/nitro.json"), JSON.stringify(nitro))
  await writeFile(join(root, "web/.output/server/index.mjs"), "export const handler = () => {}\n")
  await writeFile(join(root, "web/.output/public/assets/app.js"), "export {}\n")
}

/** SST wants a binary. */
async function writePulumi(root: string): Promise<string> {
  const standIn = fileURLToPath(new URL("./pulumi.ts", import.meta.url))
  return writeProgram(join(root, "pulumi"), `NODE_OPTIONS= exec '${process.execPath}' '${standIn}' "$@"`)
}

async function writeProgram(file: string, script: string): Promise<string> {
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
  return file
}

async function sst(args: string[], cwd: string, timeout: number, environment: Record<string, string>) {
  // The binary itself and not its wrapper, which would not hand a time-out on.
  const cli = createRequire(require.resolve("sst")).resolve(`sst-${process.platform}-${process.arch}/bin/sst`)
  const foreign = /^(AWS|SST|PULUMI|PACA|NEON|UPSTASH|NODE_OPTIONS)/
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name))
  try {
    await promisify(execFile)(cli, args, {
      cwd,
      timeout,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...Object.fromEntries(inherited),
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        SST_SKIP_DEPENDENCY_CHECK: "true",
        SST_TELEMETRY_DISABLED: "1",
        DO_NOT_TRACK: "1",
        SST_BUN_PATH: bun(),
        ...environment,
      },
    })
  } catch (cause) {
    const log = (name: string) => readFile(join(checkout, `.sst/log/${name}.log`), "utf8").catch(() => "")
    const said = (args[0] === "diff" && (await log("pulumi.err"))) || (await log("sst"))
    throw new Error(`sst ${args[0]} failed${timeoutNote(cause, timeout)}.\n${said.split("\n").slice(-40).join("\n")}`)
  }
}

function timeoutNote(cause: unknown, timeout: number): string {
  const { killed } = z.looseObject({ killed: z.boolean().default(false) }).parse(cause)
  return killed ? ` to end within ${timeout / 1000} s` : ""
}

/** The package "bun" moves its binary into itself when its install script runs; else it is in the platform's package. */
function bun(): string {
  const architecture = process.arch === "arm64" ? "aarch64" : process.arch
  const candidates = [`@oven/bun-${process.platform}-${architecture}/bin/bun`, "bun/bin/bun.exe"]
  for (const candidate of candidates) {
    try {
      return require.resolve(candidate)
    } catch {}
  }
  throw new Error(`None of ${candidates.join(", ")} is installed; SST needs one of them`)
}
