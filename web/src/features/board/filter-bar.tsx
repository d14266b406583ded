import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { FoldHorizontal, ListFilter, Search, X } from "lucide-react"
import { lazy, type ReactNode, type Ref, useEffect, useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { inputLook } from "../../components/field.tsx"
import { LazyPopup } from "../../components/lazy-popup.tsx"
import type { Board } from "../../lib/api.gen.ts"
import { type Filter, isFiltering } from "../../lib/board-filter.ts"
import { cx } from "../../lib/cx.ts"
import { i18n } from "../../lib/i18n.ts"
import { remember, useRecalled } from "../../lib/stored.ts"

const loadPicker = () => import("./filter-picker.tsx")
const FilterPicker = lazy(loadPicker)

const searchWords: Record<Board["view"]["layout"], MessageDescriptor> = {
  board: msg`Search this board`,
  table: msg`Search this table`,
  roadmap: msg`Search this roadmap`,
  calendar: msg`Search this calendar`,
  plugin: msg`Search this view`,
}

type Props = {
  board: Board | undefined
  filter: Filter
  onFilter: (filter: Filter) => void
  searchRef: Ref<HTMLInputElement>
  /** What stands at its end: the view's own options. */
  children?: ReactNode
}

/** Text, assignee, tag and type, combined. The filter lives in the address, so a link shows the same board. */
export function FilterBar({ board, filter, onFilter, searchRef, children }: Props) {
  const [text, setText] = useState(filter.q ?? "")
  const outside = filter.q ?? ""
  useEffect(() => setText(outside), [outside])
  // The address, and with it the search, follows a moment after the last letter.
  useEffect(() => {
    if (text === outside) return
    const timer = setTimeout(() => onFilter({ ...filter, q: text || undefined }), 150)
    return () => clearTimeout(timer)
  }, [text, outside, filter, onFilter])

  const values = [
    ...(filter.assignee ?? []).map((id) => `assignee:${id}`),
    ...(filter.type ?? []).map((id) => `type:${id}`),
    ...(filter.tag ?? []).map((id) => `tag:${id}`),
  ]
  function choose(chosen: string[]) {
    const of = (kind: string) => {
      const found = chosen.filter((value) => value.startsWith(`${kind}:`)).map((value) => value.slice(kind.length + 1))
      return found.length > 0 ? found : undefined
    }
    onFilter({ q: filter.q, assignee: of("assignee"), type: of("type"), tag: of("tag") })
  }
  const filterButton = (
    <Button
      disabled={!board}
      aria-label={values.length > 0 ? t`Filter, ${{ count: values.length }} active` : t`Filter`}
    >
      <ListFilter size={13} aria-hidden />
      <span className="max-phone:hidden">{t`Filter`}</span>
      {values.length > 0 && (
        <span className="rounded-full bg-accent-soft px-1.5 text-accent-text text-xs">{values.length}</span>
      )}
    </Button>
  )
  const words = i18n._(searchWords[board?.view.layout ?? "board"])
  const projectId = board?.project.id ?? ""
  const collapseEmpty = useRecalled(`collapse-empty-${projectId}`) === "yes"

  return (
    <search aria-label={t`Tasks of this board`} className="flex h-12 shrink-0 items-center gap-2 px-4">
      <div className="relative w-64 max-phone:min-w-0 max-phone:flex-1">
        <Search
          size={13}
          aria-hidden
          className="pointer-events-none absolute top-1/2 start-2.5 -translate-y-1/2 text-faint"
        />
        <input
          ref={searchRef}
          aria-label={words}
          placeholder={words}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && (text ? setText("") : event.currentTarget.blur())}
          className={cx(inputLook, "h-7 ps-7 max-phone:h-9")}
        />
      </div>
      <LazyPopup trigger={filterButton} load={loadPicker}>
        {board && <FilterPicker board={board} values={values} onChange={choose} trigger={filterButton} />}
      </LazyPopup>
      {isFiltering(filter) && (
        <Button variant="ghost" onClick={() => onFilter({})}>
          <X size={13} aria-hidden />
          <span className="max-phone:hidden">{t`Clear`}</span>
        </Button>
      )}
      {board?.view.layout === "board" && (
        <IconButton
          label={t`Collapse empty columns`}
          aria-pressed={collapseEmpty}
          className="aria-pressed:bg-hover aria-pressed:text-ink max-phone:hidden"
          onClick={() => remember(`collapse-empty-${projectId}`, collapseEmpty ? "no" : "yes")}
        >
          <FoldHorizontal size={14} />
        </IconButton>
      )}
      <div className="ms-auto flex items-center gap-2">{children}</div>
    </search>
  )
}
