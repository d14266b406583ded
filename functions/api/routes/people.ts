import * as ApiKey from "../../core/access/api-key.ts"
import * as Favorite from "../../core/favorite/favorite.ts"
import * as Notification from "../../core/notification/notification.ts"
import * as Preference from "../../core/notification/preference.ts"
import * as Search from "../../core/search/search.ts"
import * as MyTasks from "../../core/task/my-tasks.ts"
import * as Usage from "../../core/usage/usage.ts"
import * as App from "../../core/user/app.ts"
import * as SecurityEvent from "../../core/user/security-event.ts"
import * as Session from "../../core/user/session.ts"
import * as User from "../../core/user/user.ts"
import * as Invitation from "../../core/workspace/invitation.ts"
import * as Workspace from "../../core/workspace/workspace.ts"
import { route } from "../route.ts"

export const peopleRoutes = [
  route("GET", "/session", "session.get", User.session),
  route("GET", "/users/me", "users.me", User.me),
  route("PATCH", "/users/me", "users.updateMe", User.updateMe),
  route("PUT", "/users/me/favorites", "favorites.add", Favorite.add),
  route("DELETE", "/users/me/favorites/:id", "favorites.remove", Favorite.remove),
  route("GET", "/users/me/tasks", "users.myTasks", MyTasks.list),
  route("GET", "/users/me/global-permissions", "users.globalPermissions", User.globalPermissions),
  route("GET", "/users/me/api-keys", "apiKeys.list", ApiKey.list),
  route("POST", "/users/me/api-keys", "apiKeys.create", ApiKey.create, { status: 201 }),
  route("DELETE", "/users/me/api-keys/:id", "apiKeys.remove", ApiKey.remove),
  route("GET", "/users/me/sessions", "sessions.list", Session.list),
  route("DELETE", "/users/me/sessions", "sessions.removeOthers", Session.removeOthers),
  route("DELETE", "/users/me/sessions/:id", "sessions.remove", Session.remove),
  route("GET", "/users/me/apps", "apps.list", App.list),
  route("DELETE", "/users/me/apps/:id", "apps.remove", App.remove),
  route("GET", "/users/me/security-events", "securityEvents.list", SecurityEvent.list),

  route("GET", "/workspaces", "workspaces.list", Workspace.list),
  route("POST", "/workspaces", "workspaces.create", Workspace.create, { status: 201 }),
  route("GET", "/workspaces/:workspaceId", "workspaces.get", Workspace.get),
  route("PATCH", "/workspaces/:workspaceId", "workspaces.update", Workspace.update),
  route("DELETE", "/workspaces/:workspaceId", "workspaces.remove", Workspace.remove),
  route("GET", "/workspaces/:workspaceId/usage", "workspaces.usage", Usage.get),
  route("GET", "/workspaces/:workspaceId/members", "workspaces.members", Workspace.members),
  route("PATCH", "/workspaces/:workspaceId/members/:userId", "workspaces.updateMember", Workspace.updateMember),
  route("DELETE", "/workspaces/:workspaceId/members/:userId", "workspaces.removeMember", Workspace.removeMember),
  route("GET", "/workspaces/:workspaceId/invitations", "invitations.list", Invitation.list),
  route("POST", "/workspaces/:workspaceId/invitations", "invitations.create", Invitation.create, { status: 201 }),
  route("DELETE", "/workspaces/:workspaceId/invitations/:id", "invitations.revoke", Invitation.revoke),
  route("GET", "/invitations/:token", "invitations.look", Invitation.look),
  route("POST", "/invitations/:token/accept", "invitations.accept", Invitation.accept),

  route("GET", "/search", "search.everywhere", Search.everywhere),

  route("GET", "/notifications", "notifications.list", Notification.list),
  route("GET", "/notifications/preferences", "notifications.preferences", Preference.get),
  route("PUT", "/notifications/preferences", "notifications.setPreferences", Preference.set),
  route("POST", "/notifications/read-all", "notifications.readAll", Notification.readAll),
  route("POST", "/notifications/:id/read", "notifications.read", Notification.read),
]
