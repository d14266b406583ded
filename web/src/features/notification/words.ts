import { t } from "@lingui/core/macro"
import type { Notification } from "../../lib/api.gen.ts"

/** What a notification says, in the page's language; of one from before there were languages, what it came with. */
export function titleOf({ type, title, says }: Pick<Notification, "type" | "title" | "says">): string {
  if (!says) return title
  const { who, about, to } = says
  switch (type) {
    case "assigned":
      return t`${who} assigned you ${about}`
    case "mentioned":
      return t`${who} mentioned you in ${about}`
    case "commented":
      return t`${who} commented on ${about}`
    case "status_changed":
      return t`${who} moved ${about} to ${to}`
    case "conversation_finished":
      return about ? endedWith(who, about, to) : endedChat(who, to)
  }
}

function endedWith(who: string, about: string, how: string): string {
  switch (how) {
    case "failed":
      return t`${who} failed on ${about}`
    case "paused":
      return t`${who} paused on ${about}`
    case "timed_out":
      return t`${who} ran out of time on ${about}`
    case "iteration_limit":
      return t`${who} reached its step limit on ${about}`
    default:
      return t`${who} finished ${about}`
  }
}

function endedChat(who: string, how: string): string {
  switch (how) {
    case "failed":
      return t`${who} failed in a chat`
    case "timed_out":
      return t`${who} ran out of time in a chat`
    case "iteration_limit":
      return t`${who} reached its step limit in a chat`
    default:
      return t`${who} paused in a chat`
  }
}
