import { t } from "@lingui/core/macro"
import { type Mutation, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query"
import { useCallback, useRef } from "react"
import { announce } from "../../lib/announce.ts"
import type { Card, Task } from "../../lib/api.gen.ts"
import { api, data } from "../../lib/api.ts"
import { type Board, patchBoard, withCard, withFields, withoutCard } from "../../lib/board-cache.ts"
import { useDuplicateTask } from "../../lib/duplicate-task.ts"
import { keys } from "../../lib/keys.ts"
import { notifyError, notifyUndo } from "../../lib/notify.ts"
import { changedWords, deletedWords } from "./words.ts"

/** What is set on tasks. Of lists one can also say what is added and what is taken away. */
export type Change = Partial<
  Pick<
    Card,
    | "title"
    | "status_id"
    | "task_type_id"
    | "priority"
    | "assignee_ids"
    | "points"
    | "start_date"
    | "due_date"
    | "tags"
    | "sprint_id"
  >
> & {
  /** By field; null takes the value away. */
  custom_fields?: Record<string, Card["custom_fields"][string] | null>
  add_assignee_ids?: string[]
  remove_assignee_ids?: string[]
  add_tags?: string[]
  remove_tags?: string[]
}

type Batch = { ids: string[]; set: Change }

/** The most tasks that one request may change. */
const atOnce = 200

const edited = (list: string[], added: string[] = [], removed: string[] = []) => [
  ...new Set([...list.filter((each) => !removed.includes(each)), ...added]),
]

/** A card's fields after a change. */
export function fieldsAfter(card: Card, change: Change): Partial<Card> {
  const { add_assignee_ids, remove_assignee_ids, add_tags, remove_tags, custom_fields, ...fields } = change
  const values = Object.entries({ ...card.custom_fields, ...custom_fields }).flatMap(([id, value]) =>
    value === null ? [] : [[id, value] as const],
  )
  return {
    ...fields,
    ...((add_assignee_ids || remove_assignee_ids) && {
      assignee_ids: edited(card.assignee_ids, add_assignee_ids, remove_assignee_ids),
    }),
    ...((add_tags || remove_tags) && { tags: edited(card.tags, add_tags, remove_tags) }),
    ...(custom_fields && { custom_fields: Object.fromEntries(values) }),
  }
}

/** The changes that take a change back: as few as there are different values before it. */
export function undoOf(cards: Card[], change: Change): Batch[] {
  const batches = new Map<string, Batch>()
  for (const card of cards) {
    const fields = Object.keys(fieldsAfter(card, change)) as (keyof Card)[]
    const own = Object.fromEntries(fields.map((field) => [field, card[field]]))
    const custom = Object.keys(change.custom_fields ?? {})
    const set: Change = change.custom_fields
      ? { ...own, custom_fields: Object.fromEntries(custom.map((id) => [id, card.custom_fields[id] ?? null])) }
      : own
    const key = JSON.stringify(set)
    const batch = batches.get(key) ?? { ids: [], set }
    batches.set(key, { ...batch, ids: [...batch.ids, card.id] })
  }
  return [...batches.values()]
}

const chunks = (ids: string[]) =>
  Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, index) => ids.slice(index * atOnce, (index + 1) * atOnce))

async function send(projectId: string, { ids, set }: Batch): Promise<Card[]> {
  const { title, custom_fields, ...rest } = set
  const [first] = ids
  if (first && (title !== undefined || custom_fields !== undefined)) {
    const path = { projectId, taskId: first }
    return [await data(api.PATCH("/projects/{projectId}/tasks/{taskId}", { params: { path }, body: set }))]
  }
  const cards: Card[] = []
  for (const task_ids of chunks(ids)) {
    const body = { task_ids, set: rest }
    const path = { projectId }
    cards.push(...(await data(api.POST("/projects/{projectId}/tasks/bulk", { params: { path }, body }))).tasks)
  }
  return cards
}

/** A task as its own page keeps it; there it is patched, never made. */
function patchTask(client: QueryClient, projectId: string, card: Card): void {
  client.setQueryData<Task>(keys.task(projectId, card.number), (old) =>
    old && old.version <= card.version ? { ...old, ...card } : old,
  )
}

const changeKey = ["change-tasks"]

/** Whether changes of a task are shown already and not yet confirmed. Their answer will be newer than what is told before. */
export function isChanging(client: QueryClient, taskId: string): boolean {
  const ofTask = ({ state }: Mutation) =>
    (state.variables as { batches: Batch[] } | undefined)?.batches.some(({ ids }) => ids.includes(taskId)) ?? false
  return client.isMutating({ mutationKey: changeKey, predicate: ofTask }) > 0
}

/** Changes tasks, all of a batch or none. It is shown at once, and put back if the server refuses. */
function useSendChanges(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: changeKey,
    meta: { quiet: true },
    scope: { id: `task-${projectId}` },
    mutationFn: async ({ batches }: { batches: Batch[]; before: Card[] }) => {
      for (const batch of batches) {
        for (const card of await send(projectId, batch)) {
          patchBoard(client, projectId, (board) => withCard(board, card))
          patchTask(client, projectId, card)
        }
      }
    },
    onMutate: ({ batches }) => {
      for (const { ids, set } of batches) {
        const wanted = new Set(ids)
        patchBoard(client, projectId, (board) =>
          board.tasks
            .filter((card) => wanted.has(card.id))
            .reduce((now, card) => withFields(now, card.id, fieldsAfter(card, set)), board),
        )
      }
    },
    onError: (error, { batches, before }) => {
      notifyError(error, before.length === 1 ? t`The task could not be changed` : t`The tasks could not be changed`)
      for (const { set } of batches)
        for (const card of before) {
          const own = Object.keys(fieldsAfter(card, set)) as (keyof Card)[]
          const fields: Partial<Card> = Object.fromEntries(own.map((field) => [field, card[field]]))
          patchBoard(client, projectId, (board) => withFields(board, card.id, fields))
        }
      client.invalidateQueries({ queryKey: keys.board(projectId) })
    },
  })
}

function useDelete(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (cards: Card[]) => {
      for (const task_ids of chunks(cards.map(({ id }) => id))) {
        const path = { projectId }
        await data(api.POST("/projects/{projectId}/tasks/bulk", { params: { path }, body: { task_ids, delete: true } }))
      }
    },
    onMutate: (cards) => {
      for (const card of cards) patchBoard(client, projectId, (board) => withoutCard(board, card.id, card))
    },
    onError: () => client.invalidateQueries({ queryKey: keys.board(projectId) }),
  })
}

function useRestore(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (cards: Card[]) => {
      for (const { id } of cards) {
        const path = { projectId, taskId: id }
        const { description, ...card } = await data(
          api.POST("/projects/{projectId}/tasks/{taskId}/restore", { params: { path } }),
        )
        patchBoard(client, projectId, (board) => withCard(board, card, null))
      }
    },
  })
}

/** Everything that changes tasks of a view besides moving them, with a way back. */
export function useChanges(board: Board) {
  const projectId = board.project.id
  const { mutate: sendChanges } = useSendChanges(projectId)
  const { mutate: remove } = useDelete(projectId)
  const { mutate: restore } = useRestore(projectId)
  const { mutate: makeAgain } = useDuplicateTask(board)
  const latest = useRef(board)
  latest.current = board
  const cardsOf = useCallback((ids: readonly string[]) => {
    const wanted = new Set(ids)
    return latest.current.tasks.filter(({ id }) => wanted.has(id))
  }, [])

  const change = useCallback(
    (ids: readonly string[], set: Change, say: (cards: Card[]) => string = changedWords) => {
      const before = cardsOf(ids)
      if (before.length === 0) return
      sendChanges({ batches: [{ ids: before.map(({ id }) => id), set }], before })
      const message = say(before)
      announce(message)
      notifyUndo("change", message, () => sendChanges({ batches: undoOf(before, set), before: cardsOf(ids) }))
    },
    [sendChanges, cardsOf],
  )
  const removeTasks = useCallback(
    (ids: readonly string[]) => {
      const cards = cardsOf(ids)
      if (cards.length === 0) return
      remove(cards)
      const message = deletedWords(cards)
      announce(message)
      notifyUndo("change", message, () => restore(cards))
    },
    [remove, restore, cardsOf],
  )
  const duplicate = useCallback(
    (card: Card) =>
      makeAgain(card.id, {
        onSuccess: (copy) => {
          const message = t`Created ${{ key: copy.key }}`
          announce(message)
          notifyUndo("change", message, () => remove([copy]))
        },
      }),
    [makeAgain, remove],
  )
  return { change, remove: removeTasks, duplicate, cardsOf }
}
