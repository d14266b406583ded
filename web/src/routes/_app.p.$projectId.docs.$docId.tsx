import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { useMemo } from "react"
import { ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { TaskConversations } from "../features/conversation/task-conversations.tsx"
import { documentQuery, documentsQuery, foldersQuery } from "../features/document/api.ts"
import { DocumentHistory } from "../features/document/document-history.tsx"
import { DocumentView } from "../features/document/document-view.tsx"
import { choicesOf, treeOf } from "../features/document/tree.ts"
import { Star } from "../features/favorite/star.tsx"
import { membersQuery } from "../features/member/api.ts"
import { permissionsQuery } from "../features/project/api.ts"
import { useSession } from "../features/session/api.ts"
import { may } from "../lib/access.ts"
import { mentionable } from "../lib/mentionable.ts"

export const Route = createFileRoute("/_app/p/$projectId/docs/$docId")({
  validateSearch: (search: Record<string, unknown>): { history?: true } => (search.history ? { history: true } : {}),
  component: DocumentPage,
})

function DocumentPage() {
  const { projectId, docId } = Route.useParams()
  const { history } = Route.useSearch()
  const navigate = useNavigate()
  const doc = useQuery(documentQuery(projectId, docId))
  const permissions = useQuery(permissionsQuery(projectId))
  const list = useQuery(membersQuery(projectId))
  const folders = useQuery(foldersQuery(projectId))
  const documents = useQuery(documentsQuery(projectId))
  const session = useSession()
  const members = useMemo(() => mentionable(list.data ?? []), [list.data])
  const choices = useMemo(
    () => choicesOf(treeOf(folders.data ?? [], documents.data ?? [])),
    [folders.data, documents.data],
  )
  if (doc.isError) return <ErrorState error={doc.error} retry={() => doc.refetch()} />
  if (!doc.data) {
    return (
      <div className="mx-auto w-full max-w-3xl px-8 py-16">
        <SkeletonLines lines={8} label={t`Loading the document`} />
      </div>
    )
  }
  const canWrite = may(permissions.data, "docs:write")
  const open = { to: "/p/$projectId/docs/$docId", params: { projectId, docId } } as const
  if (history) return <DocumentHistory doc={doc.data} {...{ members, canWrite }} onRestored={() => navigate(open)} />
  return (
    <DocumentView
      key={docId}
      doc={doc.data}
      {...{ members, canWrite }}
      folders={choices}
      actions={
        <Star
          what={{ kind: "doc", id: docId, project_id: projectId, title: doc.data.title }}
          favorites={session.data?.favorites}
        />
      }
      conversation={
        <TaskConversations
          projectId={projectId}
          docId={docId}
          members={members}
          canRetry={may(permissions.data, "conversations:write")}
        />
      }
      onGone={() => navigate({ to: "/p/$projectId/docs", params: { projectId } })}
    />
  )
}
