import { setting } from "../config.ts"

/** Nothing of an answer is a page: whatever a browser is made to believe, it runs and frames none of it. */
export const inertPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** What every answer says to browsers, whoever gives it. The distribution adds the same (`stacks/router.ts`). */
export function securityHeaders(origin = setting("APP_URL")): Record<string, string> {
  const secure = origin.startsWith("https://")
  return {
    // Over http it must not be sent (RFC 6797, 7.2).
    ...(secure && { "strict-transport-security": "max-age=63072000; includeSubDomains" }),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    // Addresses of invitations and resets hold secrets: other sites learn none of them.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
  }
}
