import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useEffect, useRef, useState } from "react"
import { Skeleton } from "../components/skeleton.tsx"
import type { Sprint } from "../lib/api.gen.ts"
import { cx } from "../lib/cx.ts"
import { remember, useRecalled } from "../lib/stored.ts"
import { sprintsQuery } from "../lib/task-queries.ts"

/** Sprints that stand in the navigation; the others are on their own page. */
const most = 5

type Props = { projectId: string; className: string }

/** The sprints at work and the next ones: pages to go to, and places to drop tasks on. */
export function SidebarSprints({ projectId, className }: Props) {
  const { data } = useQuery(sprintsQuery(projectId))
  const shown = data
    ?.filter(({ state }) => state !== "completed")
    .toSorted((one, other) => Number(other.state === "active") - Number(one.state === "active"))
    .slice(0, most)
  const key = `open-sprints-${projectId}`
  const before = Number(useRecalled(key) ?? 0)
  const count = shown?.length
  useEffect(() => {
    if (count !== undefined) remember(key, String(count))
  }, [key, count])
  // As many as there were last, so that nothing below moves when they come.
  if (!shown) {
    return Array.from({ length: Math.min(before, most) }, (_, index) => index).map((place) => (
      <span key={place} aria-hidden className={className}>
        <Skeleton className="h-3 w-20" />
      </span>
    ))
  }
  return shown.map((sprint) => (
    <SprintLink key={sprint.id} sprint={sprint} projectId={projectId} className={className} />
  ))
}

function SprintLink({ sprint, projectId, className }: Props & { sprint: Sprint }) {
  const link = useRef<HTMLAnchorElement>(null)
  const [over, setOver] = useState(false)
  useEffect(() => {
    const element = link.current
    if (!element) return
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.kind === "card",
      getData: () => ({ kind: "sprint", sprintId: sprint.id }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [sprint.id])
  return (
    <Link
      ref={link}
      to="/p/$projectId/sprints/$sprintId"
      params={{ projectId, sprintId: sprint.id }}
      activeOptions={{ includeSearch: false, exact: true }}
      className={cx(className, over && "bg-accent-soft text-accent-text")}
    >
      <span
        aria-hidden
        className={cx("size-1.5 shrink-0 rounded-full", sprint.state === "active" ? "bg-accent" : "bg-line-strong")}
      />
      <span className="truncate">{sprint.name}</span>
    </Link>
  )
}
