import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { useCallback } from "react"
import { boardQuery } from "../features/board/api.ts"
import { titled } from "../lib/title.ts"
import { ViewScreen } from "./-view-screen.tsx"
import { readViewSearch, type ViewSearch } from "./-view-search.ts"

export const Route = createFileRoute("/_app/p/$projectId/sprints/$sprintId/")({
  validateSearch: readViewSearch,
  head: () => titled(t`Sprint`),
  component: SprintPage,
})

/** A sprint's own views. */
function SprintPage() {
  const { projectId, sprintId } = Route.useParams()
  const search = Route.useSearch()
  const navigate = useNavigate({ from: Route.fullPath })
  const fallback = `sprint-${sprintId}`
  const { data } = useQuery(boardQuery(projectId, search.view ?? fallback))
  const onSearch = useCallback(
    (next: (old: ViewSearch) => ViewSearch, replace = false) => navigate({ search: next, replace }),
    [navigate],
  )
  return (
    <ViewScreen
      key={sprintId}
      projectId={projectId}
      fallback={fallback}
      title={data?.sprints.find(({ id }) => id === sprintId)?.name ?? t`Sprint`}
      search={search}
      onSearch={onSearch}
    />
  )
}
