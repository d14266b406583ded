import { safeReturnPath } from "../../lib/text.ts"

/** Where to go after signing in: back to a page, or on with an invitation; and why it `failed` elsewhere. */
export type AuthSearch = { redirect?: string; invite?: string; failed?: string }

/** Reads the search of the sign-in and sign-up pages; unknown values are dropped. */
export function authSearch(search: Record<string, unknown>): AuthSearch {
  return {
    ...(typeof search.redirect === "string" ? { redirect: search.redirect } : {}),
    ...(typeof search.invite === "string" ? { invite: search.invite } : {}),
    ...(typeof search.failed === "string" ? { failed: search.failed } : {}),
  }
}

/** Pages that the server makes, such as the next step of letting an app in: the browser must load them. */
export const isServersOwn = (path: string) => path.startsWith("/api/")

/** The page to show after signing in. */
export function destination({ redirect, invite }: AuthSearch): string {
  return invite ? `/invite/${encodeURIComponent(invite)}` : safeReturnPath(redirect)
}
