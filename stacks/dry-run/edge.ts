import * as z from "zod"
import type { Graph } from "./dry-run.ts"

interface EdgeRequest {
  method: string
  uri: string
  querystring: Record<string, never>
  headers: Record<string, { value: string }>
  cookies: Record<string, never>
}

const Origin = z.looseObject({ domainName: z.string(), originAccessControlConfig: z.unknown() })
const Store = z.object({ namespace: z.string() })
const Keys = Store.extend({ entries: z.record(z.string(), z.string()) })
const Route = Store.extend({ key: z.literal("routes"), entry: z.string() })

/** From where the dry run's requests come, in a network for documentation (RFC 5737). */
export const viewerAddress = "203.0.113.7"

/**
 * The router's function at the edge, run as CloudFront would run it: with the key-value store that the deployment
 * fills. What it gives tells the origin a request goes to, and the request as that origin sees it.
 */
export function edgeOf(graph: Graph) {
  const store = keyValueStore(graph)
  const code = z
    .string()
    .parse(graph.resources.find(({ type }) => type === "aws:cloudfront/function:Function")?.inputs.code)
  const body = code.replace('import cf from "cloudfront";', "")

  return async (uri: string, headers: Record<string, string> = {}) => {
    let origin: z.infer<typeof Origin> | undefined
    const cf = {
      kvs: () => ({
        get: async (key: string) => {
          const value = store.get(key)
          if (value === undefined) throw new Error(`No key ${key}`)
          return value
        },
      }),
      updateRequestOrigin: (given: unknown) => {
        origin = Origin.parse(given)
      },
    }
    const request: EdgeRequest = { method: "GET", uri, querystring: {}, cookies: {}, headers: {} }
    for (const [name, value] of Object.entries({ host: "paca.example.com", ...headers }))
      request.headers[name] = { value }
    const handler = new Function("cf", "require", `${body}\nreturn handler`)(cf, process.getBuiltinModule)
    const result = await handler({ request, viewer: { ip: viewerAddress } })
    return { request, origin, response: result === request ? undefined : result }
  }
}

function keyValueStore(graph: Graph): Map<string, string> {
  const store = new Map<string, string>()
  const routes = new Map<string, string[]>()
  for (const { name, inputs } of graph.resources) {
    if (name.endsWith(".KvKeys")) {
      const { namespace, entries } = Keys.parse(inputs)
      for (const [key, value] of Object.entries(entries)) store.set(`${namespace}:${key}`, value)
    }
    if (name.endsWith(".KvRoutesUpdate")) {
      const { namespace, entry } = Route.parse(inputs)
      routes.set(namespace, [...(routes.get(namespace) ?? []), entry])
    }
  }
  for (const [namespace, entries] of routes) store.set(`${namespace}:routes`, JSON.stringify(entries))
  return store
}
