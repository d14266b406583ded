import { t } from "@lingui/core/macro"
import { keepPreviousData, type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useRef } from "react"
import { announce } from "../../lib/announce.ts"
import type { Card } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { type Asked, patchBoard, withFields } from "../../lib/board-cache.ts"
import { keys } from "../../lib/keys.ts"
import { notifyError, notifyUndo } from "../../lib/notify.ts"
import { type KeptSchedule, knownCard, patchSchedules, withCard, withDates, withUndated } from "./cache.ts"
import { type Dates, type Day, dateOf, isSameDates } from "./days.ts"

/** What is read of a view: the days, both included, and whether with what lies above and under the tasks. */
export type Range = { from: Day; to: Day; tree: boolean }

const askedOf = ({ filter, slice }: Asked) => ({ ...filter, ...(slice !== undefined && { slice: slice ?? "null" }) })

/** A view's tasks in a range of days, in one round trip. What was read last stays until the next answer comes. */
export const scheduleQuery = (projectId: string, viewId: string, asked: Asked, { from, to, tree }: Range) =>
  queryOptions({
    queryKey: [...keys.schedule(projectId), viewId, askedOf(asked), from, to, tree],
    queryFn: async ({ signal }): Promise<KeptSchedule> => {
      const query = { ...askedOf(asked), from: dateOf(from), to: dateOf(to), tree: String(tree) }
      const path = { projectId, viewId }
      const answer = await data(
        api.GET("/projects/{projectId}/views/{viewId}/schedule", { params: { path, query }, signal }),
      )
      return withOwn({ ...answer, asked })
    },
    staleTime: 5 * 60_000,
    placeholderData: keepPreviousData,
  })

/** Loads the next tasks without dates. */
export function useMoreUndated(projectId: string, viewId: string, asked: Asked, cursor: string | null) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      if (cursor === null) return
      const query = { ...askedOf(asked), cursor }
      const path = { projectId, viewId }
      const page = await data(api.GET("/projects/{projectId}/views/{viewId}/undated", { params: { path, query } }))
      patchSchedules(client, projectId, (old) => (old.undated.next_cursor === cursor ? withUndated(old, page) : old))
    },
  })
}

type Reschedule = { card: Card; before: Dates; after: Dates }

/**
 * Dates given here that the server has not confirmed yet, and tasks as it last confirmed them, by id: an answer that was
 * read before must not bring back what was.
 */
const given = new Map<string, Dates>()
const confirmed = new Map<string, Card>()

function withOwn(schedule: KeptSchedule): KeptSchedule {
  let next = schedule
  for (const card of confirmed.values())
    if ((knownCard(next, card.id)?.version ?? card.version) < card.version) next = withCard(next, card)
  for (const [id, dates] of given) next = withDates(next, id, dates)
  return next
}

/** Whether new dates of a task are shown already and not yet confirmed. */
export const isBeingRescheduled = (taskId: string): boolean => given.has(taskId)

function show(client: QueryClient, projectId: string, id: string, dates: Dates): void {
  given.set(id, dates)
  patchSchedules(client, projectId, (schedule) => withDates(schedule, id, dates))
  patchBoard(client, projectId, (board) => withFields(board, id, dates))
}

function useSend(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    // One after the other: of two quick changes the second counts.
    scope: { id: `reschedule-${projectId}` },
    mutationFn: ({ card, after }: Reschedule) => {
      const path = { projectId, taskId: card.id }
      return data(api.PATCH("/projects/{projectId}/tasks/{taskId}", { params: { path }, body: after }))
    },
    onSuccess: ({ description, ...card }, { after }) => {
      confirmed.set(card.id, card)
      const now = given.get(card.id)
      // With later dates on their way, these are not what is shown any more.
      if (!now || isSameDates(now, after)) {
        given.delete(card.id)
        patchSchedules(client, projectId, (old) => (knownCard(old, card.id) ? withCard(old, card) : old))
      }
      client.invalidateQueries({ queryKey: keys.task(projectId, card.number) })
    },
    onError: (error, { card, before }) => {
      notifyError(error, t`The dates of ${{ task: card.key }} could not be changed`)
      show(client, projectId, card.id, before)
      given.delete(card.id)
      client.invalidateQueries({ queryKey: keys.schedule(projectId) })
    },
  })
}

/** Tells what is known of a task at this moment: keys may follow each other faster than the page is drawn. */
export function useFreshCard(projectId: string): (card: Card) => Card {
  const client = useQueryClient()
  return useCallback(
    (card) => {
      const shown = client.getQueriesData<KeptSchedule>({ queryKey: keys.schedule(projectId), type: "active" })
      const found = shown.flatMap(([, schedule]) => (schedule && knownCard(schedule, card.id)) ?? [])
      return found[0] ?? card
    },
    [client, projectId],
  )
}

/** Keys that follow each other this fast are one change. Milliseconds. */
const GATHER = 500

export type OnReschedule = (card: Card, after: Dates, options: { words: string; gather?: boolean }) => void

/**
 * Gives tasks other dates: shown and announced at once, with a way back. With `gather`, changes of one task that follow
 * each other quickly are sent as one.
 */
export function useReschedule(projectId: string): OnReschedule {
  const client = useQueryClient()
  const { mutate } = useSend(projectId)
  const waiting = useRef(new Map<string, Reschedule & { timer: ReturnType<typeof setTimeout> }>())
  const flush = useCallback(
    (id: string) => {
      const change = waiting.current.get(id)
      if (!change) return
      clearTimeout(change.timer)
      waiting.current.delete(id)
      if (isSameDates(change.before, change.after)) given.delete(id)
      else mutate(change)
    },
    [mutate],
  )
  useEffect(() => {
    const all = waiting.current
    return () => {
      for (const id of [...all.keys()]) flush(id)
    }
  }, [flush])
  return useCallback(
    (card, after, { words, gather = false }) => {
      if (isSameDates(card, after)) return
      const gathered = waiting.current.get(card.id)
      if (gathered) clearTimeout(gathered.timer)
      const before = gathered?.before ?? { start_date: card.start_date, due_date: card.due_date }
      const timer = setTimeout(() => flush(card.id), GATHER)
      waiting.current.set(card.id, { card, before, after, timer })
      show(client, projectId, card.id, after)
      if (!gather) flush(card.id)
      announce(words)
      notifyUndo("dates", words, () => {
        flush(card.id)
        show(client, projectId, card.id, before)
        mutate({ card, before: after, after: before })
        announce(t`The dates of ${{ task: card.key }} are what they were`)
      })
    },
    [client, projectId, flush, mutate],
  )
}

/** Makes one task wait for another, with a way back. */
export function useDepend(projectId: string) {
  const client = useQueryClient()
  return useCallback(
    async (from: Card, to: Card) => {
      const path = { projectId, taskId: from.id }
      const readAgain = () => {
        client.invalidateQueries({ queryKey: keys.schedule(projectId) })
        for (const { id } of [from, to]) client.invalidateQueries({ queryKey: keys.links(projectId, id) })
      }
      const remove = async (id: string) => {
        const params = { path: { ...path, id } }
        await done(api.DELETE("/projects/{projectId}/tasks/{taskId}/links/{id}", { params })).catch((error) =>
          notifyError(error, t`The link could not be removed`),
        )
        readAgain()
      }
      try {
        const body = { type: "blocks", target_task_id: to.id } as const
        const { id } = await data(api.POST("/projects/{projectId}/tasks/{taskId}/links", { params: { path }, body }))
        const words = t`${{ task: to.key }} now waits for ${{ first: from.key }}`
        announce(words)
        notifyUndo("depend", words, () => remove(id))
      } catch (error) {
        notifyError(error, t`${{ task: to.key }} cannot wait for ${{ first: from.key }}`)
      }
      readAgain()
    },
    [client, projectId],
  )
}
