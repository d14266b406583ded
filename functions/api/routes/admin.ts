import * as Admin from "../../core/user/admin.ts"
import * as GlobalRole from "../../core/user/global-role.ts"
import { route } from "../route.ts"

export const adminRoutes = [
  route("GET", "/admin/users", "admin.users", Admin.list),
  route("POST", "/admin/users", "admin.createUser", Admin.create, { status: 201 }),
  route("PATCH", "/admin/users/:userId", "admin.updateUser", Admin.update),
  route("PATCH", "/admin/users/:userId/password", "admin.resetPassword", Admin.resetPassword),
  route("DELETE", "/admin/users/:userId", "admin.removeUser", Admin.remove),

  route("GET", "/admin/roles", "admin.roles", GlobalRole.list),
  route("POST", "/admin/roles", "admin.createRole", GlobalRole.create, { status: 201 }),
  route("PATCH", "/admin/roles/:roleId", "admin.updateRole", GlobalRole.update),
  route("DELETE", "/admin/roles/:roleId", "admin.removeRole", GlobalRole.remove),
]
