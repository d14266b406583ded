import { useQueryClient } from "@tanstack/react-query"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { useCallback, useEffect, useRef } from "react"
import { scheduleQuery } from "../features/schedule/api.ts"
import { dayOf } from "../features/schedule/days.ts"
import { RoadmapSkeleton } from "../features/schedule/schedule-skeleton.tsx"
import { firstScale } from "../features/schedule/use-scale.ts"
import { today } from "../lib/format.ts"
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
  const found = Route.useSearch()
  useFirstRoadmap(projectId, found)
  return (
    <ViewScreen
      projectId={projectId}
      fallback="timeline"
      title="Timeline"
      search={found}
      skeleton={<RoadmapSkeleton />}
      onSearch={onSearch}
    />
  )
}

/** Asks for what a roadmap shows together with the view, not after it. */
function useFirstRoadmap(projectId: string, search: ViewSearch) {
  const client = useQueryClient()
  const first = useRef(search)
  useEffect(() => {
    const { task, view = "timeline", slice, ...filter } = first.current
    const asked = { filter, ...(slice !== undefined && { slice: slice === "null" ? null : slice }) }
    const { from, to } = firstScale(projectId, dayOf(today(Date.now())))
    client.prefetchQuery(scheduleQuery(projectId, view, asked, { from, to, tree: true }))
    import("../features/schedule/roadmap.tsx")
  }, [client, projectId])
}
