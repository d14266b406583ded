import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Import } from "../../lib/api.gen.ts"
import { api, data } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

export type Mode = Import["mode"]

/** Sends a file as it is; the typed body stands for the form it becomes. */
function send(projectId: string, file: File, mode: Mode, preview: boolean) {
  return data(
    api.POST("/projects/{projectId}/imports", {
      params: { path: { projectId }, query: preview ? { preview } : {} },
      body: { file: file.name, mode },
      bodySerializer: () => {
        const form = new FormData()
        form.set("mode", mode)
        form.set("file", file)
        return form
      },
    }),
  )
}

/** Reads a file without changing anything. */
export function usePreview(projectId: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: async (file: File) => {
      const answer = await send(projectId, file, "skip_bad_rows", true)
      if (!("columns" in answer)) throw new Error("The server answered something else than a preview.")
      return answer
    },
  })
}

export function useStartImport(projectId: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: async ({ file, mode }: { file: File; mode: Mode }) => {
      const answer = await send(projectId, file, mode, false)
      if (!("id" in answer)) throw new Error("The server answered something else than an import.")
      return answer
    },
  })
}

/** Whether an import still runs. */
export function isRunning(status: Import["status"]): boolean {
  return status === "pending" || status === "processing"
}

/** How far an import is. Progress comes live; asking every two seconds is the fallback. */
export const importQuery = (projectId: string, id: string) =>
  queryOptions({
    queryKey: keys.import(projectId, id),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/imports/{id}", { params: { path: { projectId, id } }, signal })),
    refetchInterval: ({ state }) => (!state.data || isRunning(state.data.status) ? 2000 : false),
  })

export function useCancelImport(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      data(api.POST("/projects/{projectId}/imports/{id}/cancel", { params: { path: { projectId, id } } })),
    onSettled: (_data, _error, id) => client.invalidateQueries({ queryKey: keys.import(projectId, id) }),
  })
}
