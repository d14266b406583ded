import { t } from "@lingui/core/macro"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { Link, useNavigate } from "@tanstack/react-router"
import { Plus, Upload } from "lucide-react"
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react"
import { Button, buttonLook } from "../components/button.tsx"
import { Kbd } from "../components/kbd.tsx"
import { PageHeader } from "../components/page-header.tsx"
import { ErrorState } from "../components/page-state.tsx"
import { boardQuery } from "../features/board/api.ts"
import { BoardSkeleton } from "../features/board/board-skeleton.tsx"
import { FilterBar } from "../features/board/filter-bar.tsx"
import { Star } from "../features/favorite/star.tsx"
import { useSession } from "../features/session/api.ts"
import { numberOf, taskQuery, useCreateTask } from "../features/task/api.ts"
import type { Preset } from "../features/task/new-task.tsx"
import { nameIn, pageOf } from "../features/view/address.ts"
import { useUpdateView } from "../features/view/api.ts"
import { ViewTabs } from "../features/view/tabs.tsx"
import { ViewOptions } from "../features/view/view-options.tsx"
import { may } from "../lib/access.ts"
import type { View } from "../lib/api.gen.ts"
import { type Asked, type CellKey, type Board as KeptBoard, settingOfCell } from "../lib/board-cache.ts"
import { type Filter, isFiltering } from "../lib/board-filter.ts"
import { cx } from "../lib/cx.ts"
import { isShutOut } from "../lib/errors.ts"
import { useCatchUp, useLooking, useRoom } from "../lib/live.ts"
import { notify } from "../lib/notify.ts"
import { useShortcuts } from "../lib/shortcuts.ts"
import { setToggle, useToggle } from "../lib/toggles.ts"
import { Present } from "./-present.tsx"
import { focusCard, TaskPanel, usePhone } from "./-task-panel.tsx"
import { TaskSkeleton } from "./-task-skeleton.tsx"
import { FirstTask } from "./-view-first-task.tsx"
import { ViewLayout } from "./-view-layout.tsx"
import type { ViewSearch } from "./-view-search.ts"

const escapeKey = "Escape"

const TaskScreen = lazy(() => import("./-task-screen.tsx"))
const NewTask = lazy(() => import("../features/task/new-task.tsx").then((module) => ({ default: module.NewTask })))

type Props = {
  projectId: string
  /** The view that is shown when the address names none: `default`, `backlog`, `timeline` or `sprint-<id>`. */
  fallback: string
  title: string
  search: ViewSearch
  /** Writes the address: what is looked for, sliced and opened. */
  onSearch: (change: (old: ViewSearch) => ViewSearch, replace?: boolean) => void
  /** What stands in the page's head before its own buttons. */
  actions?: ReactNode
  /** What stands there until the view is known. */
  skeleton?: ReactNode
}

/**
 * A page that shows a view with its tabs, its filters and the panel of a task. Everything about it lives in the address,
 * so that a link shows the same.
 */
export function ViewScreen(props: Props) {
  const { projectId, fallback, title, search, onSearch, actions, skeleton = <BoardSkeleton /> } = props
  const { task: openKey, view: viewId = fallback, slice, ...rest } = search
  const session = useSession()
  const navigate = useNavigate()
  const board = useQuery({ ...boardQuery(projectId, viewId), placeholderData: sameProject(projectId) })
  const create = useCreateTask(projectId)
  const newTask = useToggle("new-task")
  const searchField = useRef<HTMLInputElement>(null)
  const project = session.data?.projects.find((each) => each.id === projectId) ?? board.data?.project
  const canWrite = may(board.data?.actions, "tasks:write")

  // The identity of the filter decides what is asked for again.
  const filterKey = JSON.stringify(rest)
  const filter = useMemo<Filter>(() => JSON.parse(filterKey), [filterKey])
  const asked = useMemo<Asked>(
    () => ({ filter, ...(slice !== undefined && { slice: slice === "null" ? null : slice }) }),
    [filter, slice],
  )
  const onFilter = useCallback(
    (next: Filter) => onSearch(({ task, view, slice }) => withoutEmpty({ task, view, slice, ...next }), true),
    [onSearch],
  )
  const onSlice = useCallback(
    (next: string | undefined) => onSearch((old) => withoutEmpty({ ...old, slice: next }), true),
    [onSearch],
  )
  const filtering = isFiltering(filter) || slice !== undefined
  const foundQuery = boardQuery(projectId, viewId, asked)
  const found = useQuery({
    ...foundQuery,
    enabled: filtering,
    // What was found last stays in sight until the next answer comes.
    placeholderData: keepPreviousData,
  })
  const isFound = filtering && found.data !== undefined && found.data.view.id === board.data?.view.id
  const shown = isFound ? found.data : board.data
  const settling = board.isPlaceholderData || (filtering && (!isFound || found.isPlaceholderData))
  const close = useCallback(() => {
    const key = openKey
    onSearch((old) => withoutEmpty({ ...old, task: undefined }))
    focusCard(board.data, key)
  }, [onSearch, openKey, board.data])
  const onCreate = useCallback(
    async (name: string, cell: CellKey) => {
      if (!shown) return
      await create.mutateAsync({ title: name, ...settingOfCell(shown, cell) })
    },
    [create.mutateAsync, shown],
  )
  const onOpen = useCallback((key: string) => onSearch((old) => ({ ...old, task: key })), [onSearch])
  const [preset, setPreset] = useState<Preset>()
  const onNew = useCallback((due_date: string) => {
    setPreset({ due_date })
    setToggle("new-task", true)
  }, [])
  const onView = useCallback(
    (view: View) => {
      const page = pageOf(view)
      const views = [...(board.data?.views.filter(({ id }) => id !== view.id) ?? []), view]
      const next = { view: nameIn(views, view) }
      if (page === "sprint") onSearch(() => withoutEmpty(next))
      else navigate({ to: `/p/$projectId/${page}`, params: { projectId }, search: withoutEmpty(next) })
    },
    [board.data?.views, navigate, onSearch, projectId],
  )
  const { configure } = useUpdateView(projectId)
  const shownView = board.data?.view
  const { onSort, onUnlimit } = useMemo(() => {
    if (!shownView || !may(board.data?.actions, "views:write")) return {}
    return {
      onSort: (sort_by: string, sort_direction: "asc" | "desc") => configure(shownView, { sort_by, sort_direction }),
      onUnlimit: () => configure(shownView, { filters: null }),
    }
  }, [shownView, board.data?.actions, configure])
  const shortcuts = useMemo(
    () => ({
      c: () => canWrite && setToggle("new-task", true),
      "/": () => searchField.current?.focus(),
      [escapeKey]: () => openKey && close(),
    }),
    [canWrite, openKey, close],
  )
  useShortcuts(shortcuts)
  useTitle(project ? `${openKey ? `${openKey} · ` : ""}${project.name}` : undefined)

  useRoom(`project:${projectId}`)
  useCatchUp(`project:${projectId}`, board.isPlaceholderData ? undefined : board.data?.last_event_id)
  useCatchUp(`project:${projectId}`, filtering && !found.isPlaceholderData ? found.data?.last_event_id : undefined)
  const number = openKey === undefined ? Number.NaN : numberOf(openKey)
  const open = useQuery(taskQuery(projectId, number))
  useLooking(projectId, openKey === undefined ? null : (open.data?.id ?? null))

  const phone = usePhone()
  // While another view is on its way, the one before it goes by the name that it had.
  const shownName = useRef(viewId)
  if (!board.isPlaceholderData) shownName.current = viewId
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col" inert={phone && openKey !== undefined}>
        <PageHeader crumb={project?.name ?? null} title={title}>
          <Present projectId={projectId} me={session.data?.user.id} />
          {shownView && project && (
            <Star
              what={{
                kind: "view",
                id: shownView.id,
                project_id: projectId,
                title: `${shownView.name} · ${project.name}`,
              }}
              favorites={session.data?.favorites}
            />
          )}
          {actions}
          <Link to="/p/$projectId/import" params={{ projectId }} className={cx(buttonLook(), "max-phone:hidden")}>
            <Upload size={13} aria-hidden /> {t`Import`}
          </Link>
          <Button variant="primary" disabled={!canWrite} onClick={() => setToggle("new-task", true)}>
            <Plus size={14} aria-hidden className="phone:hidden" />
            {t`New task`} <Kbd className="border-current text-inherit opacity-70">C</Kbd>
          </Button>
        </PageHeader>
        {board.isError && (!board.data || isShutOut(board.error)) ? (
          <ErrorState error={board.error} retry={() => board.refetch()} />
        ) : (
          <>
            <ViewTabs board={board.data} onView={onView} />
            <FilterBar board={board.data} filter={filter} onFilter={onFilter} searchRef={searchField}>
              {shown && <ViewOptions board={shown} slice={slice} onSlice={onSlice} />}
            </FilterBar>
            {filtering && found.isError && !found.isFetching ? (
              <ErrorState error={found.error} retry={() => found.refetch()} />
            ) : board.data && shown ? (
              <>
                {(board.data.view.layout === "board" || board.data.view.layout === "table") &&
                  board.data.view.config.filters === null &&
                  board.data.columns.every((column) => column.total === 0) && (
                    <FirstTask projectId={projectId} canWrite={canWrite} />
                  )}
                <ViewLayout
                  board={shown}
                  whole={board.data}
                  queryKey={isFound ? foundQuery.queryKey : boardQuery(projectId, viewId).queryKey}
                  filtering={filtering}
                  settling={settling}
                  openKey={openKey}
                  me={session.data?.user.id}
                  onCreate={onCreate}
                  onSort={onSort}
                  schedule={{ asked, viewName: shownName.current, openKey, phone, onOpen, onUnlimit, onNew }}
                />
              </>
            ) : (
              skeleton
            )}
          </>
        )}
      </div>
      {openKey && (
        <TaskPanel key="panel" label={openKey} phone={phone}>
          <Suspense fallback={<TaskSkeleton />}>
            <TaskScreen
              board={board.data}
              projectId={projectId}
              number={numberOf(openKey)}
              onClose={close}
              onGone={() => onSearch((old) => withoutEmpty({ ...old, task: undefined }))}
            />
          </Suspense>
        </TaskPanel>
      )}
      {board.data && newTask && (
        <Suspense>
          <NewTask
            board={board.data}
            open
            preset={preset}
            onOpenChange={(open) => {
              setToggle("new-task", open)
              if (!open) setPreset(undefined)
            }}
            onCreated={(task, another) => {
              notify(t`Created ${{ key: task.key }}`)
              if (another) return
              setToggle("new-task", false)
              setPreset(undefined)
              onOpen(task.key)
            }}
          />
        </Suspense>
      )}
    </div>
  )
}

/** Until another view is there, the one before it stays, so that the tabs do not go and come. */
const sameProject = (projectId: string) => (before: KeptBoard | undefined) =>
  before?.project.id === projectId ? before : undefined

/** What is not set stays out of the address. */
function withoutEmpty(search: ViewSearch): ViewSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}

function useTitle(title: string | undefined) {
  useEffect(() => {
    if (title) document.title = `${title} · Paca`
  }, [title])
}
