import * as Role from "../../core/access/role.ts"
import * as Import from "../../core/import/import.ts"
import * as Member from "../../core/member/member.ts"
import * as Project from "../../core/project/project.ts"
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
  route("PUT", "/projects/:projectId/members/:memberId/roles", "members.setRole", Member.update),

  route("GET", "/projects/:projectId/roles", "roles.list", Member.roles),
  route("POST", "/projects/:projectId/roles", "roles.create", Role.create, { status: 201 }),
  route("GET", "/projects/:projectId/roles/:id", "roles.get", Role.get),
  route("PATCH", "/projects/:projectId/roles/:id", "roles.update", Role.update),
  route("DELETE", "/projects/:projectId/roles/:id", "roles.remove", Role.remove),

  route("POST", "/projects/:projectId/imports", "imports.start", Import.start, {
    status: 202,
    upload: { preview: Import.preview },
  }),
  route("GET", "/projects/:projectId/imports/:id", "imports.get", Import.get),
  route("POST", "/projects/:projectId/imports/:id/cancel", "imports.cancel", Import.cancel),
]
