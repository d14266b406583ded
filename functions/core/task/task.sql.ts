import { sql } from "drizzle-orm"
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core"
import { createdAt, id, instant, rankColumn, tsvector } from "../columns.ts"
import { projectMember } from "../member/member.sql.ts"
import { project } from "../project/project.sql.ts"
import { sprint } from "../sprint/sprint.sql.ts"

export const statusCategories = ["backlog", "refinement", "ready", "todo", "inprogress", "done"] as const
export const priorities = ["lowest", "low", "medium", "high", "highest"] as const

export const taskStatus = pgTable(
  "task_status",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    name: text().notNull(),
    category: text({ enum: statusCategories }).notNull(),
    position: integer().notNull(),
    is_default: boolean().notNull().default(false),
  },
  (table) => [
    unique("task_status_in_project").on(table.project_id, table.id),
    uniqueIndex("task_status_name").on(table.project_id, sql`lower(name)`),
    uniqueIndex("task_status_default").on(table.project_id).where(sql`is_default`),
  ],
)

export const taskType = pgTable(
  "task_type",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    name: text().notNull(),
    icon: text().notNull(),
    color: text().notNull(),
    is_system: boolean().notNull().default(false),
    is_default: boolean().notNull().default(false),
  },
  (table) => [
    unique("task_type_in_project").on(table.project_id, table.id),
    uniqueIndex("task_type_name").on(table.project_id, sql`lower(name)`),
    uniqueIndex("task_type_default").on(table.project_id).where(sql`is_default`),
  ],
)

/** Where a task came from when it was imported: its key there and the people whose handles nobody here has. */
export type External = { key: string; assignee?: string; reporter?: string }

/** A value of a project's own field: a select's is the option's id. */
export type CustomValue = string | number | boolean | string[]
export type CustomValues = Record<string, CustomValue>

/** A priority's place from lowest (1) to highest (5), as an order and an index need it. */
export const priorityRank = sql.raw(
  `(case priority ${priorities.map((name, index) => `when '${name}' then ${index + 1}`).join(" ")} end)`,
)

export const task = pgTable(
  "task",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    number: integer().notNull(),
    title: text().notNull(),
    /** Markdown. */
    description: text().notNull().default(""),
    status_id: uuid().notNull(),
    task_type_id: uuid().notNull(),
    sprint_id: uuid(),
    parent_task_id: uuid(),
    priority: text({ enum: priorities }),
    points: numeric({ mode: "number" }),
    start_date: date({ mode: "string" }),
    due_date: date({ mode: "string" }),
    tags: text().array().notNull().default(sql`'{}'::text[]`),
    /** Fractional index derived from the number: the place in every view until somebody drags the task there. */
    rank: rankColumn().notNull(),
    reporter_id: uuid(),
    external: jsonb().$type<External>(),
    /**
     * Values of the project's own fields by the field's id. With the row, not in a table of values: a board reads its
     * cards without a join, a change writes one row, and one GIN index serves the filters of every field.
     */
    custom_fields: jsonb().$type<CustomValues>().notNull().default({}),
    comment_count: integer().notNull().default(0),
    version: integer().notNull().default(1),
    created_at: createdAt(),
    updated_at: createdAt(),
    deleted_at: instant(),
    /** What full-text search looks in: the title before the description, whose end a vector may be too small for. */
    search: tsvector().generatedAlwaysAs(
      sql`setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', left(description, 200000)), 'B')`,
    ),
  },
  (table) => [
    unique("task_in_project").on(table.project_id, table.id),
    unique("task_number").on(table.project_id, table.number),
    // What `view_position` refers to, to know a task's status.
    unique("task_status_of").on(table.project_id, table.id, table.status_id),
    foreignKey({
      columns: [table.project_id, table.status_id],
      foreignColumns: [taskStatus.project_id, taskStatus.id],
    }),
    foreignKey({ columns: [table.project_id, table.task_type_id], foreignColumns: [taskType.project_id, taskType.id] }),
    foreignKey({ columns: [table.project_id, table.sprint_id], foreignColumns: [sprint.project_id, sprint.id] }),
    foreignKey({
      columns: [table.project_id, table.reporter_id],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
    foreignKey({
      columns: [table.project_id, table.parent_task_id],
      foreignColumns: [table.project_id, table.id],
    }),
    uniqueIndex("task_external_key").on(table.project_id, sql`(external ->> 'key')`).where(sql`external is not null`),
    index("task_by_status").on(table.project_id, table.status_id, table.rank).where(sql`deleted_at is null`),
    // A column's count and points are read from this index alone.
    index("task_points_by_status").on(table.project_id, table.status_id, table.points).where(sql`deleted_at is null`),
    index("task_by_sprint").on(table.project_id, table.sprint_id, table.rank).where(sql`deleted_at is null`),
    index("task_by_rank").on(table.project_id, table.rank).where(sql`deleted_at is null`),
    index("task_by_parent").on(table.project_id, table.parent_task_id).where(sql`parent_task_id is not null`),
    index("task_by_custom_field").using("gin", sql`custom_fields jsonb_path_ops`),
    // The project first: one tenant's search must not walk through another's words.
    index("task_by_words").using("gin", table.project_id, table.search),
    index("task_by_title_likeness").using("gin", table.project_id, table.title.op("gin_trgm_ops")),
    // One for each order a list can be read in; the number makes it total.
    index("task_by_title").on(table.project_id, sql`lower(title)`, table.number).where(sql`deleted_at is null`),
    index("task_by_priority").on(table.project_id, priorityRank, table.number).where(sql`deleted_at is null`),
    index("task_by_points").on(table.project_id, table.points, table.number).where(sql`deleted_at is null`),
    index("task_by_due_date").on(table.project_id, table.due_date, table.number).where(sql`deleted_at is null`),
    index("task_by_creation").on(table.project_id, table.created_at, table.number).where(sql`deleted_at is null`),
    index("task_by_update").on(table.project_id, table.updated_at, table.number),
  ],
)

export const taskAssignee = pgTable(
  "task_assignee",
  {
    project_id: uuid().notNull(),
    task_id: uuid().notNull(),
    member_id: uuid().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.project_id, table.task_id, table.member_id] }),
    foreignKey({ columns: [table.project_id, table.task_id], foreignColumns: [task.project_id, task.id] }),
    foreignKey({
      columns: [table.project_id, table.member_id],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
    index("task_assignee_by_member").on(table.project_id, table.member_id),
  ],
)

export const comment = pgTable(
  "comment",
  {
    id: id(),
    project_id: uuid().notNull(),
    task_id: uuid().notNull(),
    author_id: uuid().notNull(),
    /** Markdown; people and agents are mentioned as `@handle`. */
    text: text().notNull(),
    version: integer().notNull().default(1),
    created_at: createdAt(),
    edited_at: instant(),
    deleted_at: instant(),
    search: tsvector().generatedAlwaysAs(sql`setweight(to_tsvector('english', left(text, 200000)), 'C')`),
  },
  (table) => [
    foreignKey({ columns: [table.project_id, table.task_id], foreignColumns: [task.project_id, task.id] }),
    foreignKey({
      columns: [table.project_id, table.author_id],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
    index("comment_by_task").on(table.task_id, table.id),
    index("comment_by_words").using("gin", table.project_id, table.search),
  ],
)

export const linkKinds = ["blocks", "relates", "duplicates"] as const

/** One task's relation to another, kept once: what the other task shows is the inverse. */
export const taskLink = pgTable(
  "task_link",
  {
    id: id(),
    project_id: uuid().notNull(),
    from_task_id: uuid().notNull(),
    to_task_id: uuid().notNull(),
    kind: text({ enum: linkKinds }).notNull(),
    created_at: createdAt(),
  },
  (table) => [
    foreignKey({ columns: [table.project_id, table.from_task_id], foreignColumns: [task.project_id, task.id] }),
    foreignKey({ columns: [table.project_id, table.to_task_id], foreignColumns: [task.project_id, task.id] }),
    // Whichever way round: "A relates to B" and "B relates to A" are one link.
    uniqueIndex("task_link_pair").on(
      table.project_id,
      table.kind,
      sql`least(from_task_id, to_task_id)`,
      sql`greatest(from_task_id, to_task_id)`,
    ),
    index("task_link_from").on(table.from_task_id),
    index("task_link_to").on(table.to_task_id),
    check("task_link_other", sql`from_task_id <> to_task_id`),
  ],
)

/** Time somebody spent on a task. */
export const timeLog = pgTable(
  "time_log",
  {
    id: id(),
    project_id: uuid().notNull(),
    task_id: uuid().notNull(),
    member_id: uuid().notNull(),
    minutes: integer().notNull(),
    day: date({ mode: "string" }).notNull(),
    note: text().notNull().default(""),
    version: integer().notNull().default(1),
    created_at: createdAt(),
    deleted_at: instant(),
  },
  (table) => [
    foreignKey({ columns: [table.project_id, table.task_id], foreignColumns: [task.project_id, task.id] }),
    foreignKey({
      columns: [table.project_id, table.member_id],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
    index("time_log_by_task").on(table.task_id, table.id).where(sql`deleted_at is null`),
    check("time_log_minutes", sql`minutes > 0`),
  ],
)

/** A behaviour a task must show, as one scenario of Gherkin. */
export const bddScenario = pgTable(
  "bdd_scenario",
  {
    id: id(),
    project_id: uuid().notNull(),
    task_id: uuid().notNull(),
    /** The scenario's name, kept beside the source for lists. */
    title: text().notNull(),
    /** The scenario's source, without a `Feature:` line. */
    gherkin: text().notNull(),
    version: integer().notNull().default(1),
    created_at: createdAt(),
    updated_at: createdAt(),
    deleted_at: instant(),
  },
  (table) => [
    foreignKey({ columns: [table.project_id, table.task_id], foreignColumns: [task.project_id, task.id] }),
    index("bdd_scenario_by_task").on(table.task_id, table.id).where(sql`deleted_at is null`),
  ],
)
