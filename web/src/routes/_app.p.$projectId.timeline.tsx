import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { useCallback } from "react"
import { ViewScreen } from "./-view-screen.tsx"
import { readViewSearch, type ViewSearch } from "./-view-search.ts"

export const Route = createFileRoute("/_app/p/$projectId/timeline")({
  validateSearch: readViewSearch,
  head: () => ({ meta: [{ title: "Timeline · Paca" }] }),
  component: TimelinePage,
})

function TimelinePage() {
  const { projectId } = Route.useParams()
  const navigate = useNavigate({ from: Route.fullPath })
  const onSearch = useCallback(
    (search: (old: ViewSearch) => ViewSearch, replace = false) => navigate({ search, replace }),
    [navigate],
  )
  return (
    <ViewScreen
      projectId={projectId}
      fallback="timeline"
      title="Timeline"
      search={Route.useSearch()}
      onSearch={onSearch}
    />
  )
}
