import { lookup } from "node:dns/promises"
import { BlockList, isIP } from "node:net"
import { createOpenAICompatible } from "@ai-sdk/openai-compatible"
import type { RuntimeConversation } from "../../core/conversation/runtime.ts"

/** Where clouds hand out credentials to whoever asks from inside (link-local; AWS also has an IPv6 address). */
const metadata = new BlockList()
metadata.addSubnet("169.254.0.0", 16, "ipv4")
metadata.addSubnet("fe80::", 10, "ipv6")
metadata.addAddress("fd00:ec2::254", "ipv6")
metadata.addAddress("fd00:ec2::23", "ipv6")

/** A model server that must not be asked. The message is for a person. */
export class UnsafeAddress extends Error {
  override name = "UnsafeAddress"
}

/** @throws UnsafeAddress when a URL's host leads to a metadata address */
export async function checkAddress(url: string): Promise<void> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "")
  const addresses = isIP(host) ? [host] : (await lookup(host, { all: true }).catch(() => [])).map((one) => one.address)
  for (const address of addresses) {
    // The list also knows IPv4 addresses written as IPv6.
    if (metadata.check(address, isIP(address) === 6 ? "ipv6" : "ipv4"))
      throw new UnsafeAddress(`The model server ${host} points to an address that agents may not reach.`)
  }
}

/** Core checked the address when it was saved; names can point elsewhere since, and a server may redirect. */
const carefulFetch: typeof fetch = async (input, init) => {
  await checkAddress(input instanceof Request ? input.url : String(input))
  return fetch(input, { ...init, redirect: "error" })
}

/** Any server that speaks OpenAI's chat completions: vLLM, Ollama, OpenRouter, … */
export function openaiCompatible(agent: RuntimeConversation["agent"]) {
  if (!agent.base_url) throw new Error(`${agent.name} has no model server: set its base URL in the agent's settings.`)
  if (!agent.model) throw new Error(`${agent.name} has no model: set its model in the agent's settings.`)
  const provider = createOpenAICompatible({
    name: "openai-compatible",
    baseURL: agent.base_url.replace(/\/+$/, ""),
    ...(agent.api_key && { apiKey: agent.api_key }),
    includeUsage: true,
    fetch: carefulFetch,
  })
  return provider.chatModel(agent.model)
}
