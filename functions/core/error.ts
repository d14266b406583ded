import type * as z from "zod"
import { type ErrorCode, type Noun, notFoundCode } from "./error-codes.ts"

/** A failure with a stable code that a person or a client can act on. Turned into HTTP in one place (`api/app.ts`). */
export class DomainError extends Error {
  override name = "DomainError"
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503
  readonly code: ErrorCode
  readonly details: Record<string, unknown> | undefined
  constructor(status: DomainError["status"], code: ErrorCode, message: string, details?: Record<string, unknown>) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

export const BadRequest = (message: string, details?: Record<string, unknown>) =>
  new DomainError(400, "BAD_REQUEST", message, details)

export const Unauthorized = (message = "Sign in, or send an API key, to do this.") =>
  new DomainError(401, "UNAUTHORIZED", message)

export const Forbidden = (message: string, code: ErrorCode = "FORBIDDEN") => new DomainError(403, code, message)

/** `noun` is the entity's name, e.g. `"task"` gives `TASK_NOT_FOUND`. What a caller may not see answers with this too. */
export const NotFound = (noun: Noun) =>
  new DomainError(404, notFoundCode(noun), `This ${noun} does not exist, or you may not see it.`)

export const Conflict = (code: ErrorCode, message: string, details?: Record<string, unknown>) =>
  new DomainError(409, code, message, details)

/** @param limit in bytes */
export const tooLarge = (limit: number) =>
  new DomainError(
    413,
    "BODY_TOO_LARGE",
    `The request is larger than ${Math.floor(limit / 1024 / 1024)} MB. Send less at once.`,
  )

/** @param limit in milliseconds */
export const tookTooLong = (limit: number) =>
  new DomainError(
    503,
    "TIMEOUT",
    `This took longer than ${Math.round(limit / 1000)} seconds. A change may still have been made: look before you try again, or ask for less at once.`,
  )

/** Turns a schema failure into `400 BAD_REQUEST` with `issues: [{path, message}]`. */
export function invalid(error: z.ZodError): DomainError {
  const issues = error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }))
  const first = issues[0]
  return BadRequest(first ? `${first.path ? `${first.path}: ` : ""}${first.message}` : "The input is not valid.", {
    issues,
  })
}
