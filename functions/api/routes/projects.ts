import * as Role from "../../core/access/role.ts"
import * as Export from "../../core/export/export.ts"
import * as Import from "../../core/import/import.ts"
import * as Member from "../../core/member/member.ts"
import * as Project from "../../core/project/project.ts"
import * as Search from "../../core/search/search.ts"
import { route } from "../route.ts"

export const projectRoutes = [
  route("GET", "/projects", "projects.list", Project.list),
  route("POST", "/projects", "projects.create", Project.create, { status: 201 }),
  route("GET", "/projects/:projectId", "projects.get", Project.get),
  route("PATCH", "/projects/:projectId", "projects.update", Project.update),
  route("DELETE", "/projects/:projectId", "projects.remove", Project.remove),
  route("POST", "/projects/:projectId/archive", "projects.archive", Project.archive),
  route("POST", "/projects/:projectId/unarchive", "projects.unarchive", Project.unarchive),

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

  route("GET", "/projects/:projectId/search", "search.inProject", Search.inProject),

  route("GET", "/projects/:projectId/exports", "exports.list", Export.list),
  route("POST", "/projects/:projectId/exports", "exports.start", Export.start, { status: 202 }),
  route("GET", "/projects/:projectId/exports/:id", "exports.get", Export.get),
  route("GET", "/projects/:projectId/exports/:id/download", "exports.download", Export.download),
  route("DELETE", "/projects/:projectId/exports/:id", "exports.cancel", Export.cancel),

  route("POST", "/projects/:projectId/imports", "imports.start", Import.start, {
    status: 202,
    upload: { preview: Import.preview, limit: Import.FILE_LIMIT },
  }),
  route("GET", "/projects/:projectId/imports/:id", "imports.get", Import.get),
  route("POST", "/projects/:projectId/imports/:id/cancel", "imports.cancel", Import.cancel),
]
