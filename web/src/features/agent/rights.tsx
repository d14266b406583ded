import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import type { Role } from "../../lib/api.gen.ts"
import { i18n } from "../../lib/i18n.ts"

/** What an agent does with each action, in plain words. What it has no tools for is not in the list. */
const words: [action: string, label: MessageDescriptor][] = [
  ["tasks:read", msg`Read tasks and comments`],
  ["tasks:write", msg`Create, change and move tasks`],
  ["comments:write", msg`Write comments`],
  ["docs:read", msg`Read documents`],
  ["docs:write", msg`Write documents`],
  ["sprints:write", msg`Plan and complete sprints`],
  ["views:write", msg`Change boards and views`],
  ["settings:write", msg`Change statuses, types and fields`],
  ["project.members:write", msg`Add and remove members`],
  ["project:delete", msg`Delete the project`],
]

const holds = (role: Role, action: string) => role.actions.includes("*") || role.actions.includes(action)

/** What a role lets an agent do, and what it does not. */
export function Rights({ role }: { role: Role }) {
  return (
    <ul className="grid gap-x-6 gap-y-1 phone:grid-cols-2" aria-label={t`What ${{ name: role.name }} may do`}>
      {words.map(([action, label]) => (
        <li key={action} className={holds(role, action) ? "" : "text-muted"}>
          <span aria-hidden className="me-1.5 inline-block w-3">
            {holds(role, action) ? "✓" : "–"}
          </span>
          {i18n._(label)}
          {!holds(role, action) && <span className="sr-only"> {t`(not allowed)`}</span>}
        </li>
      ))}
    </ul>
  )
}

/** What no agent can do, whatever its role. */
export function Limits() {
  return (
    <p className="rounded-sm bg-sunken px-3 py-2 text-muted">
      {t`Agents work with Paca’s own tools: tasks, comments, scenarios, documents, sprints. They have no shell, no files and no browser, so they cannot run code or tests, here or in the cloud. Each shows every step it takes, and you can stop it at any time.`}
    </p>
  )
}
