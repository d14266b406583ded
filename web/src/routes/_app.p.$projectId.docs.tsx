import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Outlet, useNavigate, useParams } from "@tanstack/react-router"
import { FilePlus2, FolderPlus } from "lucide-react"
import { useMemo, useState } from "react"
import { Button, IconButton } from "../components/button.tsx"
import { PageHeader } from "../components/page-header.tsx"
import { ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { documentsQuery, foldersQuery, useCreateDocument } from "../features/document/api.ts"
import { DocumentTree } from "../features/document/document-tree.tsx"
import { NameDialog } from "../features/document/folder-name.tsx"
import { treeOf } from "../features/document/tree.ts"
import { permissionsQuery } from "../features/project/api.ts"
import { useSession } from "../features/session/api.ts"
import { may } from "../lib/access.ts"
import { cx } from "../lib/cx.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/p/$projectId/docs")({
  head: () => titled(t`Documents`),
  component: Documents,
})

/** The tree of documents, beside the one that is open; on a phone one or the other. */
function Documents() {
  const { projectId } = Route.useParams()
  const { docId } = useParams({ strict: false })
  const navigate = useNavigate()
  const session = useSession()
  const permissions = useQuery(permissionsQuery(projectId))
  const documents = useQuery(documentsQuery(projectId))
  const folders = useQuery(foldersQuery(projectId))
  const create = useCreateDocument(projectId)
  const [naming, setNaming] = useState(false)
  const canWrite = may(permissions.data, "docs:write")
  const project = session.data?.projects.find((each) => each.id === projectId)
  const tree = useMemo(() => treeOf(folders.data ?? [], documents.data ?? []), [folders.data, documents.data])
  const error = documents.error ?? folders.error
  const loaded = documents.data && folders.data
  const onNewDocument = (folder_id: string | null) =>
    create.mutate(
      { title: t`Untitled`, folder_id },
      {
        onSuccess: (made) =>
          navigate({ to: "/p/$projectId/docs/$docId", params: { projectId, docId: made.id }, search: { new: true } }),
      },
    )
  const empty = loaded && documents.data.length === 0 && folders.data.length === 0
  return (
    <>
      <PageHeader crumb={project?.name ?? null} title={t`Documents`}>
        {canWrite && (
          <>
            <IconButton label={t`New folder`} onClick={() => setNaming(true)}>
              <FolderPlus size={15} />
            </IconButton>
            <Button variant="primary" busy={create.isPending} onClick={() => onNewDocument(null)}>
              <FilePlus2 size={14} aria-hidden /> {t`New document`}
            </Button>
          </>
        )}
      </PageHeader>
      {naming && <NameDialog projectId={projectId} naming={{ parent_id: null }} onClose={() => setNaming(false)} />}
      {error ? (
        <ErrorState
          error={error}
          retry={() => {
            documents.refetch()
            folders.refetch()
          }}
        />
      ) : (
        <div className="flex min-h-0 flex-1">
          <div
            className={cx(
              "flex w-64 shrink-0 flex-col border-e max-phone:w-full max-phone:border-e-0",
              (docId || empty) && "max-phone:hidden",
              empty && "hidden",
            )}
          >
            {loaded ? (
              <DocumentTree {...{ projectId, tree, docId, canWrite, onNewDocument }} />
            ) : (
              <div className="p-2">
                <SkeletonLines lines={6} label={t`Loading the documents`} />
              </div>
            )}
          </div>
          <div className={cx("flex min-w-0 flex-1 flex-col", !docId && !empty && "max-phone:hidden")}>
            <Outlet />
          </div>
        </div>
      )}
    </>
  )
}
