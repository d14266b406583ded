import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Card, Task } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { patchBoard, withCard, withoutCard } from "../../lib/board-cache.ts"
import { keys } from "../../lib/keys.ts"
import { childrenQuery } from "../../lib/task-queries.ts"
import type { NewTask, TaskChange } from "../../lib/types.ts"

/** A task by the number in its key. */
export const taskQuery = (projectId: string, number: number) =>
  queryOptions({
    queryKey: keys.task(projectId, number),
    queryFn: ({ signal }) =>
      data(
        api.GET("/projects/{projectId}/tasks/by-number/{number}", { params: { path: { projectId, number } }, signal }),
      ),
    enabled: Number.isInteger(number) && number > 0,
  })

/** The number in a key such as `PLN-12`, or NaN. */
export function numberOf(key: string): number {
  return Number(key.slice(key.lastIndexOf("-") + 1))
}

function toCard(task: Task): Card {
  const { project_id, description, reporter_id, external, created_at, updated_at, deleted_at, ...card } = task
  return card
}

/** Shows a change before the server has answered it; returns the way back. */
function showChange(client: QueryClient, task: Task, input: TaskChange): () => void {
  const { description, custom_fields, ...fields } = input
  const key = keys.task(task.project_id, task.number)
  const show = (shown: Task) => {
    client.setQueryData(key, shown)
    patchBoard(client, task.project_id, (board) => withCard(board, toCard(shown), toCard(task)))
  }
  // Only the fields that were sent change; null takes a value away.
  const values = Object.entries({ ...task.custom_fields, ...custom_fields }).filter(([, value]) => value !== null)
  show({ ...task, ...fields, custom_fields: Object.fromEntries(values) as Task["custom_fields"] })
  return () => show(task)
}

/** @param before null when the task was not there; undefined when what it was is shown already */
function store(client: QueryClient, task: Task, before?: null): void {
  client.setQueryData<Task>(keys.task(task.project_id, task.number), (old) =>
    old && old.version > task.version ? old : { ...old, ...task },
  )
  patchBoard(client, task.project_id, (board) => withCard(board, toCard(task), before))
}

export function useCreateTask(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: NewTask) =>
      data(api.POST("/projects/{projectId}/tasks", { params: { path: { projectId } }, body })),
    onSuccess: (task) => store(client, task, null),
  })
}

type NewChild = Pick<NewTask, "title" | "custom_fields">

/** Adds a task under another. It is listed at once, without its number until the server gave it one. */
export function useCreateChild(parent: Task) {
  const client = useQueryClient()
  const { project_id: projectId, id: taskId } = parent
  const key = childrenQuery(projectId, taskId).queryKey
  return useMutation({
    mutationFn: (body: NewChild) =>
      data(
        api.POST("/projects/{projectId}/tasks/{taskId}/children", { params: { path: { projectId, taskId } }, body }),
      ),
    onMutate: ({ title }) => {
      const id = `new-${crypto.randomUUID()}`
      const fields = { ...toCard(parent), assignee_ids: [], comment_count: 0, custom_fields: {}, tags: [] }
      client.setQueryData(key, (list) => list && [...list, { ...fields, id, title, number: 0, key: "" }])
      return id
    },
    onSuccess: (task) => store(client, task, null),
    onSettled: (task, _error, _input, id) => {
      client.setQueryData(key, (list) => {
        const others = list?.filter((card) => card.id !== id && card.id !== task?.id)
        return others && (task ? [...others, toCard(task)] : others)
      })
      client.invalidateQueries({ queryKey: key })
    },
  })
}

/** A change; its description is Markdown. */
export type Update = { task: Task; input: TaskChange; version?: number }

/** Changes a task. It is shown at once and rolled back if refused. With `version`, a newer change of others wins (409). */
export function useUpdateTask(projectId: string, quiet = false) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet },
    scope: { id: `task-${projectId}` },
    mutationFn: ({ task, input, version }: Update) =>
      data(
        api.PATCH("/projects/{projectId}/tasks/{taskId}", {
          params: { path: { projectId, taskId: task.id } },
          body: input,
          headers: version === undefined ? {} : { "if-match": String(version) },
        }),
      ),
    onMutate: ({ task, input }) => showChange(client, current(client, task), input),
    onSuccess: (task) => {
      store(client, task)
      client.invalidateQueries({ queryKey: keys.activities(projectId, task.id) })
    },
    onError: (_error, _update, undo) => undo?.(),
  })
}

/** The task as the cache has it now: a queued change must not bring back what an earlier one replaced. */
function current(client: QueryClient, task: Task): Task {
  return client.getQueryData<Task>(keys.task(task.project_id, task.number)) ?? task
}

/**
 * Deletes a task.
 * @param onDeleted told also when the page has heard of it before the answer came, and shows nothing of it any more
 */
export function useDeleteTask(projectId: string, onDeleted: (task: Task) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (task: Task) =>
      done(api.DELETE("/projects/{projectId}/tasks/{taskId}", { params: { path: { projectId, taskId: task.id } } })),
    onMutate: (task) => {
      patchBoard(client, projectId, (board) => withoutCard(board, task.id, toCard(task)))
    },
    onSuccess: (_none, task) => {
      client.removeQueries({ queryKey: keys.task(projectId, task.number) })
      onDeleted(task)
    },
    onError: () => client.invalidateQueries({ queryKey: keys.board(projectId) }),
  })
}

export function useRestoreTask(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      data(api.POST("/projects/{projectId}/tasks/{taskId}/restore", { params: { path: { projectId, taskId: id } } })),
    onSuccess: (task) => store(client, task, null),
  })
}
