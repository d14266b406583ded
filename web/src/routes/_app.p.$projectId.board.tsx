import { t } from "@lingui/core/macro"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { useCallback } from "react"
import { titled } from "../lib/title.ts"
import { ViewScreen } from "./-view-screen.tsx"
import { readViewSearch, type ViewSearch } from "./-view-search.ts"

export const Route = createFileRoute("/_app/p/$projectId/board")({
  validateSearch: readViewSearch,
  head: () => titled(t`Board`),
  component: BoardPage,
})

function BoardPage() {
  const { projectId } = Route.useParams()
  const navigate = useNavigate({ from: Route.fullPath })
  const onSearch = useCallback(
    (search: (old: ViewSearch) => ViewSearch, replace = false) => navigate({ search, replace }),
    [navigate],
  )
  return (
    <ViewScreen
      projectId={projectId}
      fallback="default"
      title={t`Board`}
      search={Route.useSearch()}
      onSearch={onSearch}
    />
  )
}
