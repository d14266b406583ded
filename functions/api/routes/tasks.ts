import * as Activity from "../../core/task/activity.ts"
import * as Comment from "../../core/task/comment.ts"
import * as Task from "../../core/task/task.ts"
import { route } from "../route.ts"

export const taskRoutes = [
  route("GET", "/projects/:projectId/tasks", "tasks.list", Task.list),
  route("POST", "/projects/:projectId/tasks", "tasks.create", Task.create, { status: 201 }),
  route("GET", "/projects/:projectId/tasks/by-number/:number", "tasks.getByNumber", Task.getByNumber),
  route("GET", "/projects/:projectId/tasks/:taskId", "tasks.get", Task.get),
  route("PATCH", "/projects/:projectId/tasks/:taskId", "tasks.update", Task.update),
  route("DELETE", "/projects/:projectId/tasks/:taskId", "tasks.remove", Task.remove),
  route("POST", "/projects/:projectId/tasks/:taskId/restore", "tasks.restore", Task.restore),

  route("GET", "/projects/:projectId/tasks/:taskId/activities", "activities.list", Activity.list),
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
]
