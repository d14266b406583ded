import { t } from "@lingui/core/macro"
import createClient from "openapi-fetch"
import type { Paths } from "./api.gen.ts"
import { ApiError } from "./errors.ts"

/** The API of this origin, typed from its OpenAPI document. */
export const api = createClient<Paths>({
  baseUrl: "/api/v1",
  credentials: "same-origin",
  fetch: (request) => reach(() => fetch(request)),
})

type Answer<T> = { data?: { data: T } | undefined; error?: unknown; response: Response }

/** The envelope's `data`, or an ApiError. */
export async function data<T>(request: Promise<Answer<T>>): Promise<T> {
  const { data: envelope, error, response } = await request
  if (!envelope) throw refusal(response.status, error)
  return envelope.data
}

/** Waits for an answer without content, or throws an ApiError. */
export async function done(request: Promise<{ error?: unknown; response: Response }>): Promise<void> {
  const { error, response } = await request
  if (!response.ok) throw refusal(response.status, error)
}

/** better-auth's own endpoints: no envelope, errors as `{code, message}`. */
export async function auth(path: string, body: unknown): Promise<void> {
  await askAuth(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })
}

/** The same for endpoints whose answer matters. */
export async function authAnswer(path: string, body?: unknown): Promise<unknown> {
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
  return (await askAuth(path, body === undefined ? {} : post)).json()
}

async function askAuth(path: string, init: RequestInit): Promise<Response> {
  const response = await reach(() => fetch(`/api/v1/auth${path}`, { ...init, credentials: "same-origin" }))
  if (!response.ok) throw refusal(response.status, await response.json().catch(() => undefined))
  return response
}

async function reach(send: () => Promise<Response>): Promise<Response> {
  try {
    return await send()
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error
    throw new ApiError(0, "NETWORK", t`Paca could not be reached.`)
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {}
}

function refusal(status: number, answer: unknown): ApiError {
  const failure = record(answer)
  return new ApiError(
    status,
    String(failure.error_code ?? failure.code ?? "UNKNOWN"),
    String(failure.error ?? failure.message ?? t`The server answered ${status}.`),
    record(failure.error_details),
  )
}
