/** What can be missing: a noun gives its code, e.g. `time log` gives `TIME_LOG_NOT_FOUND`. */
export const nouns = [
  "agent",
  "API key",
  "attachment",
  "bdd scenario",
  "comment",
  "conversation",
  "custom field",
  "document",
  "export",
  "folder",
  "import",
  "invitation",
  "link",
  "member",
  "notification",
  "page",
  "project",
  "role",
  "snapshot",
  "sprint",
  "status",
  "task",
  "task type",
  "time log",
  "user",
  "view",
  "workspace",
] as const
export type Noun = (typeof nouns)[number]

/** Every other code. One that is not here does not compile; they are stable, so one that is here stays. */
const others = [
  "AGENT_IS_MEMBER",
  "ALREADY_A_MEMBER",
  "BAD_REQUEST",
  "BODY_TOO_LARGE",
  "BUSY",
  "CONVERSATION_OVER",
  "CONVERSATION_TAKEN",
  "EXPORT_EXPIRED",
  "EXPORT_NOT_READY",
  "EXPORT_RUNNING",
  "FIELD_NAME_TAKEN",
  "FILE_TOO_LARGE",
  "FOLDER_CYCLE",
  "FORBIDDEN",
  "HANDLE_TAKEN",
  "IDEMPOTENCY_KEY_REUSED",
  "INTERNAL_ERROR",
  "INVITATION_FOR_SOMEBODY_ELSE",
  "LAST_OWNER",
  "LINK_CYCLE",
  "LINK_EXISTS",
  "LINK_IN_TEXT",
  "MEMBERSHIP_CHANGED",
  "NO_DEFAULTS",
  "OPTION_IN_USE",
  "PARENT_CYCLE",
  "PREFIX_TAKEN",
  "PROJECT_ARCHIVED",
  "ROLE_IN_USE",
  "ROLE_IS_SYSTEM",
  "ROLE_NAME_TAKEN",
  "ROLE_TOO_POWERFUL",
  "SPRINT_ACTIVE",
  "SPRINT_COMPLETED",
  "SPRINT_IN_USE",
  "SPRINT_NOT_STARTED",
  "STATUS_IN_USE",
  "STATUS_IS_DEFAULT",
  "STATUS_NAME_TAKEN",
  "TASK_TYPE_IN_USE",
  "TASK_TYPE_IS_DEFAULT",
  "TASK_TYPE_IS_SYSTEM",
  "TASK_TYPE_NAME_TAKEN",
  "TOO_MANY_ATTACHMENTS",
  "UNAUTHORIZED",
  "UPLOAD_INCOMPLETE",
  "VERSION_CONFLICT",
  "WRONG_ORIGIN",
] as const

type Replaced<S extends string> = S extends `${infer Head} ${infer Tail}` ? `${Head}_${Replaced<Tail>}` : S
export type NotFoundCode<N extends Noun = Noun> = `${Uppercase<Replaced<N>>}_NOT_FOUND`

/** A failure's stable name, for programs. The OpenAPI document lists them all. */
export type ErrorCode = (typeof others)[number] | NotFoundCode

export const notFoundCode = <N extends Noun>(noun: N) =>
  `${noun.toUpperCase().replaceAll(" ", "_")}_NOT_FOUND` as NotFoundCode<N>

export const errorCodes: readonly ErrorCode[] = [...others, ...nouns.map((noun) => notFoundCode(noun))].toSorted()
