import type {
  Activity,
  Agent,
  Card,
  Conversation,
  ConversationEvent,
  Import,
  Member,
  Paths,
  ProjectExport,
  TaskPosition,
  TaskStatus,
} from "./api.gen.ts"

export type StatusCategory = TaskStatus["category"]
export type Priority = NonNullable<Card["priority"]>
export type Change = NonNullable<Activity["changes"]>[number]
export type Provider = Agent["provider"]

export type NewTask = Paths["/projects/{projectId}/tasks"]["post"]["requestBody"]["content"]["application/json"]
export type TaskChange =
  Paths["/projects/{projectId}/tasks/{taskId}"]["patch"]["requestBody"]["content"]["application/json"]

export type DocumentChange =
  Paths["/projects/{projectId}/docs/{docId}"]["patch"]["requestBody"]["content"]["application/json"]

/** What events carry, by their type; the contract says which of these an event has. */
export type LiveData = Partial<TaskPosition> & {
  task?: Card
  changes?: Change[]
  position?: TaskPosition | null
  /** Ranks of the view were written anew. */
  rebalanced?: boolean
  member?: Member
  /** The other side of a link between tasks. */
  other_task_id?: string
  conversation?: Conversation
  import?: Import
  export?: ProjectExport
  /** The document that a file belongs to. */
  doc_id?: string
  /** Of a document or a folder only the changed fields' names are told. */
  fields?: string[]
  conversation_id?: string
  index?: number
  type?: ConversationEvent["type"]
  data?: ConversationEvent["data"]
  at?: string
}

/** One live event, as the server of this origin sends it. Readers take what they need and drop the rest. */
export type LiveEvent = {
  id: string
  type: string
  project_id: string | null
  entity_type: string
  entity_id: string
  version: number
  data: LiveData
  at: string
}
