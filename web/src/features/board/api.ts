import { type Mutation, type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Board } from "../../lib/api.gen.ts"
import { api, data } from "../../lib/api.ts"
import { type Place, patchBoard, withMove, withPlace, withPosition } from "../../lib/board-cache.ts"
import { keys } from "../../lib/keys.ts"
import { notifyError } from "../../lib/notify.ts"

/** Everything the board screen shows, in one round trip. Live events keep it fresh afterwards. */
export const boardQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.board(projectId),
    queryFn: ({ signal }) =>
      data(
        api.GET("/projects/{projectId}/views/{viewId}/board", {
          params: { path: { projectId, viewId: "default" } },
          signal,
        }),
      ),
    staleTime: 5 * 60_000,
  })

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
          body: { column: place.status_id, after: place.after },
        }),
      ),
    onMutate: async ({ taskId, place }) => {
      await client.cancelQueries({ queryKey: keys.board(projectId) })
      const card = client.getQueryData<Board>(keys.board(projectId))?.tasks.find((each) => each.id === taskId)
      patchBoard(client, projectId, (board) => withMove(board, taskId, place))
      return card
    },
    onSuccess: (position, { taskId }) => {
      // With a later move on its way, this one's place is not where the card is shown any more.
      if (movesUnderWay(client, taskId) > 1) return
      patchBoard(client, projectId, (board) => withPosition(board, position))
    },
    onError: (error, { taskId }, card) => {
      notifyError(error, "The task could not be moved")
      if (card) patchBoard(client, projectId, (board) => withPlace(board, taskId, card.status_id, card.rank))
      client.invalidateQueries({ queryKey: keys.board(projectId) })
    },
  })
}
