import { APICallError, RetryError } from "ai"
import { oneLine } from "../text.ts"
import { UnsafeAddress } from "./openai-compatible.ts"

/** Characters of a model server's own words that are passed on. */
const QUOTE = 300

const codeOf = (error: unknown): string | undefined => {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code
  }
  return undefined
}

function unreachable(host: string, code: string | undefined): string {
  switch (code) {
    case "ECONNREFUSED":
      return `Nothing answers at ${host} (connection refused). Start the model server, or correct the agent's base URL.`
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The host ${host} cannot be found. Correct the agent's base URL.`
    default:
      return `The model server ${host} cannot be reached${code ? ` (${code})` : ""}. Check that it runs and the agent's base URL.`
  }
}

function answered(error: APICallError, host: string, model: string): string {
  const said = oneLine(error.message, QUOTE)
  switch (error.statusCode) {
    case 401:
    case 403:
      return `The key was refused by ${host}. Set a valid API key in the agent's settings. It said: ${said}`
    case 402:
      return `${host} asks for payment: the account has no credit left. It said: ${said}`
    case 404:
      return `${host} has no model “${model}”, or the base URL's path is wrong (it often ends in /v1). It said: ${said}`
    case 413:
    case 400:
    case 422:
      return `${host} refused the request for “${model}”; it may not support tools, or the conversation is too long for it. It said: ${said}`
    case 429:
      return `${host} limits how often it may be asked, also after several tries. Try again later, or raise the limit there. It said: ${said}`
    default:
      return `${host} answered with an error (${error.statusCode}), also after several tries. It said: ${said}`
  }
}

/** Why a language model did not answer, and what a person can do about it. Never contains the key. */
export function explain(
  error: unknown,
  agent: { model: string; base_url: string | null; api_key: string | null },
): string {
  const last = RetryError.isInstance(error) ? error.lastError : error
  const host = agent.base_url && URL.canParse(agent.base_url) ? new URL(agent.base_url).host : "the model server"
  const reason = ((): string => {
    if (last instanceof UnsafeAddress) return last.message
    if (APICallError.isInstance(last)) {
      if (last.cause instanceof UnsafeAddress) return last.cause.message
      if (last.statusCode === undefined) return unreachable(host, codeOf(last))
      if (last.statusCode < 300)
        return `${host} broke off in the middle of its answer. Mention the agent to try again; if it stays, look into that server's log.`
      return answered(last, host, agent.model)
    }
    const code = codeOf(last)
    if (code) return unreachable(host, code)
    return `The model “${agent.model}” at ${host} failed: ${oneLine(last instanceof Error ? last.message : (JSON.stringify(last) ?? String(last)), QUOTE)}`
  })()
  return agent.api_key ? reason.replaceAll(agent.api_key, "(key)") : reason
}
