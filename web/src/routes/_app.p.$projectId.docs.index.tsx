import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute } from "@tanstack/react-router"
import { FileText } from "lucide-react"
import { EmptyState } from "../components/page-state.tsx"
import { documentsQuery } from "../features/document/api.ts"

export const Route = createFileRoute("/_app/p/$projectId/docs/")({ component: NoDocument })

/** Where a document will stand. */
function NoDocument() {
  const { projectId } = Route.useParams()
  const documents = useQuery(documentsQuery(projectId))
  if (!documents.data) return null
  if (documents.data.length > 0) {
    return (
      <EmptyState icon={<FileText size={20} />} title={t`No document is open`}>
        {t`Choose one on the left.`}
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={<FileText size={20} />} title={t`Nothing is written yet`}>
      {t`Specifications, decisions and notes live here, beside the board. Write @handle to call a member or an agent, and a task's key to link the two. Every change is kept, and can be brought back.`}
    </EmptyState>
  )
}
