import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine"
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { attachClosestEdge, type Edge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge"
import { t } from "@lingui/core/macro"
import { Link } from "@tanstack/react-router"
import { CalendarDays, ChartGantt, Columns3, Ellipsis, Plus, Rows3 } from "lucide-react"
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from "react"
import { IconButton } from "../../components/button.tsx"
import { LazyPopup } from "../../components/lazy-popup.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import { may } from "../../lib/access.ts"
import { announce } from "../../lib/announce.ts"
import type { View } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { nameIn, pageOf } from "./address.ts"
import { useReorderViews, type ViewBoard } from "./api.ts"

const icons = { board: Columns3, table: Rows3, roadmap: ChartGantt, calendar: CalendarDays, plugin: Rows3 }

const loadMenu = () => import("./view-menu.tsx")
const ViewMenu = lazy(loadMenu)
const ViewForm = lazy(() => import("./view-form.tsx"))

const isRightToLeft = (element: Element) => element.matches(":dir(rtl)")

type Props = { board: ViewBoard | undefined; onView: (view: View) => void }

const tabLook =
  "flex h-9 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-2 text-muted -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink max-phone:h-10"

/** The views beside the one at hand. Whoever may change views adds, renames, copies, deletes and reorders them here. */
export function ViewTabs({ board, onView }: Props) {
  const [adding, setAdding] = useState(false)
  const projectId = board?.project.id ?? ""
  const { mutate: reorder } = useReorderViews(projectId)
  if (!board) {
    return (
      <div className="flex h-9 shrink-0 items-center gap-4 border-b px-4 max-phone:h-10">
        <Skeleton className="h-3.5 w-14" />
        <Skeleton className="h-3.5 w-16" />
      </div>
    )
  }
  const { views, view: current } = board
  const canWrite = may(board.actions, "views:write")
  const move = (id: string, position: number) => {
    const ids = views.map((view) => view.id)
    const from = ids.indexOf(id)
    if (from < 0 || position < 0 || position >= ids.length || position === from) return
    ids.splice(from, 1)
    ids.splice(position, 0, id)
    reorder(ids)
    announce(t`${{ name: views[from]?.name ?? "" }} is now ${{ place: position + 1 }} of ${{ count: views.length }}`)
  }
  const menuButton = (
    <IconButton label={t`Options of ${{ view: current.name }}`} className="-ms-1 size-6 text-faint">
      <Ellipsis size={14} aria-hidden />
    </IconButton>
  )
  return (
    <nav
      aria-label={t`Views`}
      className="thin-scroll flex h-9 shrink-0 items-center gap-1 overflow-x-auto overflow-y-hidden border-b px-2 max-phone:h-10"
    >
      {views.map((view, index) => (
        <Tab
          key={view.id}
          view={view}
          views={views}
          projectId={projectId}
          current={view.id === current.id}
          canSort={canWrite && views.length > 1}
          onStep={(step) => move(view.id, index + step)}
          onDropped={(id, isAfter) => {
            const from = views.findIndex((each) => each.id === id)
            const place = index + (isAfter ? 1 : 0)
            move(id, from < place ? place - 1 : place)
          }}
        >
          {canWrite && view.id === current.id && (
            <LazyPopup trigger={menuButton} load={loadMenu}>
              <ViewMenu
                board={board}
                trigger={menuButton}
                onView={onView}
                onStep={(step) => move(view.id, index + step)}
              />
            </LazyPopup>
          )}
        </Tab>
      ))}
      {canWrite && (
        <IconButton label={t`New view`} className="size-6" onClick={() => setAdding(true)}>
          <Plus size={14} aria-hidden />
        </IconButton>
      )}
      {adding && (
        <Suspense>
          <ViewForm
            board={board}
            onClose={() => setAdding(false)}
            onDone={(view) => {
              setAdding(false)
              onView(view)
            }}
          />
        </Suspense>
      )}
    </nav>
  )
}

type TabProps = {
  view: View
  views: View[]
  projectId: string
  current: boolean
  canSort: boolean
  onStep: (step: 1 | -1) => void
  /** Another one is dropped before or after it, in the order of reading. */
  onDropped: (id: string, isAfter: boolean) => void
  children: React.ReactNode
}

function Tab({ view, views, projectId, current, canSort, onStep, onDropped, children }: TabProps) {
  const element = useRef<HTMLDivElement>(null)
  const [dragging, setDragging] = useState(false)
  const [edge, setEdge] = useState<Edge | null>(null)
  const dropped = useRef(onDropped)
  useEffect(() => {
    dropped.current = onDropped
  }, [onDropped])
  useEffect(() => {
    const node = element.current
    if (!node || !canSort) return
    return combine(
      draggable({
        element: node,
        getInitialData: () => ({ kind: "view", id: view.id }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element: node,
        canDrop: ({ source }) => source.data.kind === "view",
        getData: ({ input, element: target }) =>
          attachClosestEdge({ id: view.id }, { input, element: target, allowedEdges: ["left", "right"] }),
        onDrag: ({ self, source }) => setEdge(source.data.id === view.id ? null : extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ self, source }) => {
          setEdge(null)
          const isRight = extractClosestEdge(self.data) === "right"
          dropped.current(String(source.data.id), isRight !== isRightToLeft(node))
        },
      }),
    )
  }, [view.id, canSort])
  // On a phone the bar is wider than the screen; the view at hand must be in sight.
  useEffect(() => {
    if (current) element.current?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }, [current])

  const Icon = icons[view.layout]
  const shared = {
    className: tabLook,
    "aria-current": current ? ("page" as const) : undefined,
    draggable: false,
    // The page is the same for all of them, and the first view's address names none: only the view at hand is current.
    activeOptions: { exact: true, includeSearch: true, explicitUndefined: true },
    title: canSort ? t`Drag, or press Alt with ← or →, to reorder` : undefined,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (!canSort || !event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return
      event.preventDefault()
      const isBack = (event.key === "ArrowLeft") !== isRightToLeft(event.currentTarget)
      onStep(isBack ? -1 : 1)
    },
  }
  const label = (
    <>
      <Icon size={13} aria-hidden />
      {view.name}
    </>
  )
  const page = pageOf(view)
  const search = { view: nameIn(views, view) }
  return (
    <div
      ref={element}
      className={cx(
        "relative flex items-center",
        dragging && "opacity-40",
        edge && "before:absolute before:inset-y-1.5 before:w-0.5 before:rounded-full before:bg-accent",
        edge === "left" && "before:-left-1",
        edge === "right" && "before:-right-1",
      )}
    >
      {page === "sprint" ? (
        <Link to="." search={search} {...shared}>
          {label}
        </Link>
      ) : (
        <Link to={`/p/$projectId/${page}`} params={{ projectId }} search={search} {...shared}>
          {label}
        </Link>
      )}
      {children}
    </div>
  )
}
