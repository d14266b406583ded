import { t } from "@lingui/core/macro"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { useCallback } from "react"
import { titled } from "../lib/title.ts"
import { ViewScreen } from "./-view-screen.tsx"
import { readViewSearch, type ViewSearch } from "./-view-search.ts"

export const Route = createFileRoute("/_app/p/$projectId/backlog")({
  validateSearch: readViewSearch,
  head: () => titled(t`Backlog`),
  component: BacklogPage,
})

function BacklogPage() {
  const { projectId } = Route.useParams()
  const navigate = useNavigate({ from: Route.fullPath })
  const onSearch = useCallback(
    (search: (old: ViewSearch) => ViewSearch, replace = false) => navigate({ search, replace }),
    [navigate],
  )
  return (
    <ViewScreen
      projectId={projectId}
      fallback="backlog"
      title={t`Backlog`}
      search={Route.useSearch()}
      onSearch={onSearch}
    />
  )
}
