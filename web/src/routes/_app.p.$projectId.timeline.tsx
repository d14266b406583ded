import { t } from "@lingui/core/macro"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { useCallback } from "react"
import { useFirstRoadmap } from "../features/schedule/first-roadmap.ts"
import { RoadmapSkeleton } from "../features/schedule/schedule-skeleton.tsx"
import { titled } from "../lib/title.ts"
import { ViewScreen } from "./-view-screen.tsx"
import { readViewSearch, type ViewSearch } from "./-view-search.ts"

export const Route = createFileRoute("/_app/p/$projectId/timeline")({
  validateSearch: readViewSearch,
  head: () => titled(t`Timeline`),
  component: TimelinePage,
})

function TimelinePage() {
  const { projectId } = Route.useParams()
  const navigate = useNavigate({ from: Route.fullPath })
  const onSearch = useCallback(
    (search: (old: ViewSearch) => ViewSearch, replace = false) => navigate({ search, replace }),
    [navigate],
  )
  const found = Route.useSearch()
  const { task: _task, view = "timeline", slice, ...filter } = found
  useFirstRoadmap(projectId, view, { filter, ...(slice !== undefined && { slice: slice === "null" ? null : slice }) })
  return (
    <ViewScreen
      projectId={projectId}
      fallback="timeline"
      title={t`Timeline`}
      search={found}
      skeleton={<RoadmapSkeleton />}
      onSearch={onSearch}
    />
  )
}
