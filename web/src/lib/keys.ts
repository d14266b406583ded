/** Query keys that more than one feature reads or patches. Prefixes come first, so that a prefix can be invalidated. */
export const keys = {
  session: ["session"] as const,
  project: (projectId: string) => ["project", projectId] as const,
  /** The board, and those of it that somebody searched for: a filter follows. */
  board: (projectId: string) => ["project", projectId, "board"] as const,
  /** Tasks of views on a scale of days. */
  schedule: (projectId: string) => ["project", projectId, "schedule"] as const,
  tags: (projectId: string) => ["project", projectId, "tags"] as const,
  found: (projectId: string, search: string) => ["project", projectId, "found", search] as const,
  children: (projectId: string) => ["project", projectId, "children"] as const,
  card: (projectId: string, taskId: string) => ["project", projectId, "card", taskId] as const,
  task: (projectId: string, number: number) => ["project", projectId, "task", number] as const,
  tasks: (projectId: string) => ["project", projectId, "task"] as const,
  activities: (projectId: string, taskId: string) => ["project", projectId, "activities", taskId] as const,
  /** Files of a task or of a document. */
  attachments: (projectId: string, ownerId: string) => ["project", projectId, "attachments", ownerId] as const,
  links: (projectId: string, taskId: string) => ["project", projectId, "links", taskId] as const,
  scenarios: (projectId: string, taskId: string) => ["project", projectId, "scenarios", taskId] as const,
  watchers: (projectId: string, taskId: string) => ["project", projectId, "watchers", taskId] as const,
  timeLogs: (projectId: string, taskId: string) => ["project", projectId, "time-logs", taskId] as const,
  members: (projectId: string) => ["project", projectId, "members"] as const,
  agents: (projectId: string) => ["project", projectId, "agents"] as const,
  conversations: (projectId: string) => ["project", projectId, "conversations"] as const,
  conversation: (projectId: string, id: string) => ["project", projectId, "conversation", id] as const,
  conversationEvents: (projectId: string, id: string) => ["project", projectId, "conversation-events", id] as const,
  docs: (projectId: string) => ["project", projectId, "docs"] as const,
  docFolders: (projectId: string) => ["project", projectId, "doc-folders"] as const,
  doc: (projectId: string, id: string) => ["project", projectId, "doc", id] as const,
  docHistory: (projectId: string, id: string) => ["project", projectId, "doc-history", id] as const,
  taskDocs: (projectId: string) => ["project", projectId, "task-docs"] as const,
  docLinks: (projectId: string, id: string) => ["project", projectId, "doc-links", id] as const,
  import: (projectId: string, id: string) => ["project", projectId, "import", id] as const,
  about: (projectId: string) => ["project", projectId, "about"] as const,
  roles: (projectId: string) => ["project", projectId, "roles"] as const,
  /** What a project's tasks are made of: statuses, types and fields. */
  settings: (projectId: string) => ["project", projectId, "settings"] as const,
  /** Sprints with what they hold, and the backlog beside them. */
  sprints: (projectId: string) => ["project", projectId, "sprints"] as const,
  planning: (projectId: string) => ["project", projectId, "planning"] as const,
  /** What is drawn and told of sprints. */
  insights: (projectId: string) => ["project", projectId, "insights"] as const,
  exports: (projectId: string) => ["project", projectId, "exports"] as const,
  workspace: (workspaceId: string) => ["workspace", workspaceId] as const,
  notifications: ["notifications"] as const,
  /** What is assigned to this person, in all projects. */
  myTasks: ["my-tasks"] as const,
}
