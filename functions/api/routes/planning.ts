import * as Field from "../../core/field/field.ts"
import * as Capacity from "../../core/sprint/capacity.ts"
import * as Chart from "../../core/sprint/chart.ts"
import * as CycleTime from "../../core/sprint/cycle-time.ts"
import * as Flow from "../../core/sprint/flow.ts"
import * as Planning from "../../core/sprint/planning.ts"
import * as Report from "../../core/sprint/report.ts"
import * as Retrospective from "../../core/sprint/retrospective.ts"
import * as Sprint from "../../core/sprint/sprint.ts"
import * as Status from "../../core/task/status.ts"
import * as Type from "../../core/task/type.ts"
import { route } from "../route.ts"

export const planningRoutes = [
  route("GET", "/projects/:projectId/task-types", "taskTypes.list", Type.list),
  route("POST", "/projects/:projectId/task-types", "taskTypes.create", Type.create, { status: 201 }),
  route("GET", "/projects/:projectId/task-types/:id", "taskTypes.get", Type.get),
  route("PATCH", "/projects/:projectId/task-types/:id", "taskTypes.update", Type.update),
  route("DELETE", "/projects/:projectId/task-types/:id", "taskTypes.remove", Type.remove),
  route("PUT", "/projects/:projectId/task-types/:id/set-default", "taskTypes.setDefault", Type.setDefault),

  route("GET", "/projects/:projectId/task-statuses", "taskStatuses.list", Status.list),
  route("POST", "/projects/:projectId/task-statuses", "taskStatuses.create", Status.create, { status: 201 }),
  route("GET", "/projects/:projectId/task-statuses/:id", "taskStatuses.get", Status.get),
  route("PATCH", "/projects/:projectId/task-statuses/:id", "taskStatuses.update", Status.update),
  route("DELETE", "/projects/:projectId/task-statuses/:id", "taskStatuses.remove", Status.remove),
  route("PUT", "/projects/:projectId/task-statuses/:id/set-default", "taskStatuses.setDefault", Status.setDefault),

  route("GET", "/projects/:projectId/custom-fields", "customFields.list", Field.list),
  route("POST", "/projects/:projectId/custom-fields", "customFields.create", Field.create, { status: 201 }),
  route("GET", "/projects/:projectId/custom-fields/:id", "customFields.get", Field.get),
  route("PATCH", "/projects/:projectId/custom-fields/:id", "customFields.update", Field.update),
  route("DELETE", "/projects/:projectId/custom-fields/:id", "customFields.remove", Field.remove),

  route("GET", "/projects/:projectId/sprints", "sprints.list", Sprint.list),
  route("POST", "/projects/:projectId/sprints", "sprints.create", Sprint.create, { status: 201 }),
  route("GET", "/projects/:projectId/sprints/:id", "sprints.get", Sprint.get),
  route("PATCH", "/projects/:projectId/sprints/:id", "sprints.update", Sprint.update),
  route("DELETE", "/projects/:projectId/sprints/:id", "sprints.remove", Sprint.remove),
  route("POST", "/projects/:projectId/sprints/:id/start", "sprints.start", Sprint.start),
  route("POST", "/projects/:projectId/sprints/:id/complete", "sprints.complete", Sprint.complete),
  route("PUT", "/projects/:projectId/sprints/:id/capacity/:memberId", "sprints.setCapacity", Capacity.setCapacity),
  route("GET", "/projects/:projectId/sprints/:id/burndown", "sprints.burndown", Chart.burndown),
  route("GET", "/projects/:projectId/sprints/:id/report", "sprints.report", Report.report),
  route("POST", "/projects/:projectId/sprints/:id/retrospective", "retrospectives.open", Retrospective.open),
  route(
    "POST",
    "/projects/:projectId/sprints/:id/retrospective/actions",
    "retrospectives.addAction",
    Retrospective.addAction,
    { status: 201 },
  ),
  route("GET", "/projects/:projectId/velocity", "sprints.velocity", Chart.velocity),
  route("GET", "/projects/:projectId/cumulative-flow", "sprints.cumulativeFlow", Flow.cumulativeFlow),
  route("GET", "/projects/:projectId/cycle-time", "sprints.cycleTime", CycleTime.cycleTime),
  route("GET", "/projects/:projectId/planning", "planning.overview", Planning.overview),
  route("GET", "/projects/:projectId/planning/tasks", "planning.tasks", Planning.tasks),
]
