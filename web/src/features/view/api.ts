import { t } from "@lingui/core/macro"
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Board, Paths, View } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { patchBoard } from "../../lib/board-cache.ts"
import { keys } from "../../lib/keys.ts"
import { notifyError, notifyUndo } from "../../lib/notify.ts"

export type ViewChange =
  Paths["/projects/{projectId}/views/{viewId}"]["patch"]["requestBody"]["content"]["application/json"]
export type ConfigChange = NonNullable<ViewChange["config"]>
export type NewView = Paths["/projects/{projectId}/views"]["post"]["requestBody"]["content"]["application/json"]
export type ViewFilter = NonNullable<ConfigChange["filters"]>

/** Shows a change of the tabs before the server has answered it. */
function patchViews(client: QueryClient, projectId: string, change: (views: View[]) => View[]): void {
  patchBoard(client, projectId, (board) => ({ ...board, views: change(board.views) }))
}

const readAgain = (client: QueryClient, projectId: string) =>
  client.invalidateQueries({ queryKey: keys.board(projectId) })

type Update = { view: View; change: ViewChange }

/**
 * Changes a view for everybody who uses it, at once and with a way back: what is seen, moved and loaded further is then
 * always one and the same view, for the one who changes it and for all others.
 */
export function useUpdateView(projectId: string) {
  const client = useQueryClient()
  const update = useMutation({
    scope: { id: `views-${projectId}` },
    mutationFn: ({ view, change }: Update) =>
      data(
        api.PATCH("/projects/{projectId}/views/{viewId}", {
          params: { path: { projectId, viewId: view.id } },
          body: change,
        }),
      ),
    onMutate: ({ view, change: { name } }) => {
      if (name !== undefined)
        patchViews(client, projectId, (views) => views.map((each) => (each.id === view.id ? { ...each, name } : each)))
    },
    // Until what the view shows now is there, the change is under way.
    onSettled: () => readAgain(client, projectId),
  })
  const { mutate } = update
  return {
    ...update,
    /** A change of the configuration, with a way back. */
    configure: (view: View, config: ConfigChange) => {
      mutate({ view, change: { config } })
      const names = Object.keys(config) as (keyof ConfigChange & keyof View["config"])[]
      const before = Object.fromEntries(names.map((name) => [name, view.config[name]])) as ConfigChange
      notifyUndo("view", t`Changed the view “${{ name: view.name }}” for everybody`, () =>
        mutate({ view, change: { config: before } }),
      )
    },
  }
}

export function useCreateView(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: NewView) =>
      data(api.POST("/projects/{projectId}/views", { params: { path: { projectId } }, body })),
    onSuccess: () => readAgain(client, projectId),
  })
}

/**
 * Deletes a view.
 * @param onDeleted told also when the page has heard of it before the answer came, and shows nothing of it any more
 */
export function useDeleteView(projectId: string, onDeleted: (view: View) => void) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (view: View) =>
      done(api.DELETE("/projects/{projectId}/views/{viewId}", { params: { path: { projectId, viewId: view.id } } })),
    onSuccess: (_none, view) => {
      onDeleted(view)
      client.removeQueries({ queryKey: [...keys.board(projectId), view.id] })
      return readAgain(client, projectId)
    },
  })
}

/** Puts the tabs in an order. */
export function useReorderViews(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    scope: { id: `views-${projectId}` },
    mutationFn: (view_ids: string[]) =>
      data(api.PUT("/projects/{projectId}/views/positions", { params: { path: { projectId } }, body: { view_ids } })),
    onMutate: (ids) =>
      patchViews(client, projectId, (views) =>
        views.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id)),
      ),
    onError: (error) => {
      notifyError(error, t`The tabs could not be put in this order`)
      readAgain(client, projectId)
    },
  })
}

/** What of a board the tabs and the settings of its view need. */
export type ViewBoard = Pick<
  Board,
  | "project"
  | "view"
  | "views"
  | "statuses"
  | "task_types"
  | "members"
  | "sprints"
  | "custom_fields"
  | "columns"
  | "slices"
  | "actions"
>
