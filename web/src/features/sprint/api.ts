import { queryOptions } from "@tanstack/react-query"
import type { Paths, Planning, SprintSummary } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { useOptimistic } from "../../lib/optimistic.ts"

export const overviewKey = (projectId: string) => [...keys.planning(projectId), "overview"] as const

/** A project's sprints with what they hold, its backlog's size and its members: one round trip. */
export const planningQuery = (projectId: string) =>
  queryOptions({
    queryKey: overviewKey(projectId),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/planning", { params: { path: { projectId } }, signal })),
  })

/** The most tasks that one request answers. */
const PAGE = 200

/** The unfinished tasks of a sprint, as many as one answer holds. */
export const unfinishedQuery = (projectId: string, sprintId: string, statusIds: string[]) =>
  queryOptions({
    queryKey: [...keys.planning(projectId), "unfinished", sprintId],
    queryFn: async ({ signal }) => {
      const query = { sprint_id: sprintId, page_size: PAGE }
      const { items } = await data(
        api.GET("/projects/{projectId}/planning/tasks", { params: { path: { projectId }, query }, signal }),
      )
      return items.filter((card) => statusIds.includes(card.status_id))
    },
    staleTime: 0,
  })

type NewSprint = Paths["/projects/{projectId}/sprints"]["post"]["requestBody"]["content"]["application/json"]
export type SprintFields = NewSprint & { id?: string | undefined }

/** What besides the sprints themselves shows them. */
const shownIn = (projectId: string) => [keys.planning(projectId), keys.board(projectId)]

/** Plans a sprint, or changes one. */
export const useSaveSprint = (projectId: string) =>
  useOptimistic({
    queryKey: overviewKey(projectId),
    also: shownIn(projectId),
    quiet: true,
    send: ({ id, ...body }: SprintFields) =>
      id
        ? data(api.PATCH("/projects/{projectId}/sprints/{id}", { params: { path: { projectId, id } }, body }))
        : data(api.POST("/projects/{projectId}/sprints", { params: { path: { projectId } }, body })),
  })

export const useStartSprint = (projectId: string) =>
  useOptimistic({
    queryKey: overviewKey(projectId),
    also: shownIn(projectId),
    quiet: true,
    send: ({ id, ...body }: { id: string; start_date: string; end_date: string | null }) =>
      data(api.POST("/projects/{projectId}/sprints/{id}/start", { params: { path: { projectId, id } }, body })),
  })

export const useCompleteSprint = (projectId: string) =>
  useOptimistic({
    queryKey: overviewKey(projectId),
    also: shownIn(projectId),
    quiet: true,
    send: ({ id, move_to_sprint_id }: { id: string; move_to_sprint_id: string | null }) =>
      data(
        api.POST("/projects/{projectId}/sprints/{id}/complete", {
          params: { path: { projectId, id } },
          body: { move_to_sprint_id },
        }),
      ),
  })

export const useDeleteSprint = (projectId: string) =>
  useOptimistic({
    queryKey: overviewKey(projectId),
    also: shownIn(projectId),
    quiet: true,
    send: ({ id, move_to }: { id: string; move_to: string }) =>
      done(
        api.DELETE("/projects/{projectId}/sprints/{id}", {
          params: { path: { projectId, id }, query: { move_to } },
        }),
      ),
  })

type CapacityChange = { id: string; member_id: string; points: number | null }

const withCapacity = (sprint: SprintSummary, { member_id, points }: CapacityChange): SprintSummary => {
  const others = sprint.capacity.filter((one) => one.member_id !== member_id)
  return { ...sprint, capacity: points === null ? others : [...others, { member_id, points }] }
}

/** Says how much a member can take on in a sprint. */
export const useSetCapacity = (projectId: string) =>
  useOptimistic<CapacityChange, Planning>({
    queryKey: overviewKey(projectId),
    send: ({ id, member_id, points }) =>
      data(
        api.PUT("/projects/{projectId}/sprints/{id}/capacity/{memberId}", {
          params: { path: { projectId, id, memberId: member_id } },
          body: { points },
        }),
      ),
    patch: (planning, change) => ({
      ...planning,
      sprints: planning.sprints.map((sprint) => (sprint.id === change.id ? withCapacity(sprint, change) : sprint)),
    }),
  })
