import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { i18n } from "./i18n.ts"

/** A page, its name in the language that is read, and the key that leads there after `g`. */
const page = <const To extends string>(to: To, name: MessageDescriptor, key?: string) => ({
  to,
  key,
  get label() {
    return i18n._(name)
  },
})

/** The pages of a project. */
export const projectPages = [
  page("/p/$projectId/board", msg`Board`, "b"),
  page("/p/$projectId/backlog", msg`Backlog`, "l"),
  page("/p/$projectId/timeline", msg`Timeline`, "r"),
  page("/p/$projectId/sprints", msg`Sprints`, "s"),
  page("/p/$projectId/planning", msg`Planning`, "p"),
  page("/p/$projectId/insights", msg`Insights`, "n"),
  page("/p/$projectId/docs", msg`Documents`, "d"),
  page("/p/$projectId/conversations", msg`Conversations`, "c"),
  page("/p/$projectId/agents", msg`Agents`, "a"),
  page("/p/$projectId/team", msg`Team`, "t"),
  page("/p/$projectId/import", msg`Import`),
  page("/p/$projectId/settings", msg`Settings`, ","),
]

/** The pages of everybody's own. */
export const ownPages = [
  page("/my-tasks", msg`My tasks`, "y"),
  page("/inbox", msg`Inbox`, "i"),
  page("/search", msg`Search`, "/"),
  page("/account", msg`Account and API keys`, "m"),
]
