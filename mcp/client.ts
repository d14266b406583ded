import createClient from "openapi-fetch"
import * as z from "zod"
import type { Paths } from "./api.gen.ts"

/** What the caller sent to be recognised by. It is passed on to the API, which decides what it is worth. */
export type Credential = { kind: "key"; value: string } | { kind: "bearer"; value: string }

export type Api = ReturnType<typeof createApi>

/** How long one request to the API may take. Milliseconds. */
const TIMEOUT = 20_000

/**
 * The HTTP API at `origin`, typed from its OpenAPI document, called with the caller's own credential.
 * `onUnauthorized` hears when the API does not take the credential.
 */
export function createApi(origin: string, credential: Credential, onUnauthorized?: () => void) {
  return createClient<Paths>({
    baseUrl: `${origin.replace(/\/+$/, "")}/api/v1`,
    headers:
      credential.kind === "key" ? { "x-api-key": credential.value } : { authorization: `Bearer ${credential.value}` },
    fetch: async (request) => {
      const answer = await fetch(request, { signal: AbortSignal.timeout(TIMEOUT) })
      if (answer.status === 401) onUnauthorized?.()
      return answer
    },
  })
}

/** A request the API refused, or did not answer (`status` 0). The message is the API's sentence. */
export class ApiError extends Error {
  override name = "ApiError"
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

const Failure = z.object({ error: z.string(), error_code: z.string() })

type Answer = { data?: { data: unknown } | undefined; error?: unknown; response: Response }
type DataOf<A> = A extends { data: { data: infer T } } ? T : never

async function settle<A>(call: Promise<A>): Promise<A> {
  try {
    return await call
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ApiError(0, "UNREACHABLE", `Paca's API could not be reached (${why}).`)
  }
}

function refuse(answer: { error?: unknown; response: Response }): never {
  const failure = Failure.safeParse(answer.error)
  if (failure.success) throw new ApiError(answer.response.status, failure.data.error_code, failure.data.error)
  throw new ApiError(answer.response.status, "UNEXPECTED", `Paca's API answered ${answer.response.status}.`)
}

/** What the API answered, out of its envelope. @throws ApiError */
export async function unwrap<A extends Answer>(call: Promise<A>): Promise<DataOf<A>> {
  const answer = await settle(call)
  if (!answer.response.ok || answer.data === undefined) return refuse(answer)
  return answer.data.data as DataOf<A>
}

/** Waits for a request that answers nothing (204). @throws ApiError */
export async function done(call: Promise<{ error?: unknown; response: Response }>): Promise<void> {
  const answer = await settle(call)
  if (!answer.response.ok) refuse(answer)
}

const Claims = z.object({ project_id: z.uuid() })

/** The project a conversation token is good for, read without verifying it: the API verifies. Undefined for any other credential. */
export function projectOfToken(credential: Credential): string | undefined {
  const payload = credential.kind === "bearer" ? credential.value.split(".")[1] : undefined
  if (!payload) return undefined
  try {
    return Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString())).project_id
  } catch {
    return undefined
  }
}
