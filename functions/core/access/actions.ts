/**
 * Every action a caller may hold, and the scope it is held in: a `project` action is checked against the project of
 * `input.project_id`, a `workspace` action against `input.workspace_id`, an `installation` action against the person's
 * role in the whole installation. `self` needs somebody signed in and touches only what is theirs; `self:read` tells who
 * and where they are, which programs that act for them may know too, and who must change the password first; `public`
 * needs nobody, `runtime` needs a conversation token, `system` is never reachable over HTTP.
 */
export const actions = {
  "workspace:read": "workspace",
  "workspace:write": "workspace",
  "workspace:delete": "workspace",
  "workspace.members:read": "workspace",
  "workspace.members:write": "workspace",
  "projects:create": "workspace",
  "project:read": "project",
  "project:write": "project",
  "project:delete": "project",
  "project:export": "project",
  "project.members:read": "project",
  "project.members:write": "project",
  "project.roles:write": "project",
  "settings:write": "project",
  "tasks:read": "project",
  "tasks:write": "project",
  "tasks:import": "project",
  "sprints:write": "project",
  "views:write": "project",
  "comments:write": "project",
  "docs:read": "project",
  "docs:write": "project",
  "agents:read": "project",
  "agents:write": "project",
  "conversations:read": "project",
  "conversations:write": "project",
  "users:read": "installation",
  "users:write": "installation",
  "global_roles:write": "installation",
  self: "self",
  "self:read": "self",
  public: "public",
  runtime: "runtime",
  system: "system",
} as const

export type Action = keyof typeof actions
export type Scope = (typeof actions)[Action]

const inScope = (scope: Scope): Action[] =>
  (Object.keys(actions) as Action[]).filter((action) => actions[action] === scope)

export const workspaceActions = inScope("workspace")
export const projectActions = inScope("project")
export const installationActions = inScope("installation")

const reading: Action[] = [
  "project:read",
  "project.members:read",
  "tasks:read",
  "docs:read",
  "agents:read",
  "conversations:read",
]

/** What anyone may do in a public project. Members' e-mail addresses are in none of the answers. */
export const publicActions: readonly string[] = reading

/** What is left of anybody's rights in an archived project: reading it, and what an admin does to it as a whole. */
export const archivedActions: readonly string[] = [...reading, "project:write", "project:delete", "project:export"]

/** What the workspace roles hold; `*` is everything in the workspace and all its projects. */
export const workspaceRoleActions: Record<"owner" | "admin" | "member" | "guest", readonly string[]> = {
  owner: ["*"],
  admin: [...workspaceActions.filter((action) => action !== "workspace:delete"), ...projectActions],
  member: ["workspace:read", "workspace.members:read", "projects:create"],
  guest: ["workspace:read"],
}

/** The roles a new project ships with. */
export const projectRoles: { name: string; actions: string[] }[] = [
  { name: "Admin", actions: ["*"] },
  {
    name: "Editor",
    actions: [
      ...reading,
      "tasks:write",
      "tasks:import",
      "sprints:write",
      "views:write",
      "comments:write",
      "docs:write",
      "conversations:write",
    ],
  },
  { name: "Viewer", actions: reading },
]

/** Whether a list of held actions (with `*`) covers one. */
export function holds(held: readonly string[], action: string): boolean {
  return held.includes("*") || held.includes(action)
}
