import * as z from "zod"
import { Refused, RuntimeApi } from "./api.ts"
import { Run } from "./run.ts"

/**
 * One conversation of an agent, in a process or container of its own. It speaks only to the API, with a token that is good
 * for this conversation.
 */

const Environment = z.object({
  PACA_API_URL: z.url(),
  PACA_CONVERSATION_ID: z.uuid(),
  PACA_CONVERSATION_TOKEN: z.string().min(1),
})

/** Whoever ends a container kills it 5 s after asking. Milliseconds. */
const LEAVE_WITHIN = 4_500

function readEnvironment(): z.infer<typeof Environment> {
  const parsed = Environment.safeParse(process.env)
  // What the agent starts must not find the token.
  delete process.env.PACA_CONVERSATION_TOKEN
  if (parsed.success) return parsed.data
  for (const { path } of parsed.error.issues)
    console.error(`${path.join(".")} is missing or not valid: the launcher sets it.`)
  process.exit(1)
}

async function main(): Promise<number> {
  const { PACA_API_URL: origin, PACA_CONVERSATION_ID: id, PACA_CONVERSATION_TOKEN: token } = readEnvironment()
  const log = (level: "info" | "error", message: string) =>
    console.error(JSON.stringify({ level, conversation_id: id, message }))

  let run: Run | undefined
  let leaving = false
  const leave = () => {
    if (leaving) return
    leaving = true
    run?.shutDown()
    setTimeout(() => process.exit(1), LEAVE_WITHIN).unref()
  }
  process.on("SIGTERM", leave)
  process.on("SIGINT", leave)

  const api = new RuntimeApi(origin, token)
  try {
    const conversation = await api.begin()
    if (!conversation) return 0
    run = new Run(conversation, { api, origin, token })
    if (leaving) run.shutDown()
    const result = await run.toEnd()
    await api.finish(result)
    if (result.status === "failed") log("error", result.reason ?? "failed")
    return 0
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    log("error", error instanceof Refused ? `The API refused: ${message}` : message)
    return 1
  }
}

process.exit(await main())
