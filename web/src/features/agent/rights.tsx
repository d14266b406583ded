import type { Role } from "../../lib/api.gen.ts"

/** What an agent does with each action, in plain words. What it has no tools for is not in the list. */
const words: [action: string, label: string][] = [
  ["tasks:read", "Read tasks and comments"],
  ["tasks:write", "Create, change and move tasks"],
  ["comments:write", "Write comments"],
  ["docs:read", "Read documents"],
  ["docs:write", "Write documents"],
  ["sprints:write", "Plan and complete sprints"],
  ["views:write", "Change boards and views"],
  ["settings:write", "Change statuses, types and fields"],
  ["project.members:write", "Add and remove members"],
  ["project:delete", "Delete the project"],
]

const holds = (role: Role, action: string) => role.actions.includes("*") || role.actions.includes(action)

/** What a role lets an agent do, and what it does not. */
export function Rights({ role }: { role: Role }) {
  return (
    <ul className="grid gap-x-6 gap-y-1 phone:grid-cols-2" aria-label={`What ${role.name} may do`}>
      {words.map(([action, label]) => (
        <li key={action} className={holds(role, action) ? "" : "text-muted"}>
          <span aria-hidden className="mr-1.5 inline-block w-3">
            {holds(role, action) ? "✓" : "–"}
          </span>
          {label}
          {!holds(role, action) && <span className="sr-only"> (not allowed)</span>}
        </li>
      ))}
    </ul>
  )
}

/** What no agent can do, whatever its role. */
export function Limits() {
  return (
    <p className="rounded-sm bg-sunken px-3 py-2 text-muted">
      Agents work with Paca’s own tools: tasks, comments, scenarios, documents, sprints. They have no shell, no files
      and no browser, so they cannot run code or tests, here or in the cloud. Each shows every step it takes, and you
      can stop it at any time.
    </p>
  )
}
