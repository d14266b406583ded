import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { FileText } from "lucide-react"
import { taskDocsQuery } from "./api.ts"

/** The documents that name a task, or are linked to it. */
export function TaskDocuments({ projectId, taskId }: { projectId: string; taskId: string }) {
  const { data = [] } = useQuery(taskDocsQuery(projectId, taskId))
  if (data.length === 0) return null
  return (
    <section aria-labelledby="task-documents" className="grid gap-1">
      <h3 id="task-documents" className="font-semibold">
        {t`Documents`}
      </h3>
      <ul>
        {data.map((doc) => (
          <li key={doc.id}>
            <Link
              to="/p/$projectId/docs/$docId"
              params={{ projectId, docId: doc.id }}
              className="-mx-2 flex h-8 items-center gap-2 rounded-sm px-2 hover:bg-hover"
            >
              <FileText size={14} aria-hidden className="shrink-0 text-muted" />
              <span className="truncate">{doc.title}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
