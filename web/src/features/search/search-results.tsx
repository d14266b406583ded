import { plural, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { SearchX } from "lucide-react"
import { Button } from "../../components/button.tsx"
import { EmptyState, ErrorState } from "../../components/page-state.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { SearchResult } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { ago, fullTime } from "../../lib/format.ts"
import { type SearchKind, searchQuery, shortestSearch } from "./api.ts"
import { kinds } from "./kinds.tsx"
import { Snippet } from "./snippet.tsx"

const pageSize = 20

type Props = {
  q: string
  type: SearchKind | undefined
  page: number
  projects: { id: string; name: string }[]
  onPage: (page: number) => void
}

/** One page of what was found. */
export function SearchResults({ q, type, page, projects, onPage }: Props) {
  const found = useQuery(searchQuery({ q, type, page, page_size: pageSize }))
  const now = useMinute()
  if (q.length < shortestSearch) {
    return (
      <EmptyState icon={<SearchX size={20} />} title={t`What are you looking for?`}>
        {t`Type two letters or more: words of a title, a comment or a document, or a task's key such as PLN-12. You find what you may read in all your projects.`}
      </EmptyState>
    )
  }
  if (found.isError) return <ErrorState error={found.error} retry={() => found.refetch()} />
  if (!found.data) {
    return (
      <div role="status" aria-label={t`Searching`} className="grid gap-3">
        {[1, 2, 3, 4, 5].map((line) => (
          <Skeleton key={line} className="h-12" />
        ))}
      </div>
    )
  }
  const { items, total } = found.data
  const pages = Math.min(50, Math.ceil(total / pageSize))
  if (items.length === 0) {
    return (
      <EmptyState icon={<SearchX size={20} />} title={t`Nothing holds “${q}”`}>
        {type
          ? t`Try fewer or other words, or search all kinds. Deleted tasks and projects you are not in are not searched.`
          : t`Try fewer or other words. Deleted tasks and projects you are not in are not searched.`}
      </EmptyState>
    )
  }
  return (
    <div className={cx("grid gap-4", found.isPlaceholderData && "opacity-60")}>
      <p role="status" className="text-muted">
        {plural(total, { one: "# result", other: "# results" })}
      </p>
      <ul aria-label={t`Results`} className="grid gap-px">
        {items.map((item) => (
          <li key={`${item.type} ${item.id}`}>
            <Result item={item} now={now} project={projects.find(({ id }) => id === item.project_id)?.name} />
          </li>
        ))}
      </ul>
      {pages > 1 && (
        <nav aria-label={t`Pages`} className="flex items-center justify-center gap-3">
          <Button disabled={page <= 1} onClick={() => onPage(page - 1)}>
            {t`Previous`}
          </Button>
          <span className="text-muted tabular-nums">{t`${page} of ${pages}`}</span>
          <Button disabled={page >= pages} onClick={() => onPage(page + 1)}>
            {t`Next`}
          </Button>
        </nav>
      )}
    </div>
  )
}

function Result({ item, now, project }: { item: SearchResult; now: number; project: string | undefined }) {
  const look = "grid grid-cols-[20px_1fr] items-start gap-3 rounded-sm px-3 py-2.5 hover:bg-hover"
  const body = (
    <>
      <span aria-hidden className="pt-0.5 text-muted">
        {kinds[item.type].icon}
      </span>
      <span className="grid min-w-0 gap-0.5">
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-medium">{item.title}</span>
          {item.key && <span className="shrink-0 text-muted text-xs tabular-nums">{item.key}</span>}
        </span>
        {item.snippet.some(({ text }) => text.trim()) && (
          <span className="line-clamp-2 text-muted [overflow-wrap:anywhere]">
            <Snippet pieces={item.snippet} />
          </span>
        )}
        <span className="text-muted text-xs">
          {project ? t`${{ kind: kinds[item.type].label }} in ${project}` : kinds[item.type].label} ·{" "}
          <time dateTime={item.updated_at} title={fullTime(item.updated_at)}>
            {ago(item.updated_at, now)}
          </time>
        </span>
      </span>
    </>
  )
  const { project_id: projectId, id, key } = item
  if (item.type === "doc" || !key) {
    return (
      <Link to="/p/$projectId/docs/$docId" params={{ projectId, docId: id }} className={look} preload={false}>
        {body}
      </Link>
    )
  }
  return (
    <Link to="/p/$projectId/board" params={{ projectId }} search={{ task: key }} className={look} preload={false}>
      {body}
    </Link>
  )
}
