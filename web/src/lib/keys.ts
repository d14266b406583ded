/** Query keys that more than one feature reads or patches. Prefixes come first, so that a prefix can be invalidated. */
export const keys = {
  session: ["session"] as const,
  project: (projectId: string) => ["project", projectId] as const,
  board: (projectId: string) => ["project", projectId, "board"] as const,
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
