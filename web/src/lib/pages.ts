/** The pages of a project, with the key that leads there after `g`. */
export const projectPages = [
  { to: "/p/$projectId/board", label: "Board", key: "b" },
  { to: "/p/$projectId/backlog", label: "Backlog", key: "l" },
  { to: "/p/$projectId/timeline", label: "Timeline", key: "r" },
  { to: "/p/$projectId/sprints", label: "Sprints", key: "s" },
  { to: "/p/$projectId/planning", label: "Planning", key: "p" },
  { to: "/p/$projectId/insights", label: "Insights", key: "n" },
  { to: "/p/$projectId/docs", label: "Documents", key: "d" },
  { to: "/p/$projectId/conversations", label: "Conversations", key: "c" },
  { to: "/p/$projectId/agents", label: "Agents", key: "a" },
  { to: "/p/$projectId/team", label: "Team", key: "t" },
  { to: "/p/$projectId/import", label: "Import", key: undefined },
  { to: "/p/$projectId/settings", label: "Settings", key: "," },
] as const

/** The pages of everybody's own, likewise. */
export const ownPages = [
  { to: "/inbox", label: "Inbox", key: "i" },
  { to: "/search", label: "Search", key: "/" },
  { to: "/account", label: "Account and API keys", key: "m" },
] as const
