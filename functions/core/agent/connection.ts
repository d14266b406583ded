import { request as plain } from "node:http"
import { request as secure } from "node:https"
import * as z from "zod"
import { decrypt } from "../access/secret.ts"
import { query } from "../operation.ts"
import { BaseUrl, checkProvider, selectKept } from "./agent.ts"
import { checkedLookup } from "./outgoing.ts"

/** How long a model server has to answer, and how much of its answer is read. Milliseconds, characters. */
const ANSWER_LIMIT = 8_000
const SIZE_LIMIT = 1_000_000
/** Names of models that are offered. */
const MODELS = 200

const ModelList = z.object({ data: z.array(z.object({ id: z.string() })) })

const ConnectionTest = z
  .object({
    ok: z.boolean(),
    /** What was found, or what is wrong, in a sentence. */
    message: z.string(),
    models: z.array(z.string()),
  })
  .meta({ id: "ConnectionTest" })
type ConnectionTest = z.infer<typeof ConnectionTest>

export const testConnection = query(
  {
    action: "agents:write",
    summary: "Ask a model server which models it has, with a key given here or the one kept for an agent",
    input: z.object({
      project_id: z.uuid(),
      base_url: BaseUrl,
      api_key: z.string().trim().min(1).max(1_000).optional(),
      /** Whose kept key to use when none is given. */
      agent_id: z.uuid().optional(),
    }),
    output: ConnectionTest,
  },
  async ({ tx, input }) => {
    await checkProvider({ provider: "openai-compatible", base_url: input.base_url })
    const kept = input.agent_id ? await selectKept(tx, input.project_id, input.agent_id) : undefined
    // A kept key goes to nobody but the server that it was given for.
    const sealed = kept?.base_url === input.base_url ? kept.api_key_encrypted : null
    return ask(input.base_url, input.api_key ?? (kept && sealed ? decrypt(sealed, kept.id) : undefined))
  },
)

const failed = (message: string): ConnectionTest => ({ ok: false, message, models: [] })

/** Asks for the list of models, which every OpenAI-compatible server has. Nothing of the answer but their names is told. */
async function ask(baseUrl: string, key: string | undefined): Promise<ConnectionTest> {
  const host = new URL(baseUrl).host
  try {
    const { status, body } = await get(`${baseUrl.replace(/\/+$/, "")}/models`, key)
    if (status === 401 || status === 403)
      return failed(key ? `${host} refused the key. Copy it again from your provider.` : `${host} needs a key.`)
    if (status === 404) return failed(`${host} answers, but not at this address. Most servers end in /v1.`)
    if (status !== 200) return failed(`${host} answered with the status ${status}.`)
    const list = ModelList.safeParse(JSON.parse(body))
    if (!list.success)
      return failed(`${host} answers, but not as an OpenAI-compatible server. Most addresses end in /v1.`)
    const models = list.data.data.map(({ id }) => id.slice(0, 200)).slice(0, MODELS)
    return {
      ok: true,
      message: `${host} answers. It has ${models.length} ${models.length === 1 ? "model" : "models"}.`,
      models,
    }
  } catch (error) {
    if (error instanceof SyntaxError) return failed(`${host} answers, but not as an OpenAI-compatible server.`)
    return failed(`${host} did not answer. Check the address, and that the server runs and can be reached from here.`)
  }
}

/** One request without redirects, to an address that was checked when its name was resolved. */
function get(url: string, key: string | undefined): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = new URL(url).protocol === "https:" ? secure : plain
    const headers = { accept: "application/json", ...(key && { authorization: `Bearer ${key}` }) }
    const signal = AbortSignal.timeout(ANSWER_LIMIT)
    const sent = request(url, { headers, lookup: checkedLookup, signal }, (response) => {
      let body = ""
      response.setEncoding("utf8")
      response.on("data", (piece: string) => {
        body += piece
        if (body.length > SIZE_LIMIT) sent.destroy(new Error("The answer is too long."))
      })
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }))
      response.on("error", reject)
    })
    sent.on("error", reject)
    sent.end()
  })
}
