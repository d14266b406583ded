import { fileURLToPath, pathToFileURL } from "node:url"
import * as z from "zod"
import { startGateway } from "./gateway/gateway.ts"
import { invocation, Lambda } from "./gateway/lambda.ts"
import { startSchedules } from "./gateway/schedule.ts"
import { installStreaming } from "./gateway/streaming.ts"
import { retryJob } from "./retry-job.ts"
import { type Programs, readPrograms } from "./watch/manifest.ts"

/**
 * The process that stands for API Gateway, Lambda and EventBridge: it answers the one origin of this machine and
 * invokes the same handlers the cloud does.
 */
const settings = z
  .object({
    PORT: z.coerce.number().int(),
    APP_URL: z.url(),
    REALTIME_URL: z.url(),
    WEB_URL: z.url(),
    SES_ENDPOINT: z.url(),
    /** The built-in object store; absent with an S3 of one's own. */
    OBJECTS_URL: z.url().optional(),
    S3_BUCKET: z.string().min(1),
    /** Where the handlers are built to while their sources are watched. */
    PROGRAMS: z.string().optional(),
  })
  .parse(process.env)

const log = (line: Record<string, unknown>) => process.stderr.write(`${JSON.stringify(line)}\n`)

// One broken request must not take the others with it; Lambda isolates them, here they share a process.
process.on("unhandledRejection", (reason) => {
  const error = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)
  log({ level: "error", message: "unhandled rejection", ...invocation.getStore(), error })
})

installStreaming()

const watched: { lambda: Lambda; source: string; from: string | undefined }[] = []
const programs = async () => (settings.PROGRAMS ? await readPrograms(settings.PROGRAMS) : {})
const placeOf = (built: Programs, source: string) =>
  built[source] ? pathToFileURL(built[source]).href : new URL(`../../${source}`, import.meta.url).href

function lambda(name: string, source: string, exported: string, timeoutMs = 30_000): Lambda {
  const load = async () => {
    const place = placeOf(await programs(), source)
    const loaded = (await import(place))[exported]
    known.from = place
    return loaded
  }
  const made = new Lambda({ name, load, timeoutMs, log })
  const known: (typeof watched)[number] = { lambda: made, source, from: undefined }
  watched.push(known)
  return made
}

const jobs = "functions/jobs/handler.ts"
const functions = {
  api: lambda("api", "functions/api/handler.ts", "handler"),
  auth: lambda("auth", "functions/auth/handler.ts", "handler"),
  mcp: lambda("mcp", "mcp/http.ts", "handler"),
}
/** Who is told of an object by the folder it landed in, as the bucket's notifications say in the cloud. */
const listeners = [
  { prefix: "imports/", function: lambda("imports", jobs, "imports", 900_000) },
  { prefix: "exports/requests/", function: lambda("archives", jobs, "archives", 900_000) },
]

/** Modules are never forgotten: a process that has loaded very many starts anew. Bytes. */
const MOST_MEMORY = 1_500_000_000

/** Takes the handlers whose code has changed since they were loaded. */
async function reload(since: number): Promise<void> {
  try {
    const built = await programs()
    const changed = watched.filter(({ from, source }) => from !== undefined && from !== placeOf(built, source))
    await Promise.all(changed.map((each) => each.lambda.reload()))
    process.send?.({ type: "reloaded", since })
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.send?.({ type: "reload-failed", message })
  }
  if (process.memoryUsage.rss() > MOST_MEMORY) process.exit(0)
}

const gateway = await startGateway({
  port: settings.PORT,
  origin: new URL(settings.APP_URL),
  functions,
  realtime: new URL(settings.REALTIME_URL),
  web: new URL(settings.WEB_URL),
  mail: new URL(settings.SES_ENDPOINT),
  objects: settings.OBJECTS_URL ? { url: new URL(settings.OBJECTS_URL), bucket: settings.S3_BUCKET } : undefined,
  clientFolder: settings.PROGRAMS ? undefined : fileURLToPath(new URL("../../web/dist/client", import.meta.url)),
})
const stopSchedules = startSchedules(
  [
    { name: "relay", everyMs: 2_000, function: lambda("relay", jobs, "relay", 60_000) },
    { name: "stale", everyMs: 15_000, function: lambda("stale", jobs, "stale", 60_000) },
    { name: "mails", everyMs: 60_000, function: lambda("mails", jobs, "mails", 60_000) },
    { name: "cleanup", everyMs: 3_600_000, function: lambda("cleanup", jobs, "cleanup", 300_000) },
  ],
  log,
)

const Landed = z.looseObject({
  Records: z.array(z.looseObject({ s3: z.looseObject({ object: z.looseObject({ key: z.string() }) }) })),
})
const Message = z.discriminatedUnion("type", [
  z.object({ type: z.literal("object-created"), id: z.string(), event: Landed }),
  z.object({ type: z.literal("reload"), since: z.number() }),
])
process.on("message", (message) => {
  const parsed = Message.safeParse(message)
  if (!parsed.success) return
  if (parsed.data.type === "reload") return void reload(parsed.data.since)
  const { id, event } = parsed.data
  const key = event.Records[0]?.s3.object.key ?? ""
  const listener = listeners.find(({ prefix }) => key.startsWith(prefix))
  const done = () => process.send?.({ type: "object-handled", id })
  if (listener) retryJob(() => listener.function.invoke(event), log).finally(done)
  else done()
})

let stopping = false
process.on("SIGTERM", () => {
  if (stopping) return
  stopping = true
  Promise.all([gateway.stop(), stopSchedules()]).finally(() => process.exit(0))
})

process.send?.({ type: "ready" })
// The first person to sign in should not wait for the imports.
for (const [name, each] of Object.entries(functions)) {
  await each
    .warm()
    .catch((error: Error) => log({ level: "error", function: name, error: error.stack ?? error.message }))
}
