import Bowser from "bowser"
import { USER_AGENT_LENGTH } from "./security-event.sql.ts"

/** What to call whoever sends this `User-Agent`: "Firefox on macOS", or the program's own name. */
export function deviceOf(userAgent: string | null): string {
  if (!userAgent) return "Unknown device"
  const text = userAgent.slice(0, USER_AGENT_LENGTH)
  const { browser, os } = Bowser.parse(text)
  if (browser.name && os.name) return `${browser.name} on ${os.name}`
  return browser.name || /^[\w.-]{2,40}/.exec(text)?.[0] || "Unknown device"
}
