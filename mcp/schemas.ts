import * as z from "zod"

/**
 * What the API answers, as schemas of tool outputs. A test holds each one against the OpenAPI document, so that none can
 * drift from it.
 */

export const ProjectSummary = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  description: z.string(),
  archived_at: z.string().nullable(),
})

export const Project = ProjectSummary.omit({ archived_at: true }).extend({
  is_public: z.boolean(),
  task_count: z.int(),
  version: z.int(),
  created_at: z.string(),
  archived_at: z.string().nullable(),
})

export const Member = z.object({
  id: z.uuid(),
  project_id: z.uuid(),
  kind: z.enum(["user", "agent"]),
  user_id: z.uuid().nullable(),
  agent_id: z.uuid().nullable(),
  name: z.string(),
  handle: z.string(),
  image: z.string().nullable(),
  role: z.object({ id: z.uuid(), name: z.string() }),
})

const FileFields = z.object({
  id: z.uuid(),
  file: z.object({ file_name: z.string(), content_type: z.string(), file_size: z.int() }),
  created_by: z.uuid(),
  created_at: z.string(),
})

export const Attachment = FileFields.extend({ task_id: z.uuid() })

export const DocAttachment = FileFields.extend({ doc_id: z.uuid() })

export const SearchResult = z.object({
  type: z.enum(["task", "comment", "doc"]),
  id: z.uuid(),
  project_id: z.uuid(),
  title: z.string(),
  task_id: z.uuid().nullable(),
  key: z.string().nullable(),
  matched_in: z.enum(["key", "title", "text"]),
  snippet: z.array(z.object({ text: z.string(), match: z.boolean() })),
  updated_at: z.string(),
})

export const Role = z.object({
  id: z.uuid(),
  name: z.string(),
  actions: z.array(z.string()),
  is_system: z.boolean(),
})

export const TaskType = z.object({
  id: z.uuid(),
  name: z.string(),
  icon: z.string(),
  color: z.string(),
  is_system: z.boolean(),
  is_default: z.boolean(),
})

export const TaskStatus = z.object({
  id: z.uuid(),
  name: z.string(),
  category: z.enum(["backlog", "refinement", "ready", "todo", "inprogress", "done"]),
  position: z.int(),
  is_default: z.boolean(),
})

export const Sprint = z.object({
  id: z.uuid(),
  name: z.string(),
  goal: z.string(),
  state: z.enum(["planned", "active", "completed"]),
  start_date: z.string().nullable(),
  end_date: z.string().nullable(),
})

export const CustomField = z.object({
  id: z.uuid(),
  name: z.string(),
  type: z.enum(["text", "number", "date", "select", "multi_select", "boolean", "url"]),
  options: z.array(z.object({ id: z.uuid(), name: z.string() })),
  required: z.boolean(),
  position: z.int(),
})

export const Amount = z.object({ points: z.number(), tasks: z.int() })

export const Burndown = z.object({
  sprint_id: z.uuid(),
  committed: Amount.nullable(),
  days: z.array(
    z.object({ day: z.string(), scope: Amount, done: Amount, remaining: Amount, ideal_points: z.number().nullable() }),
  ),
})

export const Velocity = z.object({
  sprints: z.array(
    z.object({ sprint_id: z.uuid(), name: z.string(), completed_at: z.string(), committed: Amount, done: Amount }),
  ),
  average_points: z.number().nullable(),
})

export const CycleTime = z.object({
  tasks: z.array(
    z.object({
      task_id: z.uuid(),
      key: z.string(),
      title: z.string(),
      points: z.number().nullable(),
      started_at: z.string(),
      done_at: z.string(),
      days: z.number(),
      has_agent: z.boolean(),
    }),
  ),
  median_days: z.number().nullable(),
  p85_days: z.number().nullable(),
  unstarted: z.int(),
})

export const TaskRef = z.object({ id: z.uuid(), number: z.int(), key: z.string(), title: z.string() })

export const RichText = z.object({ format: z.literal("markdown"), text: z.string() })

export const SprintReport = z.object({
  sprint: Sprint.extend({ started_at: z.string(), completed_at: z.string().nullable() }),
  committed: Amount,
  added: Amount,
  removed: Amount,
  done: Amount,
  unfinished: Amount,
  tasks: z.array(
    TaskRef.extend({
      points: z.number().nullable(),
      outcome: z.enum(["done", "unfinished", "removed"]),
      is_added: z.boolean(),
    }),
  ),
  done_by: z.object({ people: Amount, agents: Amount, together: Amount, nobody: Amount }),
  members: z.array(z.object({ member_id: z.uuid(), name: z.string(), kind: z.enum(["user", "agent"]), done: Amount })),
  agent_work: z
    .array(
      z.object({
        agent_id: z.uuid(),
        name: z.string(),
        conversations: z.int(),
        failed: z.int(),
        seconds: z.int(),
        input_tokens: z.int(),
        output_tokens: z.int(),
      }),
    )
    .nullable(),
  cycle_time: z.object({ tasks: z.int(), median_days: z.number().nullable(), p85_days: z.number().nullable() }),
  reopened: z.array(z.object({ task: TaskRef, times: z.int() })),
  blocked: z.array(z.object({ task: TaskRef, by: z.array(TaskRef.extend({ is_done: z.boolean() })) })),
  scenarios: z.object({ total: z.int(), of_done_tasks: z.int(), tasks_without: z.int() }),
  waits: z.array(z.object({ task: TaskRef, status: z.string(), days: z.number() })),
  retrospective: z.object({ document_id: z.uuid(), title: z.string() }).nullable(),
  actions: z.array(TaskRef.extend({ is_done: z.boolean() })),
  summary: RichText,
})

export const Retrospective = z.object({ document_id: z.uuid(), title: z.string(), is_new: z.boolean() })

const groups = z.union([z.enum(["status", "assignee", "priority", "task_type", "sprint", "parent", "tag"]), z.uuid()])

/** How a view shows tasks. */
export const ViewConfig = z.object({
  fields: z
    .array(
      z.union([
        z.enum([
          "status",
          "assignee",
          "priority",
          "task_type",
          "sprint",
          "parent",
          "tag",
          "key",
          "title",
          "points",
          "start_date",
          "due_date",
          "created_at",
          "updated_at",
          "comment_count",
          "logged_minutes",
        ]),
        z.uuid(),
      ]),
    )
    .max(60),
  column_by: groups.nullable(),
  swimlanes: groups.nullable(),
  sort_by: z.union([
    z.enum([
      "manual",
      "number",
      "title",
      "priority",
      "points",
      "start_date",
      "due_date",
      "created_at",
      "updated_at",
      "status",
    ]),
    z.uuid(),
  ]),
  sort_direction: z.enum(["asc", "desc"]),
  field_sum: z.union([z.enum(["count", "points", "logged_minutes"]), z.uuid()]).nullable(),
  slice_by: groups.nullable(),
  filters: z.record(z.string(), z.unknown()).nullable(),
  collapsed_columns: z.array(z.string().max(200)).max(200),
  page_size: z.int().min(1).max(200),
  initial_page_size: z.int().min(1).max(200),
  plugin_manifest_id: z
    .string()
    .max(200)
    .regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/)
    .nullable(),
  plugin_component: z.string().max(200).nullable(),
})

export const View = z.object({
  id: z.uuid(),
  name: z.string(),
  context: z.enum(["sprint", "backlog", "timeline"]),
  layout: z.enum(["board", "table", "roadmap", "calendar", "plugin"]),
  sprint_id: z.uuid().nullable(),
  config: ViewConfig,
  position: z.int(),
  version: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
})

/** Where a task lies in a view's order by hand. */
export const ViewTaskPosition = z.object({
  view_id: z.uuid(),
  task_id: z.uuid(),
  rank: z.string(),
  status_id: z.uuid(),
})

export const Priority = z.enum(["lowest", "low", "medium", "high", "highest"])

export const Card = z.object({
  id: z.uuid(),
  number: z.int(),
  key: z.string(),
  title: z.string(),
  status_id: z.uuid(),
  task_type_id: z.uuid(),
  priority: Priority.nullable(),
  assignee_ids: z.array(z.uuid()),
  points: z.number().nullable(),
  start_date: z.string().nullable(),
  due_date: z.string().nullable(),
  tags: z.array(z.string()),
  sprint_id: z.uuid().nullable(),
  parent_task_id: z.uuid().nullable(),
  custom_fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  comment_count: z.int(),
  version: z.int(),
  rank: z.string(),
})

export const Task = Card.extend({
  project_id: z.uuid(),
  description: RichText.nullable(),
  reporter_id: z.uuid().nullable(),
  external: z.object({ key: z.string(), assignee: z.string().optional(), reporter: z.string().optional() }).nullable(),
  logged_minutes: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
  deleted_at: z.string().nullable(),
})

export const Emoji = z.enum(["👍", "👎", "❤️", "🎉", "😄", "😕", "🚀", "👀"])

export const Comment = z.object({
  id: z.uuid(),
  task_id: z.uuid(),
  author: z.object({ member_id: z.uuid(), name: z.string(), kind: z.enum(["user", "agent"]) }),
  text: RichText,
  version: z.int(),
  created_at: z.string(),
  edited_at: z.string().nullable(),
  reactions: z.array(z.object({ emoji: Emoji, member_ids: z.array(z.uuid()) })),
})

export const BddScenario = z.object({
  id: z.uuid(),
  task_id: z.uuid(),
  title: z.string(),
  given: z.string(),
  when: z.string(),
  then: z.string(),
  gherkin: z.string(),
  version: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
})

export const DocFolder = z.object({
  id: z.uuid(),
  project_id: z.uuid(),
  parent_id: z.uuid().nullable(),
  name: z.string(),
  position: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
})

export const DocumentItem = z.object({
  id: z.uuid(),
  project_id: z.uuid(),
  folder_id: z.uuid().nullable(),
  title: z.string(),
  position: z.int(),
  version: z.int(),
  created_by: z.uuid(),
  updated_by: z.uuid(),
  created_at: z.string(),
  updated_at: z.string(),
  deleted_at: z.string().nullable(),
})

export const Document = DocumentItem.extend({ content: RichText })

export const DocSnapshotItem = z.object({
  id: z.uuid(),
  document_id: z.uuid(),
  snapshot_number: z.int(),
  title: z.string(),
  created_by: z.uuid(),
  created_by_name: z.string(),
  created_at: z.string(),
})

export const DocSnapshot = DocSnapshotItem.extend({ content: RichText })

export const Activity = z.object({
  id: z.uuid(),
  type: z.string(),
  actor: z.object({
    type: z.enum(["user", "agent", "automation", "system"]),
    id: z.uuid().nullable(),
    name: z.string(),
  }),
  at: z.string(),
  changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })).optional(),
  comment: Comment.optional(),
})

export const Conversation = z.object({
  id: z.uuid(),
  project_id: z.uuid(),
  agent: z.object({
    id: z.uuid(),
    member_id: z.uuid(),
    name: z.string(),
    handle: z.string(),
    provider: z.enum(["demo", "openai-compatible"]),
  }),
  task: z.object({ id: z.uuid(), key: z.string(), title: z.string() }).nullable(),
  doc: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  trigger: z.enum(["assignment", "mention", "message"]),
  caused_by: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  prompt: z.string(),
  status: z.enum(["queued", "running", "paused", "finished", "failed", "stopped", "timed_out", "iteration_limit"]),
  reason: z.string().nullable(),
  summary: z.string().nullable(),
  activity: z.string().nullable(),
  usage: z.object({ input_tokens: z.int(), output_tokens: z.int(), seconds: z.int() }),
  version: z.int(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
})

export const ConversationEvent = z.object({
  index: z.int(),
  type: z.enum([
    "user_message",
    "agent_message_chunk",
    "agent_thought_chunk",
    "tool_call",
    "tool_call_update",
    "turn_end",
  ]),
  data: z.record(z.string(), z.unknown()),
  at: z.string(),
})

export const TaskPosition = z.object({
  view_id: z.uuid(),
  task_id: z.uuid(),
  rank: z.string(),
  status_id: z.uuid(),
  version: z.int(),
})

/** Ids say little to a language model: tasks also carry the names behind them. */
const names = { status: z.string(), type: z.string(), assignees: z.array(z.string()) }

/** A card with the names of its status, type and assignees (`@handle`). */
export const NamedCard = Card.extend(names)

/** A task with the names of its status, type and assignees (`@handle`). */
export const NamedTask = Task.extend(names)
