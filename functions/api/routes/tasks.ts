import * as Attachment from "../../core/file/attachment.ts"
import * as Activity from "../../core/task/activity.ts"
import * as Scenario from "../../core/task/bdd-scenario.ts"
import * as Bulk from "../../core/task/bulk.ts"
import * as Child from "../../core/task/child.ts"
import * as Comment from "../../core/task/comment.ts"
import * as Link from "../../core/task/link.ts"
import * as Reaction from "../../core/task/reaction.ts"
import * as Revert from "../../core/task/revert.ts"
import * as Task from "../../core/task/task.ts"
import * as TimeLog from "../../core/task/time-log.ts"
import * as Watch from "../../core/task/watch.ts"
import { route } from "../route.ts"

export const taskRoutes = [
  route("GET", "/projects/:projectId/tasks", "tasks.list", Task.list),
  route("POST", "/projects/:projectId/tasks", "tasks.create", Task.create, { status: 201 }),
  route("POST", "/projects/:projectId/tasks/bulk", "tasks.bulk", Bulk.bulk),
  route("GET", "/projects/:projectId/tasks/by-number/:number", "tasks.getByNumber", Task.getByNumber),
  route("GET", "/projects/:projectId/tasks/:taskId", "tasks.get", Task.get),
  route("PATCH", "/projects/:projectId/tasks/:taskId", "tasks.update", Task.update),
  route("DELETE", "/projects/:projectId/tasks/:taskId", "tasks.remove", Task.remove),
  route("POST", "/projects/:projectId/tasks/:taskId/restore", "tasks.restore", Task.restore),

  route("GET", "/projects/:projectId/tasks/:taskId/children", "children.list", Child.list),
  route("POST", "/projects/:projectId/tasks/:taskId/children", "children.create", Child.create, { status: 201 }),
  route("GET", "/projects/:projectId/tasks/:taskId/links", "links.list", Link.list),
  route("POST", "/projects/:projectId/tasks/:taskId/links", "links.create", Link.create, { status: 201 }),
  route("DELETE", "/projects/:projectId/tasks/:taskId/links/:id", "links.remove", Link.remove),

  route("GET", "/projects/:projectId/tasks/:taskId/time-logs", "timeLogs.list", TimeLog.list),
  route("POST", "/projects/:projectId/tasks/:taskId/time-logs", "timeLogs.create", TimeLog.create, { status: 201 }),
  route("PATCH", "/projects/:projectId/tasks/:taskId/time-logs/:id", "timeLogs.update", TimeLog.update),
  route("DELETE", "/projects/:projectId/tasks/:taskId/time-logs/:id", "timeLogs.remove", TimeLog.remove),

  route("GET", "/projects/:projectId/tasks/:taskId/bdd-scenarios", "bddScenarios.list", Scenario.list),
  route("POST", "/projects/:projectId/tasks/:taskId/bdd-scenarios", "bddScenarios.create", Scenario.create, {
    status: 201,
  }),
  route("GET", "/projects/:projectId/tasks/:taskId/bdd-scenarios/:id", "bddScenarios.get", Scenario.get),
  route("PATCH", "/projects/:projectId/tasks/:taskId/bdd-scenarios/:id", "bddScenarios.update", Scenario.update),
  route("DELETE", "/projects/:projectId/tasks/:taskId/bdd-scenarios/:id", "bddScenarios.remove", Scenario.remove),

  route("GET", "/projects/:projectId/tasks/:taskId/attachments", "attachments.list", Attachment.list),
  route(
    "POST",
    "/projects/:projectId/tasks/:taskId/attachments/initiate-upload",
    "attachments.initiate",
    Attachment.initiate,
    { status: 201 },
  ),
  route(
    "POST",
    "/projects/:projectId/tasks/:taskId/attachments/complete-upload",
    "attachments.complete",
    Attachment.complete,
    { status: 201 },
  ),
  route(
    "GET",
    "/projects/:projectId/tasks/:taskId/attachments/:attachmentId/download-url",
    "attachments.downloadUrl",
    Attachment.downloadUrl,
  ),
  route(
    "GET",
    "/projects/:projectId/tasks/:taskId/attachments/:attachmentId/content",
    "attachments.content",
    Attachment.content,
  ),
  route(
    "DELETE",
    "/projects/:projectId/tasks/:taskId/attachments/:attachmentId",
    "attachments.remove",
    Attachment.remove,
  ),

  route("GET", "/projects/:projectId/tasks/:taskId/activities", "activities.list", Activity.list),
  route("POST", "/projects/:projectId/tasks/:taskId/activities/:activityId/revert", "activities.revert", Revert.revert),
  route("GET", "/projects/:projectId/tasks/:taskId/activities/comments", "comments.list", Comment.list),
  route("POST", "/projects/:projectId/tasks/:taskId/activities/comments", "comments.create", Comment.create, {
    status: 201,
  }),
  route(
    "PATCH",
    "/projects/:projectId/tasks/:taskId/activities/comments/:commentId",
    "comments.update",
    Comment.update,
  ),
  route(
    "DELETE",
    "/projects/:projectId/tasks/:taskId/activities/comments/:commentId",
    "comments.remove",
    Comment.remove,
  ),
  route(
    "PUT",
    "/projects/:projectId/tasks/:taskId/activities/comments/:commentId/reactions",
    "comments.react",
    Reaction.react,
  ),
  route("GET", "/projects/:projectId/tasks/:taskId/watchers", "watchers.list", Watch.watchers),
  route("PUT", "/projects/:projectId/tasks/:taskId/watchers/me", "watchers.watch", Watch.watch),
]
