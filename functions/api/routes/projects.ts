import * as Import from "../../core/import/import.ts"
import * as Member from "../../core/member/member.ts"
import * as Project from "../../core/project/project.ts"
import * as Sprint from "../../core/sprint/sprint.ts"
import * as Settings from "../../core/task/settings.ts"
import * as View from "../../core/view/view.ts"
import { route } from "../route.ts"

export const projectRoutes = [
  route("GET", "/projects", "projects.list", Project.list),
  route("POST", "/projects", "projects.create", Project.create, { status: 201 }),
  route("GET", "/projects/:projectId", "projects.get", Project.get),
  route("PATCH", "/projects/:projectId", "projects.update", Project.update),
  route("DELETE", "/projects/:projectId", "projects.remove", Project.remove),

  route("GET", "/projects/:projectId/members", "members.list", Member.list),
  route("POST", "/projects/:projectId/members", "members.add", Member.add, { status: 201 }),
  route("GET", "/projects/:projectId/members/me/permissions", "members.permissions", Member.permissions),
  route("PATCH", "/projects/:projectId/members/:memberId", "members.update", Member.update),
  route("DELETE", "/projects/:projectId/members/:memberId", "members.remove", Member.remove),
  route("GET", "/projects/:projectId/roles", "roles.list", Member.roles),

  route("GET", "/projects/:projectId/task-types", "taskTypes.list", Settings.types),
  route("GET", "/projects/:projectId/task-statuses", "taskStatuses.list", Settings.statuses),
  route("GET", "/projects/:projectId/sprints", "sprints.list", Sprint.list),

  route("GET", "/projects/:projectId/views", "views.list", View.list),
  route("GET", "/projects/:projectId/views/:viewId/board", "views.board", View.board),
  route("PUT", "/projects/:projectId/views/:viewId/task-positions/:taskId", "views.move", View.move),

  route("POST", "/projects/:projectId/imports", "imports.start", Import.start, {
    status: 202,
    upload: { preview: Import.preview },
  }),
  route("GET", "/projects/:projectId/imports/:id", "imports.get", Import.get),
  route("POST", "/projects/:projectId/imports/:id/cancel", "imports.cancel", Import.cancel),
]
