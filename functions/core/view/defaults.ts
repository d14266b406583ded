import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import type { StoredConfig } from "./config.ts"
import { view } from "./view.sql.ts"

const byStatus: StoredConfig = { column_by: "status", sort_by: "manual", field_sum: "points" }

/** The views of a new project: its board, its backlog by sprint and a timeline of its epics. */
export async function addProjectViews(tx: Database, projectId: string, epicTypeId: string): Promise<void> {
  const epics: StoredConfig["filters"] = { field: "task_type", operator: "is", value: epicTypeId }
  await tx.insert(view).values([
    { project_id: projectId, name: "Board", context: "backlog", layout: "board", config: byStatus, position: 0 },
    {
      project_id: projectId,
      name: "Backlog",
      context: "backlog",
      layout: "table",
      config: { column_by: "sprint", sort_by: "manual", field_sum: "points" },
      position: 1,
    },
    {
      project_id: projectId,
      name: "Roadmap",
      context: "timeline",
      layout: "roadmap",
      config: { sort_by: "start_date", filters: epics },
      position: 0,
    },
  ])
}

/** The views of new sprints, a board and a table each, in one statement. */
export async function addSprintViews(tx: Database, projectId: string, sprintIds: string[]): Promise<void> {
  if (sprintIds.length === 0) return
  await tx.insert(view).values(
    sprintIds.flatMap((sprint_id) =>
      (["board", "table"] as const).map((layout, position) => ({
        id: clock.id(),
        project_id: projectId,
        sprint_id,
        name: layout === "board" ? "Board" : "Table",
        context: "sprint" as const,
        layout,
        config: byStatus,
        position,
      })),
    ),
  )
}
