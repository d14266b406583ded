import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { useEffect, useMemo, useState } from "react"
import { ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { Attachments } from "../features/attachment/attachments.tsx"
import { DropZone } from "../features/attachment/drop-zone.tsx"
import { useInlineImages, useSend } from "../features/attachment/uploads.ts"
import { TaskConversations } from "../features/conversation/task-conversations.tsx"
import { documentQuery, documentsQuery, foldersQuery } from "../features/document/api.ts"
import { DocumentHistory } from "../features/document/document-history.tsx"
import { DocumentView } from "../features/document/document-view.tsx"
import { MoveDialog } from "../features/document/move-dialog.tsx"
import { useTreeMoves } from "../features/document/moves.ts"
import { treeOf } from "../features/document/tree.ts"
import { Star } from "../features/favorite/star.tsx"
import { membersQuery } from "../features/member/api.ts"
import { permissionsQuery } from "../features/project/api.ts"
import { useSession } from "../features/session/api.ts"
import { may } from "../lib/access.ts"
import { mentionable } from "../lib/mentionable.ts"
import { noteRecent } from "../lib/recent.ts"

export const Route = createFileRoute("/_app/p/$projectId/docs/$docId")({
  validateSearch: (search: Record<string, unknown>): { history?: true; new?: true } => ({
    ...(search.history ? { history: true } : {}),
    ...(search.new ? { new: true } : {}),
  }),
  component: DocumentPage,
})

function DocumentPage() {
  const { projectId, docId } = Route.useParams()
  const { history, new: isNew = false } = Route.useSearch()
  const navigate = useNavigate()
  const doc = useQuery(documentQuery(projectId, docId))
  const permissions = useQuery(permissionsQuery(projectId))
  const list = useQuery(membersQuery(projectId))
  const folders = useQuery(foldersQuery(projectId))
  const documents = useQuery(documentsQuery(projectId))
  const session = useSession()
  const members = useMemo(() => mentionable(list.data ?? []), [list.data])
  const tree = useMemo(() => treeOf(folders.data ?? [], documents.data ?? []), [folders.data, documents.data])
  const { move } = useTreeMoves(projectId)
  const [moving, setMoving] = useState(false)
  const place = { projectId, docId }
  const send = useSend(place)
  const onImage = useInlineImages(place)
  const title = doc.data?.title
  useEffect(() => {
    if (title !== undefined) noteRecent({ kind: "doc", id: docId, project_id: projectId, title, key: null })
  }, [projectId, docId, title])
  // It is new once: whoever is sent the address, or comes back to it, reads.
  const isOpen = doc.data !== undefined
  useEffect(() => {
    if (isNew && isOpen) navigate({ to: ".", search: {}, replace: true })
  }, [isNew, isOpen, navigate])
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
  const thing = { kind: "document" as const, id: docId, name: doc.data.title }
  return (
    <DropZone disabled={!canWrite} onFiles={(files) => files.forEach(send)}>
      <DocumentView
        key={docId}
        doc={doc.data}
        {...{ members, canWrite, isNew }}
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
        attachments={<Attachments {...{ place, canWrite }} names={list.data ?? []} level={2} />}
        onImage={canWrite ? onImage : undefined}
        onMove={() => setMoving(true)}
        onGone={() => navigate({ to: "/p/$projectId/docs", params: { projectId } })}
      />
      {moving && (
        <MoveDialog {...{ tree, thing }} onMove={(place) => move(thing, place)} onClose={() => setMoving(false)} />
      )}
    </DropZone>
  )
}
