import { t } from "@lingui/core/macro"
import { type Mutation, type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { useCallback, useRef } from "react"
import type { Card, TaskPosition } from "../../lib/api.gen.ts"
import { api, data } from "../../lib/api.ts"
import {
  type Asked,
  type Board,
  type CellKey,
  cardsOf,
  cellId,
  cursorOf,
  isLive,
  keep,
  type Place,
  patchBoard,
  settingOfMove,
  withFields,
  withMove,
  withPage,
  withPosition,
} from "../../lib/board-cache.ts"
import { keys } from "../../lib/keys.ts"
import { notifyError } from "../../lib/notify.ts"
import { withGroupNames } from "./group-names.ts"

/** The most cards of a cell that one request answers. */
const pageLimit = 200

const askedOf = ({ filter, slice }: Asked) => ({ ...filter, ...(slice !== undefined && { slice: slice ?? "null" }) })

async function page(board: Board, { column, lane }: CellKey, cursor: string, size?: number) {
  const path = { projectId: board.project.id, viewId: board.view.id }
  const { column_by, swimlanes } = board.view.config
  const query = {
    ...askedOf(board.asked),
    ...(column_by !== null && { column: column ?? "null" }),
    ...(swimlanes !== null && { swimlane: lane ?? "null" }),
    cursor,
    ...(size && { page_size: size }),
  }
  return data(api.GET("/projects/{projectId}/views/{viewId}/tasks", { params: { path, query } }))
}

/** What was loaded of a cell is loaded again, so that nothing disappears under the reader. */
async function asFarAs(before: Board, board: Board): Promise<Board> {
  let next = board
  for (const { column, swimlane } of board.cells) {
    const cell = { column, lane: swimlane }
    const wanted = cardsOf(before, cell).length
    for (let cursor = cursorOf(next, cell); cursor !== null; cursor = cursorOf(next, cell)) {
      const missing = wanted - cardsOf(next, cell).length
      if (missing <= 0) break
      next = withPage(next, cell, await page(next, cell, cursor, Math.min(missing, pageLimit)))
    }
  }
  return next
}

/** Whether two answers show the same cells in the same order. */
function isSameLayout(one: Board, other: Board): boolean {
  const layoutOf = ({ view: { id, config } }: Board) => [id, config.column_by, config.swimlanes, config.sort_by]
  return JSON.stringify(layoutOf(one)) === JSON.stringify(layoutOf(other))
}

/**
 * Everything a view's screen shows, in one round trip: of each cell the first cards. Live events keep it fresh
 * afterwards. With a filter or a slice, what the server finds.
 * @param viewId a view's id, or a name that stands for one, such as `default`
 */
export const boardQuery = (projectId: string, viewId = "default", asked: Asked = {}) =>
  queryOptions({
    queryKey: [...keys.board(projectId), viewId, askedOf(asked)],
    queryFn: async ({ signal, client, queryKey }) => {
      const path = { projectId, viewId }
      const answer = await data(
        api.GET("/projects/{projectId}/views/{viewId}/board", { params: { path, query: askedOf(asked) }, signal }),
      )
      const [board, before] = [keep(withGroupNames(answer), asked), client.getQueryData<Board>(queryKey)]
      return before && isSameLayout(before, board) ? asFarAs(before, board) : board
    },
    staleTime: 5 * 60_000,
  })

/** Loads more of a cell, one page at a time. Its identity does not change. */
export function useMoreCards(board: Board, queryKey: readonly unknown[], enabled: boolean) {
  const client = useQueryClient()
  const underWay = useRef(new Set<string>())
  const latest = useRef({ board, queryKey, enabled })
  latest.current = { board, queryKey, enabled }
  return useCallback(
    async (cell: CellKey) => {
      const asked = latest.current
      const [id, cursor] = [cellId(cell), cursorOf(asked.board, cell)]
      if (!asked.enabled || !cursor || underWay.current.has(id)) return
      underWay.current.add(id)
      try {
        const next = await page(asked.board, cell, cursor)
        client.setQueryData<Board>(asked.queryKey, (now) =>
          // Read again meanwhile: then this page follows something that is not there any more.
          now && cursorOf(now, cell) === cursor ? withPage(now, cell, next) : now,
        )
      } catch (error) {
        notifyError(error, t`More tasks could not be loaded`)
      } finally {
        underWay.current.delete(id)
      }
    },
    [client],
  )
}

/** A task that goes from one cell of a view to a place in the same or another one. */
export type Move = { taskId: string; from: CellKey; place: Place }

const moveKey = ["move-task"]

/** How many moves of a card are shown already and not yet confirmed. */
export function movesUnderWay(client: QueryClient, taskId: string): number {
  const sameCard = ({ state }: Mutation) =>
    (state.variables as Move[] | undefined)?.some((move) => move.taskId === taskId) ?? false
  return client.isMutating({ mutationKey: moveKey, predicate: sameCard })
}

/** A move as the server takes it: it names the groups that are left, for a task may be in several. */
function targetOf({ from, place }: Move) {
  const namesColumn = place.column !== null || from.column !== null
  return {
    ...(namesColumn && { column: place.column, from_column: from.column }),
    ...(place.lane !== from.lane && { swimlane: place.lane, from_swimlane: from.lane }),
    after: place.after,
    ...(place.at_end && { at_end: true }),
  }
}

/** The most moves that one request takes. */
const mostMoves = 200

async function send(projectId: string, viewId: string, moves: Move[]): Promise<TaskPosition[]> {
  const [first] = moves
  if (first && moves.length === 1) {
    const path = { projectId, viewId, taskId: first.taskId }
    const body = targetOf(first)
    return [
      await data(api.PUT("/projects/{projectId}/views/{viewId}/task-positions/{taskId}", { params: { path }, body })),
    ]
  }
  const positions: TaskPosition[] = []
  for (let at = 0; at < moves.length; at += mostMoves) {
    const items = moves.slice(at, at + mostMoves).map((move) => ({ ...targetOf(move), task_id: move.taskId }))
    const path = { projectId, viewId }
    const answer = await data(
      api.PUT("/projects/{projectId}/views/{viewId}/task-positions", { params: { path }, body: { items } }),
    )
    positions.push(...answer.items)
  }
  return positions
}

/** What a card was before a move, of what the move changes. */
function beforeMove(board: Board, card: Card, { from, place }: Move): Partial<Card> {
  const set = settingOfMove(board, card, from, place)
  const fields = Object.keys(set) as (keyof typeof set)[]
  return { ...Object.fromEntries(fields.map((field) => [field, card[field]])), rank: card.rank }
}

/** Moves cards. It is shown at once, and put back if the server refuses. Moves are sent one after the other. */
export function useMoveTasks(board: Board) {
  const client = useQueryClient()
  const projectId = board.project.id
  const viewId = board.view.id
  const latest = useRef(board)
  latest.current = board
  return useMutation({
    mutationKey: moveKey,
    meta: { quiet: true },
    scope: { id: `move-${projectId}` },
    mutationFn: (moves: Move[]) => send(projectId, viewId, moves),
    onMutate: async (moves) => {
      await client.cancelQueries({
        queryKey: keys.board(projectId),
        predicate: ({ state }) => state.data !== undefined,
      })
      const before = new Map<string, Partial<Card>>()
      for (const move of moves) {
        const known = latest.current
        const card = known.tasks.find((each) => each.id === move.taskId)
        if (!card) continue
        before.set(card.id, beforeMove(known, card, move))
        const set = settingOfMove(known, card, move.from, move.place)
        patchBoard(client, projectId, (each) =>
          each.view.id === viewId ? withMove(each, card.id, move.from, move.place) : withFields(each, card.id, set),
        )
        latest.current = withMove(known, card.id, move.from, move.place)
      }
      return before
    },
    onSuccess: (positions) => {
      for (const position of positions) {
        // With a later move on its way, this one's place is not where the card is shown any more.
        if (movesUnderWay(client, position.task_id) > 1) continue
        patchBoard(client, projectId, (each) => withPosition(each, position))
      }
      if (!isLive(latest.current)) client.invalidateQueries({ queryKey: keys.board(projectId) })
    },
    onError: (error, moves, before) => {
      notifyError(error, moves.length === 1 ? t`The task could not be moved` : t`The tasks could not be moved`)
      for (const [id, { rank, ...fields }] of before ?? [])
        patchBoard(client, projectId, (each) =>
          withFields(each, id, each.view.id === viewId && rank !== undefined ? { ...fields, rank } : fields),
        )
      client.invalidateQueries({ queryKey: keys.board(projectId) })
    },
  })
}
