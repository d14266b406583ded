import { t } from "@lingui/core/macro"
import { infiniteQueryOptions, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Card, Planning } from "../../lib/api.gen.ts"
import { api, data } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { notifyError } from "../../lib/notify.ts"
import { overviewKey } from "./api.ts"
import { cardsOf, type Pane, type Place, withCard } from "./plan-cache.ts"

const panesKey = (projectId: string) => [...keys.planning(projectId), "tasks"] as const

/** Tasks of one request. */
const PAGE = 200

/** The tasks of a sprint, or of the backlog, page by page in the backlog's order. */
export const paneQuery = (projectId: string, place: Place) =>
  infiniteQueryOptions({
    queryKey: [...panesKey(projectId), place],
    queryFn: ({ signal, pageParam }) => {
      const query = {
        sprint_id: place.sprintId ?? "null",
        page_size: PAGE,
        ...(place.q && { q: place.q }),
        ...(pageParam && { cursor: pageParam }),
      }
      return data(api.GET("/projects/{projectId}/planning/tasks", { params: { path: { projectId }, query }, signal }))
    },
    initialPageParam: "",
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

/** The panes that are kept, each with what it shows. */
function panesOf(client: QueryClient, projectId: string): { key: readonly unknown[]; place: Place; pane: Pane }[] {
  return client.getQueriesData<Pane>({ queryKey: panesKey(projectId) }).flatMap(([key, pane]) => {
    // The key is what `paneQuery` made of it.
    const place = key.at(-1) as Place
    return pane ? [{ key, place, pane }] : []
  })
}

const knownCard = (client: QueryClient, projectId: string, id: string) =>
  panesOf(client, projectId)
    .flatMap(({ pane }) => cardsOf(pane))
    .find((card) => card.id === id)

/** Puts a card into the panes that it belongs to, and takes it out of the others. */
function place(client: QueryClient, projectId: string, card: Card): void {
  const statuses = client.getQueryData<Planning>(overviewKey(projectId))?.statuses ?? []
  const done = new Set(statuses.flatMap(({ id, category }) => (category === "done" ? [id] : [])))
  const rank = knownCard(client, projectId, card.id)?.rank
  for (const { key, place: shown, pane } of panesOf(client, projectId)) {
    const next = withCard(pane, shown, card, ({ status_id }) => done.has(status_id), rank)
    if (next) client.setQueryData(key, next)
    else client.invalidateQueries({ queryKey: key })
  }
}

/** Shows what the server says of a card, unless it is known already: an echo must not take back a newer change. */
export function storeCard(client: QueryClient, projectId: string, card: Card): void {
  const known = knownCard(client, projectId, card.id)
  if (!known || known.version < card.version) place(client, projectId, card)
}

/** Shows a change of a card before the server has answered it. */
function showChange(client: QueryClient, projectId: string, card: Card, change: Partial<Card>): void {
  place(client, projectId, { ...(knownCard(client, projectId, card.id) ?? card), ...change })
}

/** Reads the panes again. */
export function refetchPanes(client: QueryClient, projectId: string): void {
  client.invalidateQueries({ queryKey: panesKey(projectId) })
}

/** The most tasks that one request changes. */
const AT_ONCE = 200

type Move = { cards: Card[]; to: string | null }

/** Moves tasks to a sprint or to the backlog. They are shown there at once, and put back if the server refuses. */
export function usePlanTasks(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    scope: { id: `plan-${projectId}` },
    mutationFn: async ({ cards, to }: Move) => {
      const moved: Card[] = []
      for (let at = 0; at < cards.length; at += AT_ONCE) {
        const task_ids = cards.slice(at, at + AT_ONCE).map(({ id }) => id)
        const body = { task_ids, set: { sprint_id: to } }
        const { tasks } = await data(
          api.POST("/projects/{projectId}/tasks/bulk", { params: { path: { projectId } }, body }),
        )
        moved.push(...tasks)
      }
      return moved
    },
    onMutate: async ({ cards, to }) => {
      await client.cancelQueries({ queryKey: panesKey(projectId) })
      for (const card of cards) showChange(client, projectId, card, { sprint_id: to })
    },
    onSuccess: (moved) => {
      for (const card of moved) storeCard(client, projectId, card)
    },
    onError: (error) => {
      notifyError(error, t`The tasks could not be moved`)
      refetchPanes(client, projectId)
    },
    onSettled: () => client.invalidateQueries({ queryKey: overviewKey(projectId) }),
  })
}

/** Gives a task an estimate, or takes it away. */
export function useEstimate(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    scope: { id: `plan-${projectId}` },
    mutationFn: ({ card, points }: { card: Card; points: number | null }) =>
      data(
        api.PATCH("/projects/{projectId}/tasks/{taskId}", {
          params: { path: { projectId, taskId: card.id } },
          body: { points },
        }),
      ),
    onMutate: ({ card, points }) => showChange(client, projectId, card, { points }),
    onSuccess: (task) => storeCard(client, projectId, task),
    onError: (error, { card }) => {
      notifyError(error, t`The estimate of ${{ key: card.key }} could not be saved`)
      showChange(client, projectId, card, { points: card.points })
    },
    onSettled: () => client.invalidateQueries({ queryKey: overviewKey(projectId) }),
  })
}
