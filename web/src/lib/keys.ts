/** Query keys that more than one feature reads or patches. Prefixes come first, so that a prefix can be invalidated. */
export const keys = {
  session: ["session"] as const,
  project: (projectId: string) => ["project", projectId] as const,
  /** The board, and those of it that somebody searched for: a filter follows. */
  board: (projectId: string) => ["project", projectId, "board"] as const,
  tags: (projectId: string) => ["project", projectId, "tags"] as const,
  found: (projectId: string, search: string) => ["project", projectId, "found", search] as const,
  children: (projectId: string) => ["project", projectId, "children"] as const,
  card: (projectId: string, taskId: string) => ["project", projectId, "card", taskId] as const,
  task: (projectId: string, number: number) => ["project", projectId, "task", number] as const,
  tasks: (projectId: string) => ["project", projectId, "task"] as const,
  activities: (projectId: string, taskId: string) => ["project", projectId, "activities", taskId] as const,
  members: (projectId: string) => ["project", projectId, "members"] as const,
  agents: (projectId: string) => ["project", projectId, "agents"] as const,
  conversations: (projectId: string) => ["project", projectId, "conversations"] as const,
  conversation: (projectId: string, id: string) => ["project", projectId, "conversation", id] as const,
  conversationEvents: (projectId: string, id: string) => ["project", projectId, "conversation-events", id] as const,
  import: (projectId: string, id: string) => ["project", projectId, "import", id] as const,
  notifications: ["notifications"] as const,
}
