import type { QueryClient } from "@tanstack/react-query"
import { movesUnderWay } from "../features/board/api.ts"
import { isChanging } from "../features/board/changes.ts"
import { patchFeed } from "../features/comment/live.ts"
import { patchConversations } from "../features/conversation/live.ts"
import { patchDocuments } from "../features/document/live.ts"
import { patchExports } from "../features/export/live.ts"
import { patchFirstSteps } from "../features/first-steps/live.ts"
import { patchImports } from "../features/import/live.ts"
import { patchNotifications } from "../features/notification/live.ts"
import { patchSchedule } from "../features/schedule/live.ts"
import { patchPlanning } from "../features/sprint/live.ts"
import { patchTasks } from "../features/task/live.ts"
import type { Session, TaskLink } from "../lib/api.gen.ts"
import { type Board, patchBoard } from "../lib/board-cache.ts"
import { applyEvent, isUncertain } from "../lib/board-events.ts"
import { keys } from "../lib/keys.ts"
import { forgetRecent } from "../lib/recent.ts"
import type { LiveEvent } from "../lib/types.ts"

/** Brings every cache up to date with one event. */
export function applyLiveEvent(client: QueryClient, event: LiveEvent): void {
  const { project_id, data } = event
  const moved = event.type === "view.positions_changed" ? data.task_id : data.position?.task_id
  // The echo of an earlier move or change must not throw a card back that this person is still moving or changing.
  const stale =
    (moved !== undefined && movesUnderWay(client, moved) > 0) ||
    (event.type === "task.updated" && isChanging(client, event.entity_id))
  if (project_id && !stale) {
    refetchUncertain(client, project_id, event)
    patchBoard(client, project_id, (board) => applyEvent(board, event))
  }
  patchTasks(client, event)
  patchFeed(client, event)
  patchConversations(client, event)
  patchNotifications(client, event)
  patchImports(client, event)
  patchDocuments(client, event)
  patchExports(client, event)
  patchPlanning(client, event)
  patchFirstSteps(client, event)
  patchSchedule(client, event)
  refetchLists(client, event)
}

/** A board that is read again waits this long for more reasons to. Milliseconds. */
const uncertainFor = 1_000
const waiting = new Set<string>()

/** Reads boards again that an event leaves open. */
function refetchUncertain(client: QueryClient, projectId: string, event: LiveEvent): void {
  const boards = client.getQueriesData<Board>({ queryKey: keys.board(projectId) })
  if (waiting.has(projectId) || !boards.some(([, board]) => board && isUncertain(board, event))) return
  waiting.add(projectId)
  setTimeout(() => {
    waiting.delete(projectId)
    client.invalidateQueries({ queryKey: keys.board(projectId) })
  }, uncertainFor)
}

/** Small lists that change seldom are fetched again rather than patched. */
function refetchLists(client: QueryClient, event: LiveEvent): void {
  const { project_id, type } = event
  if (type.startsWith("workspace.") || type.startsWith("project.")) client.invalidateQueries({ queryKey: keys.session })
  if (!project_id) return
  if (type === "task.deleted" || type === "doc.deleted") forgetRecent(event.entity_id)
  if (type.startsWith("member.")) {
    client.invalidateQueries({ queryKey: keys.members(project_id) })
    const { member } = event.data
    const me = client.getQueryData<Session>(keys.session)?.user.id
    // What this person may do changed, and with it everything that offers to do something.
    if (me && member?.user_id === me) client.invalidateQueries()
  }
  if (type.startsWith("project.")) client.invalidateQueries({ queryKey: keys.about(project_id) })
  if (/^(status|task_type|custom_field)\./.test(type)) client.invalidateQueries({ queryKey: keys.settings(project_id) })
  if (type.startsWith("sprint.")) client.invalidateQueries({ queryKey: keys.sprints(project_id) })
  if (type.startsWith("role.")) client.invalidateQueries({ queryKey: keys.roles(project_id) })
  if (type.startsWith("task.")) {
    client.invalidateQueries({ queryKey: keys.myTasks })
    client.invalidateQueries({ queryKey: keys.children(project_id) })
    if (event.data.changes?.some(({ field }) => field === "tags") || event.data.task?.tags.length)
      client.invalidateQueries({ queryKey: keys.tags(project_id) })
  }
  refetchParts(client, project_id, event)
  if (/^agent\.(created|updated|deleted)$/.test(type)) client.invalidateQueries({ queryKey: keys.agents(project_id) })
  // Statuses, types and sprints are part of the board's one round trip.
  if (
    /^(status|task_status|task_type|custom_field|sprint|view)\.(?!positions)/.test(type) ||
    type === "import.completed"
  )
    client.invalidateQueries({ queryKey: keys.board(project_id) })
}

const parts: [prefix: string, key: (projectId: string, taskId: string) => readonly string[]][] = [
  ["attachment.", keys.attachments],
  ["link.", keys.links],
  ["bdd_scenario.", keys.scenarios],
  ["time_log.", keys.timeLogs],
  ["watch.", keys.watchers],
  // Who has said something watches from then on.
  ["comment.", keys.watchers],
]

/** What belongs to a task besides its fields. A link shows the title and the status of a task that any event may be about. */
function refetchParts(client: QueryClient, projectId: string, { type, data }: LiveEvent): void {
  for (const [prefix, key] of parts) {
    if (!type.startsWith(prefix)) continue
    for (const taskId of [data.task_id, data.other_task_id])
      if (taskId) client.invalidateQueries({ queryKey: key(projectId, taskId) })
  }
  if (/^task\.(updated|deleted|restored)$/.test(type)) {
    const links = client.getQueriesData<TaskLink[]>({ queryKey: ["project", projectId, "links"] })
    for (const [queryKey, list] of links)
      if (type === "task.restored" || list?.some((link) => link.task.id === data.task?.id))
        client.invalidateQueries({ queryKey })
  }
}

/** The server could not tell what was missed: what is shown is fetched again, the rest when it is next shown. */
export function refetchEverything(client: QueryClient): void {
  client.invalidateQueries()
}
