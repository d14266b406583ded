import { t } from "@lingui/core/macro"
import { pageLanguage } from "./language.ts"
import { sourceLanguage } from "./languages.ts"

let wordsFor: (code: string) => string | undefined = () => undefined

/** Loads what the API's errors say in the page's language; to be awaited before anything is asked of it. */
export async function loadErrorWords(): Promise<void> {
  if (pageLanguage() !== sourceLanguage) ({ wordsFor } = await import("./error-words.ts"))
}

/** One field of a refused request. */
export type Issue = { path: string; message: string }

/** A request the API refused, or that never reached it (`status` 0). */
export class ApiError extends Error {
  readonly status: number
  readonly error_code: string
  readonly issues: Issue[]
  readonly details: Record<string, unknown>
  /** Whether the message is not the server's: it then says itself what to do. */
  readonly isTranslated: boolean

  constructor(status: number, error_code: string, message: string, details: Record<string, unknown> = {}) {
    const translated = wordsFor(error_code)
    super(translated ?? message)
    this.name = "ApiError"
    this.status = status
    this.error_code = error_code
    this.details = details
    this.isTranslated = translated !== undefined
    this.issues = readIssues(details.issues)
  }

  /** The message for one field of a form, if the API named it. */
  issue(path: string): string | undefined {
    return this.issues.find((issue) => issue.path === path || issue.path === `body.${path}`)?.message
  }
}

function readIssues(value: unknown): Issue[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((issue: unknown) => {
    if (typeof issue !== "object" || issue === null) return []
    const path = "path" in issue ? issue.path : ""
    const message = "message" in issue ? issue.message : ""
    return [{ path: Array.isArray(path) ? path.join(".") : String(path), message: String(message) }]
  })
}

/** Whether an answer says that this person may not see something any more; what was read before is then no longer shown. */
export function isShutOut(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 403 || error.status === 404)
}

/** What a person can do about an error, in one sentence after what went wrong. */
export function adviceFor(error: unknown): string {
  if (!(error instanceof ApiError)) return t`Reload the page; if it happens again, tell whoever runs this Paca.`
  if (error.status === 0) return t`Check your connection and try again.`
  // What the message already says is not said twice.
  const issues = error.issues.filter((issue) => !error.message.includes(issue.message))
  if (issues.length > 0) return issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ")
  if (error.isTranslated) return ""
  if (/\b(Ask|Try|Choose|Use|Mention)\b/.test(error.message)) return ""
  if (error.status === 403) return t`Ask an admin of the project for the permission.`
  if (error.status === 404) return t`It may have been deleted, or you no longer have access.`
  if (error.status === 409) return t`Somebody changed it meanwhile. Reload to see the latest.`
  if (error.status === 413) return t`Choose a smaller file.`
  if (error.status === 429) return t`Wait a moment, then try again.`
  if (error.status >= 500) return t`Nothing of yours is lost. Try again in a moment.`
  return ""
}
