import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { BddScenario, Paths } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

/** The task whose scenarios are meant. */
export type Place = { projectId: string; taskId: string }

const scenarios = "/projects/{projectId}/tasks/{taskId}/bdd-scenarios"
const scenario = "/projects/{projectId}/tasks/{taskId}/bdd-scenarios/{id}"

/** The whole text, or clauses of it. */
export type ScenarioInput = Paths[typeof scenario]["patch"]["requestBody"]["content"]["application/json"]

/** A task's scenarios, oldest first. */
export const scenariosQuery = ({ projectId, taskId }: Place) =>
  queryOptions({
    queryKey: keys.scenarios(projectId, taskId),
    queryFn: ({ signal }) => data(api.GET(scenarios, { params: { path: { projectId, taskId } }, signal })),
  })

/** Writes a scenario, or changes the one with `id`. What is wrong with it is shown where it is written. */
export function useSaveScenario({ projectId, taskId }: Place) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ id, input: body }: { id?: string | undefined; input: ScenarioInput }) =>
      id === undefined
        ? data(api.POST(scenarios, { params: { path: { projectId, taskId } }, body }))
        : data(api.PATCH(scenario, { params: { path: { projectId, taskId, id } }, body })),
    onSuccess: (saved) => {
      client.setQueryData<BddScenario[]>(keys.scenarios(projectId, taskId), (list) =>
        list?.some(({ id }) => id === saved.id)
          ? list.map((old) => (old.id === saved.id ? saved : old))
          : list && [...list, saved],
      )
      client.invalidateQueries({ queryKey: keys.activities(projectId, taskId) })
    },
  })
}

/** Deletes a scenario. It disappears at once and comes back if that is refused. */
export function useDeleteScenario({ projectId, taskId }: Place) {
  const client = useQueryClient()
  const key = keys.scenarios(projectId, taskId)
  return useMutation({
    mutationFn: (old: BddScenario) =>
      done(api.DELETE(scenario, { params: { path: { projectId, taskId, id: old.id } } })),
    onMutate: async (old) => {
      await client.cancelQueries({ queryKey: key })
      client.setQueryData<BddScenario[]>(key, (list) => list?.filter(({ id }) => id !== old.id))
    },
    onSettled: () => {
      client.invalidateQueries({ queryKey: key })
      client.invalidateQueries({ queryKey: keys.activities(projectId, taskId) })
    },
  })
}
