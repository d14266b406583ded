import { useQueryClient } from "@tanstack/react-query"
import { createFileRoute, Outlet } from "@tanstack/react-router"
import { useEffect } from "react"
import { keys } from "../lib/keys.ts"
import { useRoom } from "../lib/live.ts"

export const Route = createFileRoute("/_app/p/$projectId")({ component: ProjectLayout })

function ProjectLayout() {
  const { projectId } = Route.useParams()
  const client = useQueryClient()
  useRoom(`project:${projectId}`)
  useEffect(
    () => () => {
      // Nobody listens to a project that is left, so what is kept of it is shown again but read anew.
      client.invalidateQueries({ queryKey: keys.project(projectId), refetchType: "none" })
    },
    [client, projectId],
  )
  return <Outlet key={projectId} />
}
