import { queryOptions } from "@tanstack/react-query"
import type { CustomField, Paths, Role, TaskStatus, TaskType } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { useOptimistic } from "../../lib/optimistic.ts"

const statusesKey = (projectId: string) => [...keys.settings(projectId), "statuses"] as const
const typesKey = (projectId: string) => [...keys.settings(projectId), "types"] as const
const fieldsKey = (projectId: string) => [...keys.settings(projectId), "fields"] as const

export const statusesQuery = (projectId: string) =>
  queryOptions({
    queryKey: statusesKey(projectId),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/task-statuses", { params: { path: { projectId } }, signal })),
  })

export const typesQuery = (projectId: string) =>
  queryOptions({
    queryKey: typesKey(projectId),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/task-types", { params: { path: { projectId } }, signal })),
  })

export const fieldsQuery = (projectId: string) =>
  queryOptions({
    queryKey: fieldsKey(projectId),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/custom-fields", { params: { path: { projectId } }, signal })),
  })

export const rolesQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.roles(projectId),
    queryFn: ({ signal }) => data(api.GET("/projects/{projectId}/roles", { params: { path: { projectId } }, signal })),
  })

type Patch<T extends { id: string }> = Partial<T> & { id: string }

/** The list with one of it changed, and in its new place when it has one. */
export function withChange<T extends { id: string }>(list: T[], { id, ...change }: Patch<T>, position?: number): T[] {
  const changed = list.map((each) => (each.id === id ? { ...each, ...change } : each))
  const moved = changed.find((each) => each.id === id)
  if (position === undefined || !moved) return changed
  const others = changed.filter((each) => each.id !== id)
  return others.toSpliced(position, 0, moved)
}

const without = <T extends { id: string }>(list: T[], { id }: { id: string }) => list.filter((each) => each.id !== id)
const asDefault = <T extends { id: string; is_default: boolean }>(list: T[], id: string) =>
  list.map((each) => ({ ...each, is_default: each.id === id }))

type Gone = { id: string; move_to?: string }
const moveTo = ({ move_to }: Gone) => (move_to ? { move_to } : {})

export type NewStatus = Pick<TaskStatus, "name" | "category">
export type StatusChange = Patch<Pick<TaskStatus, "id" | "name" | "category" | "position">>

export const useCreateStatus = (projectId: string) =>
  useOptimistic({
    queryKey: statusesKey(projectId),
    also: [keys.board(projectId)],
    quiet: true,
    send: (body: NewStatus) =>
      data(api.POST("/projects/{projectId}/task-statuses", { params: { path: { projectId } }, body })),
  })

export const useUpdateStatus = (projectId: string, quiet = false) =>
  useOptimistic<StatusChange, TaskStatus[]>({
    queryKey: statusesKey(projectId),
    also: [keys.board(projectId)],
    quiet,
    send: ({ id, ...body }) =>
      data(api.PATCH("/projects/{projectId}/task-statuses/{id}", { params: { path: { projectId, id } }, body })),
    patch: (list, change) => withChange(list, change, change.position),
  })

export const useDefaultStatus = (projectId: string) =>
  useOptimistic<string, TaskStatus[]>({
    queryKey: statusesKey(projectId),
    also: [keys.board(projectId)],
    send: (id) =>
      data(api.PUT("/projects/{projectId}/task-statuses/{id}/set-default", { params: { path: { projectId, id } } })),
    patch: asDefault,
  })

export const useDeleteStatus = (projectId: string) =>
  useOptimistic<Gone, TaskStatus[]>({
    queryKey: statusesKey(projectId),
    also: [keys.board(projectId)],
    quiet: true,
    send: (gone) =>
      done(
        api.DELETE("/projects/{projectId}/task-statuses/{id}", {
          params: { path: { projectId, id: gone.id }, query: moveTo(gone) },
        }),
      ),
  })

export type NewType = Pick<TaskType, "name" | "icon" | "color">
export type TypeChange = Patch<Pick<TaskType, "id" | "name" | "icon" | "color">>

export const useCreateType = (projectId: string) =>
  useOptimistic({
    queryKey: typesKey(projectId),
    also: [keys.board(projectId)],
    quiet: true,
    send: (body: NewType) =>
      data(api.POST("/projects/{projectId}/task-types", { params: { path: { projectId } }, body })),
  })

export const useUpdateType = (projectId: string) =>
  useOptimistic<TypeChange, TaskType[]>({
    queryKey: typesKey(projectId),
    also: [keys.board(projectId)],
    quiet: true,
    send: ({ id, ...body }) =>
      data(api.PATCH("/projects/{projectId}/task-types/{id}", { params: { path: { projectId, id } }, body })),
    patch: (list, change) => withChange(list, change),
  })

export const useDefaultType = (projectId: string) =>
  useOptimistic<string, TaskType[]>({
    queryKey: typesKey(projectId),
    also: [keys.board(projectId)],
    send: (id) =>
      data(api.PUT("/projects/{projectId}/task-types/{id}/set-default", { params: { path: { projectId, id } } })),
    patch: asDefault,
  })

export const useDeleteType = (projectId: string) =>
  useOptimistic<Gone, TaskType[]>({
    queryKey: typesKey(projectId),
    also: [keys.board(projectId)],
    quiet: true,
    send: (gone) =>
      done(
        api.DELETE("/projects/{projectId}/task-types/{id}", {
          params: { path: { projectId, id: gone.id }, query: moveTo(gone) },
        }),
      ),
  })

export type NewField =
  Paths["/projects/{projectId}/custom-fields"]["post"]["requestBody"]["content"]["application/json"]
export type FieldChange = { id: string } & Partial<Pick<NewField, "name" | "options" | "required" | "position">>

export const useCreateField = (projectId: string) =>
  useOptimistic({
    queryKey: fieldsKey(projectId),
    also: [keys.board(projectId)],
    quiet: true,
    send: (body: NewField) =>
      data(api.POST("/projects/{projectId}/custom-fields", { params: { path: { projectId } }, body })),
  })

export const useUpdateField = (projectId: string, quiet = false) =>
  useOptimistic<FieldChange, CustomField[]>({
    queryKey: fieldsKey(projectId),
    also: [keys.board(projectId)],
    quiet,
    send: ({ id, ...body }) =>
      data(api.PATCH("/projects/{projectId}/custom-fields/{id}", { params: { path: { projectId, id } }, body })),
    // New options get their ids from the server.
    patch: (list, { options: _, ...change }) => withChange(list, change, change.position),
  })

export const useDeleteField = (projectId: string) =>
  useOptimistic<{ id: string }, CustomField[]>({
    queryKey: fieldsKey(projectId),
    also: [keys.board(projectId), keys.tasks(projectId)],
    send: ({ id }) =>
      done(api.DELETE("/projects/{projectId}/custom-fields/{id}", { params: { path: { projectId, id } } })),
    patch: without,
  })

export type NewRole = Paths["/projects/{projectId}/roles"]["post"]["requestBody"]["content"]["application/json"]
export type ProjectAction = Exclude<NewRole["actions"][number], "*">

export const useSaveRole = (projectId: string) =>
  useOptimistic<NewRole & { id?: string | undefined }, Role[]>({
    queryKey: keys.roles(projectId),
    quiet: true,
    send: ({ id, ...body }) =>
      id
        ? data(api.PATCH("/projects/{projectId}/roles/{id}", { params: { path: { projectId, id } }, body }))
        : data(api.POST("/projects/{projectId}/roles", { params: { path: { projectId } }, body })),
  })

export const useDeleteRole = (projectId: string) =>
  useOptimistic<Gone, Role[]>({
    queryKey: keys.roles(projectId),
    also: [keys.members(projectId)],
    quiet: true,
    send: (gone) =>
      done(
        api.DELETE("/projects/{projectId}/roles/{id}", {
          params: { path: { projectId, id: gone.id }, query: moveTo(gone) },
        }),
      ),
  })
