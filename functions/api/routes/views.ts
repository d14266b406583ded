import * as Board from "../../core/view/board.ts"
import * as Move from "../../core/view/move.ts"
import * as Schedule from "../../core/view/schedule.ts"
import * as View from "../../core/view/view.ts"
import { route } from "../route.ts"

export const viewRoutes = [
  route("GET", "/projects/:projectId/views", "views.list", View.list),
  route("POST", "/projects/:projectId/views", "views.create", View.create, { status: 201 }),
  route("PUT", "/projects/:projectId/views/positions", "views.reorder", View.reorder),
  route("GET", "/projects/:projectId/views/:viewId", "views.get", View.get),
  route("PATCH", "/projects/:projectId/views/:viewId", "views.update", View.update),
  route("DELETE", "/projects/:projectId/views/:viewId", "views.remove", View.remove),
  route("GET", "/projects/:projectId/views/:viewId/board", "views.board", Board.board),
  route("GET", "/projects/:projectId/views/:viewId/tasks", "views.tasks", Board.tasks),
  route("GET", "/projects/:projectId/views/:viewId/schedule", "views.schedule", Schedule.schedule),
  route("GET", "/projects/:projectId/views/:viewId/undated", "views.undated", Schedule.undated),
  route("GET", "/projects/:projectId/views/:viewId/task-positions", "views.positions", Board.positions),
  route("PUT", "/projects/:projectId/views/:viewId/task-positions", "views.bulkMove", Move.bulkMove),
  route("PUT", "/projects/:projectId/views/:viewId/task-positions/:taskId", "views.move", Move.move),

  route("GET", "/projects/:projectId/tags", "tags.list", Board.tags),
]
