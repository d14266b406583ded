import { Link } from "@tanstack/react-router"
import { CircleDot, Columns3, FileText, Table2 } from "lucide-react"
import type { ReactNode } from "react"
import type { Favorite } from "../../lib/api.gen.ts"

const icons: Record<Favorite["kind"], ReactNode> = {
  project: <Columns3 size={14} aria-hidden />,
  view: <Table2 size={14} aria-hidden />,
  task: <CircleDot size={14} aria-hidden />,
  doc: <FileText size={14} aria-hidden />,
}

/** The page of a view: among the tabs it stands in. */
const viewPages = {
  backlog: "/p/$projectId/backlog",
  timeline: "/p/$projectId/timeline",
  sprint: "/p/$projectId/board",
} as const

/** Leads to what somebody keeps at hand, or had open lately. */
export function FavoriteLink({ favorite, className }: { favorite: Omit<Favorite, "sprint_id">; className: string }) {
  const { kind, id, project_id: projectId, title, key, context } = favorite
  const content = (
    <>
      {icons[kind]}
      <span className="truncate">{title}</span>
    </>
  )
  if (kind === "doc")
    return (
      <Link to="/p/$projectId/docs/$docId" params={{ projectId, docId: id }} title={title} className={className}>
        {content}
      </Link>
    )
  if (kind === "task")
    return (
      <Link
        to="/p/$projectId/tasks/$number"
        params={{ projectId, number: key?.split("-").at(-1) ?? "" }}
        title={key ? `${key} ${title}` : title}
        className={className}
      >
        {content}
      </Link>
    )
  if (kind === "view" && context)
    return (
      <Link to={viewPages[context]} params={{ projectId }} search={{ view: id }} title={title} className={className}>
        {content}
      </Link>
    )
  return (
    // The page itself is marked where the project's pages stand.
    <Link
      to="/p/$projectId/board"
      params={{ projectId }}
      title={title}
      activeProps={{ "aria-current": undefined }}
      className={className}
    >
      {content}
    </Link>
  )
}
