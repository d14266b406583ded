import { useMutation, useQueryClient } from "@tanstack/react-query"
import type { Board, Card } from "./api.gen.ts"
import { api, data } from "./api.ts"
import { patchBoard, withCard } from "./board-cache.ts"

/**
 * Makes a task again by its id, with what was said of it and without what has happened to it; answers the new one. It
 * joins the same sprint unless that is completed. People stay assigned; an agent is not, for it would begin to work.
 */
export function useDuplicateTask({ project, members, sprints }: Pick<Board, "project" | "members" | "sprints">) {
  const client = useQueryClient()
  const projectId = project.id
  return useMutation({
    mutationFn: async (taskId: string): Promise<Card> => {
      const path = { projectId, taskId }
      const task = await data(api.GET("/projects/{projectId}/tasks/{taskId}", { params: { path } }))
      const { title, description, status_id, task_type_id, priority, points, start_date, due_date, tags } = task
      const { custom_fields, parent_task_id, sprint_id } = task
      const isPerson = (id: string) => members.some((member) => member.id === id && member.kind === "user")
      const isOpen = sprints.some(({ id, state }) => id === sprint_id && state !== "completed")
      const said = { title, description, status_id, task_type_id, priority, points, start_date, due_date, tags }
      const { description: _, ...card } = await data(
        api.POST("/projects/{projectId}/tasks", {
          params: { path: { projectId } },
          body: {
            ...said,
            custom_fields,
            parent_task_id,
            sprint_id: isOpen ? sprint_id : null,
            assignee_ids: task.assignee_ids.filter(isPerson),
          },
        }),
      )
      return card
    },
    onSuccess: (card) => patchBoard(client, projectId, (board) => withCard(board, card, null)),
  })
}
