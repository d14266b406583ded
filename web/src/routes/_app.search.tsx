import { t } from "@lingui/core/macro"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { useEffect, useRef, useState } from "react"
import { inputLook } from "../components/field.tsx"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { Segments } from "../components/segments.tsx"
import type { SearchKind } from "../features/search/api.ts"
import { kinds } from "../features/search/kinds.tsx"
import { SearchResults } from "../features/search/search-results.tsx"
import { useSession } from "../features/session/api.ts"
import { cx } from "../lib/cx.ts"
import { useSettled } from "../lib/settled.ts"
import { titled } from "../lib/title.ts"

type Search = { q?: string; type?: SearchKind; page?: number }

const isKind = (value: unknown): value is SearchKind => value === "task" || value === "comment" || value === "doc"

export const Route = createFileRoute("/_app/search")({
  validateSearch: ({ q, type, page }: Record<string, unknown>): Search => ({
    // An address may hold a number, which is typed text all the same.
    ...((typeof q === "string" || typeof q === "number") && q !== "" && { q: String(q).slice(0, 200) }),
    ...(isKind(type) && { type }),
    ...(typeof page === "number" && Number.isInteger(page) && page > 1 && page <= 50 && { page }),
  }),
  head: () => titled(t`Search`),
  component: SearchPage,
})

const choices = (): { value: SearchKind | "all"; label: string }[] => [
  { value: "all", label: t`All` },
  { value: "task", label: kinds.task.plural },
  { value: "comment", label: kinds.comment.plural },
  { value: "doc", label: kinds.doc.plural },
]

/** Everything a person may read, searched by words. The address holds the search, so that it can be shared. */
function SearchPage() {
  const { q = "", type, page = 1 } = Route.useSearch()
  const navigate = useNavigate({ from: Route.fullPath })
  const session = useSession()
  const [typed, setTyped] = useState(q)
  const input = useRef<HTMLInputElement>(null)
  // Whoever comes here wants to type, unless the words came along.
  useEffect(() => {
    if (!input.current?.value) input.current?.focus()
  }, [])
  const settled = useSettled(typed.trim())
  // Going back or following a link to another search brings its words.
  useEffect(() => setTyped((old) => (old.trim() === q ? old : q)), [q])
  useEffect(() => {
    navigate({
      search: (old) => ((old.q ?? "") === settled ? old : { ...old, q: settled || undefined, page: undefined }),
      replace: true,
    })
  }, [settled, navigate])
  return (
    <>
      <PageHeader title={t`Search`} />
      <PageBody>
        <search className="grid gap-3">
          <input
            ref={input}
            type="search"
            aria-label={t`Search tasks, comments and documents`}
            placeholder={t`Search tasks, comments and documents…`}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            maxLength={200}
            className={cx(inputLook, "h-10 text-md")}
          />
          <Segments
            label={t`Kind`}
            name="kind"
            value={type ?? "all"}
            choices={choices()}
            onChange={(kind) =>
              navigate({
                search: (old) => ({ ...old, type: kind === "all" ? undefined : kind, page: undefined }),
                replace: true,
              })
            }
            className="justify-self-start"
          />
        </search>
        <SearchResults
          q={q}
          type={type}
          page={page}
          projects={session.data?.projects ?? []}
          onPage={(next) => navigate({ search: (old) => ({ ...old, page: next }) })}
        />
      </PageBody>
    </>
  )
}
