import { type Mutation, type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { useCallback, useRef } from "react"
import { api, data } from "../../lib/api.ts"
import {
  type Board,
  isLive,
  keep,
  type Place,
  patchBoard,
  withMove,
  withPage,
  withPlace,
  withPosition,
} from "../../lib/board-cache.ts"
import { type Filter, isFiltering } from "../../lib/board-filter.ts"
import { keys } from "../../lib/keys.ts"
import { notifyError } from "../../lib/notify.ts"

/** The most cards of a column that one request answers. */
const pageLimit = 200

const keyOf = (projectId: string, filter: Filter) =>
  isFiltering(filter) ? ([...keys.board(projectId), filter] as const) : keys.board(projectId)

async function page(projectId: string, filter: Filter, viewId: string, column: string, cursor: string, size?: number) {
  const path = { projectId, viewId }
  const query = { ...filter, column, cursor, ...(size && { page_size: size }) }
  return data(api.GET("/projects/{projectId}/views/{viewId}/tasks", { params: { path, query } }))
}

/** What was loaded of a column is loaded again, so that nothing disappears under the reader. */
async function asFarAs(before: Board, board: Board, projectId: string, filter: Filter): Promise<Board> {
  let next = board
  for (const { key } of board.columns) {
    const wanted = before.tasks.filter((card) => card.status_id === key).length
    for (let at = next.columns.find((each) => each.key === key); key !== null && at?.next_cursor; ) {
      const missing = wanted - next.tasks.filter((card) => card.status_id === key).length
      if (missing <= 0) break
      const size = Math.min(missing, pageLimit)
      next = withPage(next, key, await page(projectId, filter, board.view.id, key, at.next_cursor, size))
      at = next.columns.find((each) => each.key === key)
    }
  }
  return next
}

/**
 * Everything the board screen shows, in one round trip: of each column the first cards. Live events keep it fresh
 * afterwards. With a filter, what the server finds.
 */
export const boardQuery = (projectId: string, filter: Filter = {}) =>
  queryOptions({
    queryKey: keyOf(projectId, filter),
    queryFn: async ({ signal, client, queryKey }) => {
      const path = { projectId, viewId: "default" }
      const answer = await data(
        api.GET("/projects/{projectId}/views/{viewId}/board", { params: { path, query: filter }, signal }),
      )
      const [board, before] = [keep(answer), client.getQueryData<Board>(queryKey)]
      return before && isLive(board) ? asFarAs(before, board, projectId, filter) : board
    },
    staleTime: 5 * 60_000,
  })

/** Loads more of a column, one page at a time. */
export function useMoreCards(projectId: string, filter: Filter, board: Board, enabled: boolean) {
  const client = useQueryClient()
  const asked = useRef(new Set<string>())
  const latest = useRef(board)
  latest.current = board
  const load = useCallback(
    async (key: string) => {
      const { view, columns } = latest.current
      const cursor = columns.find((column) => (column.key ?? "null") === key)?.next_cursor
      if (!enabled || !cursor || asked.current.has(key)) return
      asked.current.add(key)
      try {
        const next = await page(projectId, filter, view.id, key, cursor)
        client.setQueryData<Board>(keyOf(projectId, filter), (now) => {
          // Read again meanwhile: then this page follows something that is not there any more.
          const at = now?.columns.find((column) => (column.key ?? "null") === key)
          return now && at?.next_cursor === cursor ? withPage(now, key, next) : now
        })
      } catch (error) {
        notifyError(error, "More tasks could not be loaded")
      } finally {
        asked.current.delete(key)
      }
    },
    [client, projectId, filter, enabled],
  )
  return { load }
}

type Move = { taskId: string; place: Place }

const moveKey = ["move-task"]

/** How many moves of a card are shown already and not yet confirmed. */
export function movesUnderWay(client: QueryClient, taskId: string): number {
  const sameCard = ({ state }: Mutation) => (state.variables as Move | undefined)?.taskId === taskId
  return client.isMutating({ mutationKey: moveKey, predicate: sameCard })
}

/** Moves a card. It is shown at once, and put back if the server refuses. Moves are sent one after the other. */
export function useMoveTask(projectId: string, viewId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: moveKey,
    meta: { quiet: true },
    scope: { id: `move-${projectId}` },
    mutationFn: ({ taskId, place }: Move) =>
      data(
        api.PUT("/projects/{projectId}/views/{viewId}/task-positions/{taskId}", {
          params: { path: { projectId, viewId, taskId } },
          body: {
            column: place.status_id === "null" ? null : place.status_id,
            after: place.after,
            ...(place.at_end && { at_end: true }),
          },
        }),
      ),
    onMutate: async ({ taskId, place }) => {
      await client.cancelQueries({
        queryKey: keys.board(projectId),
        predicate: ({ state }) => state.data !== undefined,
      })
      const boards = client.getQueriesData<Board>({ queryKey: keys.board(projectId) })
      const card = boards.flatMap(([, board]) => board?.tasks ?? []).find((each) => each.id === taskId)
      patchBoard(client, projectId, (board) => withMove(board, taskId, place))
      return card
    },
    onSuccess: (position, { taskId }) => {
      // With a later move on its way, this one's place is not where the card is shown any more.
      if (movesUnderWay(client, taskId) > 1) return
      patchBoard(client, projectId, (board) => withPosition(board, position))
      const board = client.getQueryData<Board>(keys.board(projectId))
      if (board && !isLive(board)) client.invalidateQueries({ queryKey: keys.board(projectId) })
    },
    onError: (error, { taskId }, card) => {
      notifyError(error, "The task could not be moved")
      if (card) patchBoard(client, projectId, (board) => withPlace(board, taskId, card.status_id, card.rank))
      client.invalidateQueries({ queryKey: keys.board(projectId) })
    },
  })
}
