import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { json } from "node:stream/consumers"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import * as z from "zod"
import { call, type NewResource, newResource } from "./mocks.ts"

/**
 * Stands where the SST CLI expects the pulumi binary: `preview --stack … --event-log … --config …`.
 *
 * It runs the program SST has bundled, with Pulumi's own mocks in place of the engine, and writes every resource the
 * program registers to the file named by PACA_DRY_RUN_GRAPH.
 */
const limit = 100_000
setTimeout(() => {
  console.error(`The program did not end within ${limit / 1000} s`)
  process.exit(1)
}, limit).unref()

const { values } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: {
    stack: { type: "string", default: "" },
    "event-log": { type: "string", default: "" },
    "non-interactive": { type: "boolean" },
    config: { type: "string", multiple: true, default: [] },
  },
})
const [, project = "", stage = ""] = values.stack.split("/")
const program = /^main: (.*)$/m.exec(readFileSync("Pulumi.yaml", "utf8"))?.[1] ?? ""
const graphFile = z.string().parse(process.env.PACA_DRY_RUN_GRAPH)
const work = dirname(graphFile)

const resources: unknown[] = []
const handlers: Record<string, string> = {}
const bundles: Record<string, { folder: string; handler: string }> = {}

const Build = z.object({ functionID: z.string(), handler: z.string(), bundle: z.string().nullish() })
const Built = z.object({ handler: z.string(), out: z.string(), errors: z.array(z.string()).nullish() })
const Call = z.object({ method: z.string(), params: z.array(z.unknown()) })
const Answer = z.looseObject({ result: z.unknown() })

/** In place of a bundle: a file where SST looks for one. */
function placeholder({ functionID, handler, bundle }: z.infer<typeof Build>) {
  if (bundle) return { handler, out: bundle, errors: [], sourcemaps: [] }
  const out = join(work, "bundles", functionID)
  const extension = /\.\w+$/
  const file = join(out, handler.replace(extension, ".mjs"))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, "export {}\n")
  return { handler, out, errors: [], sourcemaps: [] }
}

const realServer = z.string().parse(process.env.SST_SERVER)
async function ask(body: z.infer<typeof Call>) {
  const answer = await fetch(`${realServer}/rpc`, { method: "POST", body: JSON.stringify(body) })
  return Answer.parse(await answer.json())
}

/** SST's components ask the CLI for what they cannot do themselves; of that, bundling is done here unless it is wanted. */
const server = createServer(async (request, response) => {
  const body = Call.parse(await json(request))
  if (body.method !== "Runtime.Build") {
    response.end(JSON.stringify(await ask(body)))
    return
  }
  const input = Build.parse(body.params[0])
  handlers[input.functionID] = input.handler
  const answer = process.env.PACA_DRY_RUN_BUNDLE ? await ask(body) : { result: placeholder(input), error: null }
  const built = Built.safeParse(answer.result)
  if (built.success) bundles[input.functionID] = { folder: realpathSync(built.data.out), handler: built.data.handler }
  response.end(JSON.stringify(answer))
})
await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
// The process ends when the program has nothing left to do.
server.unref()
const address = server.address()
if (address === null || typeof address === "string") throw new Error("The build server has no port")
process.env.SST_SERVER = `http://127.0.0.1:${address.port}`

// The very instance that SST's bundle imports.
const { runtime } = createRequire(program)("@pulumi/pulumi")
/** The registration being answered; the mocks are called within it and get to see only a part of it. */
let registration: Registration | undefined
interface Registration {
  getParent(): string
  getRetainondelete(): boolean | undefined
  getProvider(): string
}

const mocks = {
  newResource(resource: NewResource) {
    const inputs = withoutSecretMarks(resource.inputs)
    resources.push({
      type: resource.type,
      name: resource.name,
      parent: registration?.getParent() ?? "",
      provider: registration?.getProvider() ?? "",
      retainOnDelete: registration?.getRetainondelete() ?? false,
      inputs,
    })
    return newResource({ ...resource, inputs })
  },
  call,
}

/** Pulumi hands a secret over as an object that says so. */
const Secret = z.object({ "4dabf18193072939515e22adb298388d": z.string(), value: z.unknown() })
function withoutSecretMarks(inputs: Record<string, unknown>): Record<string, unknown> {
  const plain = (value: unknown) => {
    const secret = Secret.safeParse(value)
    return secret.success ? secret.data.value : value
  }
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, plain(value)]))
}

await runtime.setMocks(mocks, project, stage, false, "organization")
runtime.setAllConfig(Object.fromEntries(values.config.map((entry) => entry.split(/=(.*)/s).slice(0, 2))))

const monitor = runtime.getMonitor()
const register = monitor.registerResource.bind(monitor)
monitor.registerResource = (request: Registration, callback: unknown) => {
  registration = request
  const answered = register(request, callback)
  registration = undefined
  return answered
}

process.on("beforeExit", () => {
  writeFileSync(graphFile, JSON.stringify({ resources, handlers, bundles }, null, 2))
  const summary = { maybeCorrupt: false, durationSeconds: 0, resourceChanges: {}, policyPacks: {} }
  writeFileSync(values["event-log"], `${JSON.stringify({ sequence: 1, timestamp: 0, summaryEvent: summary })}\n`)
  process.exit(0)
})
process.on("unhandledRejection", (error) => {
  console.error(error)
  process.exit(1)
})
await runtime.runInPulumiStack(() => import(pathToFileURL(program).href))
