import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { Plus, Upload } from "lucide-react"
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react"
import { Button, buttonLook } from "../components/button.tsx"
import { Faces } from "../components/face.tsx"
import { Kbd } from "../components/kbd.tsx"
import { PageHeader } from "../components/page-header.tsx"
import { EmptyState, ErrorState } from "../components/page-state.tsx"
import { boardQuery } from "../features/board/api.ts"
import { BoardScreen } from "../features/board/board-screen.tsx"
import { BoardSkeleton } from "../features/board/board-skeleton.tsx"
import { FilterBar } from "../features/board/filter-bar.tsx"
import { useSession } from "../features/session/api.ts"
import { numberOf, taskQuery, useCreateTask } from "../features/task/api.ts"
import { may } from "../lib/access.ts"
import type { Board } from "../lib/api.gen.ts"
import { type Filter, isFiltering } from "../lib/board-filter.ts"
import { cx } from "../lib/cx.ts"
import { isShutOut } from "../lib/errors.ts"
import { useCatchUp, useLooking, usePresence, useRoom } from "../lib/live.ts"
import { notify } from "../lib/notify.ts"
import { useShortcuts } from "../lib/shortcuts.ts"
import { setToggle, useToggle } from "../lib/toggles.ts"
import { TaskSkeleton } from "./-task-skeleton.tsx"

const escapeKey = "Escape"

type Search = Filter & { task?: string }

function list(value: unknown): string[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === "string" && each !== "",
  )
  return all.length > 0 ? all : undefined
}

export const Route = createFileRoute("/_app/p/$projectId/board")({
  // Written by hand: a filter nobody set stays out of the address.
  validateSearch: (search: Record<string, unknown>): Search => {
    const read: Search = {
      task: typeof search.task === "string" ? search.task : undefined,
      q: search.q === undefined || search.q === "" ? undefined : String(search.q),
      assignee: list(search.assignee),
      tag: list(search.tag),
      type: list(search.type),
    }
    return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
  },
  head: () => ({ meta: [{ title: "Board · Paca" }] }),
  component: BoardPage,
})

const TaskScreen = lazy(() => import("./-task-screen.tsx"))
const NewTask = lazy(() => import("../features/task/new-task.tsx").then((module) => ({ default: module.NewTask })))

function BoardPage() {
  const { projectId } = Route.useParams()
  const { task: openKey, ...search } = Route.useSearch()
  const navigate = useNavigate({ from: Route.fullPath })
  const session = useSession()
  const board = useQuery(boardQuery(projectId))
  const create = useCreateTask(projectId)
  const newTask = useToggle("new-task")
  const searchField = useRef<HTMLInputElement>(null)
  const project = session.data?.projects.find((each) => each.id === projectId) ?? board.data?.project
  const canWrite = may(board.data?.actions, "tasks:write")

  // The identity of the filter decides what is asked for again.
  const filterKey = JSON.stringify(search)
  const filter = useMemo<Filter>(() => JSON.parse(filterKey), [filterKey])
  const onFilter = useCallback(
    (next: Filter) => navigate({ search: (old) => ({ task: old.task, ...next }), replace: true }),
    [navigate],
  )
  const filtering = isFiltering(filter)
  const found = useQuery({
    ...boardQuery(projectId, filter),
    enabled: filtering,
    // What was found last stays in sight until the next answer comes.
    placeholderData: keepPreviousData,
  })
  const shown = filtering ? (found.data ?? board.data) : board.data
  const close = useCallback(() => {
    const key = openKey
    navigate({ search: (old) => ({ ...old, task: undefined }) })
    focusCard(board.data, key)
  }, [navigate, openKey, board.data])
  const onCreate = useCallback(
    (title: string, status_id: string) => create.mutateAsync({ title, status_id }),
    [create.mutateAsync],
  )
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
  useCatchUp(`project:${projectId}`, board.data?.last_event_id)
  useCatchUp(`project:${projectId}`, filtering && !found.isPlaceholderData ? found.data?.last_event_id : undefined)
  const number = openKey === undefined ? Number.NaN : numberOf(openKey)
  const open = useQuery(taskQuery(projectId, number))
  useLooking(projectId, openKey === undefined ? null : (open.data?.id ?? null))

  const phone = usePhone()
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col" inert={phone && openKey !== undefined}>
        <PageHeader crumb={project?.name ?? null} title="Board">
          <Present projectId={projectId} me={session.data?.user.id} />
          <Link to="/p/$projectId/import" params={{ projectId }} className={cx(buttonLook(), "max-phone:hidden")}>
            <Upload size={13} aria-hidden /> Import
          </Link>
          <Button variant="primary" disabled={!canWrite} onClick={() => setToggle("new-task", true)}>
            <Plus size={14} aria-hidden className="phone:hidden" />
            New task <Kbd className="border-current text-inherit opacity-70">C</Kbd>
          </Button>
        </PageHeader>
        {board.isError && (!board.data || isShutOut(board.error)) ? (
          <ErrorState error={board.error} retry={() => board.refetch()} />
        ) : (
          <>
            <FilterBar board={board.data} filter={filter} onFilter={onFilter} searchRef={searchField} />
            {filtering && found.isError && !found.isFetching ? (
              <ErrorState error={found.error} retry={() => found.refetch()} />
            ) : board.data && shown ? (
              <>
                {board.data.columns.every((column) => column.total === 0) && (
                  <FirstTask projectId={projectId} canWrite={canWrite} />
                )}
                <BoardScreen
                  board={shown}
                  whole={board.data}
                  filter={filter}
                  settling={filtering && (found.data === undefined || found.isPlaceholderData)}
                  selectedKey={openKey}
                  onCreate={onCreate}
                />
              </>
            ) : (
              <BoardSkeleton />
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
              onGone={() => navigate({ search: (old) => ({ ...old, task: undefined }) })}
            />
          </Suspense>
        </TaskPanel>
      )}
      {board.data && newTask && (
        <Suspense>
          <NewTask
            board={board.data}
            open
            onOpenChange={(open) => setToggle("new-task", open)}
            onCreated={(task) => {
              setToggle("new-task", false)
              notify(`Created ${task.key}`)
              navigate({ search: (old) => ({ ...old, task: task.key }) })
            }}
          />
        </Suspense>
      )}
    </div>
  )
}

function FirstTask({ projectId, canWrite }: { projectId: string; canWrite: boolean }) {
  if (!canWrite) return null
  return (
    <EmptyState
      title="Nothing planned yet"
      action={
        <>
          <Button variant="primary" onClick={() => setToggle("new-task", true)}>
            New task <Kbd className="border-current text-inherit opacity-70">C</Kbd>
          </Button>
          <Link to="/p/$projectId/import" params={{ projectId }} className={buttonLook()}>
            Import a CSV
          </Link>
        </>
      }
    >
      Write down the first thing to do, or bring your backlog from another tool. Assign a task to an agent and watch it
      work here.
    </EmptyState>
  )
}

/** Who else looks at this project now. */
function Present({ projectId, me }: { projectId: string; me: string | undefined }) {
  const present = usePresence(projectId)
  const others = [
    ...new Map(present.filter((each) => each.user_id !== me).map((each) => [each.user_id, each])).values(),
  ]
  return (
    <Faces
      label="Looking at this project"
      size="md"
      members={others.map((each) => ({ id: each.user_id, name: each.name, kind: "user" as const }))}
      className="max-phone:hidden [&>span]:border-bg"
    />
  )
}

function TaskPanel({ label, phone, children }: { label: string; phone: boolean; children: React.ReactNode }) {
  const panel = useRef<HTMLElement>(null)
  // Whoever opened the panel continues inside it.
  useEffect(() => {
    if (label) panel.current?.focus({ preventScroll: true })
  }, [label])
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={`Task ${label}`}
      data-panel
      {...(phone ? { role: "dialog", "aria-modal": true } : {})}
      className="flex w-[440px] shrink-0 flex-col border-l bg-panel outline-none max-wide:fixed max-wide:inset-y-0 max-wide:right-0 max-wide:z-30 max-wide:w-[min(440px,100%)] max-wide:shadow-lift max-phone:border-l-0"
    >
      {children}
    </aside>
  )
}

/** Gives the focus back to the card whose panel was closed. */
function focusCard(board: Board | undefined, key: string | undefined) {
  const card = board?.tasks.find((each) => each.key === key)
  if (!card) return
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-task="${card.id}"] [data-card-link]`)?.focus({ preventScroll: true }),
  )
}

function useTitle(title: string | undefined) {
  useEffect(() => {
    if (title) document.title = `${title} · Paca`
  }, [title])
}

function subscribePhone(listener: () => void) {
  const media = matchMedia("(max-width: 719px)")
  media.addEventListener("change", listener)
  return () => media.removeEventListener("change", listener)
}

/** Whether the task fills the screen. */
function usePhone(): boolean {
  return useSyncExternalStore(
    subscribePhone,
    () => matchMedia("(max-width: 719px)").matches,
    () => false,
  )
}
