import type { Card, TaskStatus } from "./api.gen.ts"
import { type Board, keep } from "./board-cache.ts"
import { byRank } from "./rank.ts"

/** Cards and boards for tests, with what a test does not say filled in. */

export const statusesOf = (ids: string[]): TaskStatus[] =>
  ids.map((id, position) => ({ id, name: id, category: "todo", position, is_default: position === 0 }))

export function cardOf(number: number, status_id: string, over: Partial<Card> = {}): Card {
  return {
    id: `task-${number}`,
    number,
    key: `PLN-${number}`,
    title: `Task ${number}`,
    status_id,
    task_type_id: "type",
    priority: null,
    assignee_ids: [],
    points: null,
    start_date: null,
    due_date: null,
    tags: [],
    sprint_id: null,
    parent_task_id: null,
    custom_fields: {},
    comment_count: 0,
    version: 1,
    rank: `a${number}`,
    ...over,
  }
}

/**
 * A board by status.
 * @param more how many cards of a column follow that are not here, by the column's key
 */
export function boardOf(statuses: TaskStatus[], tasks: Card[], more: Record<string, number> = {}): Board {
  const columns = statuses.map(({ id, name }) => {
    const own = tasks.filter((card) => card.status_id === id)
    return {
      key: id,
      name,
      total: own.length + (more[id] ?? 0),
      sum: own.reduce((sum, card) => sum + (card.points ?? 0), 0),
      next_cursor: more[id] ? "cursor" : null,
    }
  })
  const cells = columns.map(({ key, total, sum, next_cursor }) => {
    const own = tasks.filter((card) => card.status_id === key).sort(byRank)
    return { column: key, swimlane: null, total, sum, next_cursor, task_ids: own.map(({ id }) => id) }
  })
  return keep({
    project: {
      id: "p",
      workspace_id: "w",
      name: "P",
      prefix: "PLN",
      description: "",
      is_public: false,
      version: 1,
      created_at: "",
      archived_at: null,
    },
    view: {
      id: "view",
      name: "Board",
      context: "backlog",
      layout: "board",
      sprint_id: null,
      config: {
        fields: [],
        column_by: "status",
        swimlanes: null,
        sort_by: "manual",
        sort_direction: "asc",
        field_sum: "points",
        slice_by: null,
        filters: null,
        collapsed_columns: [],
        page_size: 50,
        initial_page_size: 50,
        plugin_manifest_id: null,
        plugin_component: null,
      },
      position: 0,
      version: 1,
      created_at: "",
      updated_at: "",
    },
    views: [],
    statuses,
    task_types: [],
    members: [],
    sprints: [],
    custom_fields: [],
    columns,
    swimlanes: [],
    slices: [],
    cells,
    tasks,
    working: [],
    actions: ["*"],
    last_event_id: null,
  })
}
