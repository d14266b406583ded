import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { plural, t } from "@lingui/core/macro"
import { useInfiniteQuery } from "@tanstack/react-query"
import { Search } from "lucide-react"
import { useCallback, useEffect, useMemo, useRef, useState } from "react"
import { inputLook } from "../../components/field.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { Segments } from "../../components/segments.tsx"
import { may } from "../../lib/access.ts"
import { announce } from "../../lib/announce.ts"
import type { Card, Planning, SprintSummary } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { number, pointsLabel } from "../../lib/format.ts"
import { notifyUndo } from "../../lib/notify.ts"
import { useSettled } from "../../lib/settled.ts"
import { CapacityPanel } from "./capacity-panel.tsx"
import { paneQuery, useEstimate, usePlanTasks } from "./plan-api.ts"
import { cardsOf, loadOf, pointsOf } from "./plan-cache.ts"
import { datesLabel } from "./sprints.ts"
import { TaskPane } from "./task-pane.tsx"
import type { Lookups } from "./task-row.tsx"

type Props = { projectId: string; planning: Planning; sprint: SprintSummary }

const nobody: ReadonlySet<string> = new Set()

/** The product backlog on one side, a sprint on the other, and tasks going from one to the other. */
export function PlanningScreen({ projectId, planning, sprint }: Props) {
  const now = useMinute()
  const canWrite = may(planning.actions, "tasks:write")
  const [typed, setTyped] = useState("")
  const q = useSettled(typed.trim())
  const [side, setSide] = useState<"backlog" | "sprint">("backlog")
  const [selected, setSelected] = useState<Record<"backlog" | "sprint", ReadonlySet<string>>>(none)
  const backlog = usePane(projectId, null, q)
  const inSprint = usePane(projectId, sprint.id, "")
  const estimate = useEstimate(projectId)
  const plan = usePlan(projectId, sprint, () => setSelected(none))
  useWhole(inSprint)

  const lookups = useMemo<Lookups>(
    () => ({
      members: new Map(planning.members.map((member) => [member.id, member])),
      types: new Map(planning.task_types.map((type) => [type.id, type])),
      statuses: new Map(planning.statuses.map((status) => [status.id, status])),
    }),
    [planning.members, planning.task_types, planning.statuses],
  )
  const cards = inSprint.cards
  const load = useMemo(() => loadOf(cards ?? []), [cards])
  const points = cards && !inSprint.hasMore ? pointsOf(cards) : sprint.total.points
  const tasks = cards && !inSprint.hasMore ? cards.length : sprint.total.tasks

  usePlanDrop(
    useCallback(
      (taskId: string, to: string | null) => {
        const from = to === null ? "sprint" : "backlog"
        const source = (to === null ? inSprint.cards : backlog.cards) ?? []
        const ids = selected[from].has(taskId) ? selected[from] : new Set([taskId])
        plan(
          source.filter(({ id }) => ids.has(id)),
          to,
        )
      },
      [plan, selected, inSprint.cards, backlog.cards],
    ),
    canWrite,
  )
  const onEstimate = useCallback(
    (card: Card, value: number | null) => estimate.mutate({ card, points: value }),
    [estimate.mutate],
  )
  const shared = { projectId, lookups, canWrite, onEstimate }
  const error = backlog.error ?? inSprint.error
  if (error)
    return (
      <ErrorState
        error={error}
        retry={() => {
          backlog.refetch()
          inSprint.refetch()
        }}
      />
    )
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2 p-3 max-phone:p-2">
      <Segments
        label={t`Which tasks to show`}
        name="pane"
        value={side}
        onChange={setSide}
        choices={[
          { value: "backlog", label: t`Backlog (${{ tasks: number(planning.backlog.tasks) }})` },
          { value: "sprint", label: t`Sprint (${{ tasks: number(tasks) }})` },
        ]}
        className="phone:hidden w-full [&_label]:min-w-0 [&_label]:flex-1"
      />
      <div className="flex min-h-0 flex-1 gap-3">
        <TaskPane
          {...shared}
          sprintId={null}
          title={t`Backlog`}
          total={planning.backlog.tasks}
          sum={pointsLabel(planning.backlog.points)}
          cards={backlog.cards}
          hasMore={backlog.hasMore}
          onMore={backlog.more}
          target={{ sprint: sprint.name, side: "end" }}
          selection={selected.backlog}
          onSelection={(ids) => setSelected({ ...none, backlog: ids })}
          onMove={(moved) => plan(moved, sprint.id)}
          empty={q ? t`Nothing in the backlog matches.` : t`The backlog is empty. New tasks come here.`}
          className={side === "sprint" ? "max-phone:hidden" : ""}
        >
          <label className="relative mx-3 mb-2 block">
            <span className="sr-only">{t`Search the backlog`}</span>
            <Search size={13} aria-hidden className="absolute top-2 start-2 text-faint max-phone:top-3" />
            <input
              type="search"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              placeholder={t`Search the backlog`}
              className={cx(inputLook, "h-7 ps-7 max-phone:h-9")}
            />
          </label>
        </TaskPane>
        <TaskPane
          {...shared}
          sprintId={sprint.id}
          title={sprint.name}
          total={tasks}
          sum={pointsLabel(points)}
          cards={inSprint.cards}
          hasMore={inSprint.hasMore}
          onMore={inSprint.more}
          target={{ sprint: undefined, side: "start" }}
          selection={selected.sprint}
          onSelection={(ids) => setSelected({ ...none, sprint: ids })}
          onMove={(moved) => plan(moved, null)}
          empty={t`Nothing is planned yet. Drag tasks here, or press the arrow beside one.`}
          className={side === "backlog" ? "max-phone:hidden" : ""}
        >
          <p className="line-clamp-2 px-3 pb-2 text-muted">
            {[datesLabel(sprint, now), sprint.goal].filter(Boolean).join(": ") || t`No dates and no goal yet.`}
          </p>
          <CapacityPanel
            projectId={projectId}
            sprint={sprint}
            members={planning.members}
            points={points}
            load={load}
            average={planning.velocity.average_points}
            canWrite={may(planning.actions, "sprints:write")}
          />
        </TaskPane>
      </div>
    </div>
  )
}

const none = { backlog: nobody, sprint: nobody }

function usePane(projectId: string, sprintId: string | null, q: string) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    paneQuery(projectId, { sprintId, q }),
  )
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  return { cards: useMemo(() => data && cardsOf(data), [data]), hasMore: hasNextPage, more, error, refetch }
}

/** Reads a pane to its end, since its sums are the plan's. */
function useWhole({ hasMore, more }: { hasMore: boolean; more: () => void }) {
  useEffect(() => {
    if (hasMore) more()
  }, [hasMore, more])
}

function movedLabel(count: number, key: string, sprint: string | undefined): string {
  if (count === 1) return sprint === undefined ? t`Moved ${key} to the backlog` : t`Moved ${key} to ${sprint}`
  return sprint === undefined
    ? plural(count, { one: "Moved # task to the backlog", other: "Moved # tasks to the backlog" })
    : plural(count, { one: `Moved # task to ${sprint}`, other: `Moved # tasks to ${sprint}` })
}

const movedBackLabel = (count: number, key: string) =>
  count === 1 ? t`${key} moved back` : plural(count, { one: "# task moved back", other: "# tasks moved back" })

/** Moves tasks into the sprint or out of it, says so, and offers the way back. */
function usePlan(projectId: string, sprint: SprintSummary, onMoved: () => void) {
  const { mutate } = usePlanTasks(projectId)
  const moved = useRef(onMoved)
  moved.current = onMoved
  return useCallback(
    (cards: Card[], to: string | null) => {
      const [first] = cards
      if (!first) return
      mutate({ cards, to })
      moved.current()
      const message = movedLabel(cards.length, first.key, to === null ? undefined : sprint.name)
      announce(message)
      const from = to === null ? sprint.id : null
      notifyUndo("plan", message, () => {
        mutate({ cards: cards.map((card) => ({ ...card, sprint_id: to })), to: from })
        announce(movedBackLabel(cards.length, first.key))
      })
    },
    [mutate, sprint.id, sprint.name],
  )
}

/** Turns a finished drag into a move. */
function usePlanDrop(move: (taskId: string, to: string | null) => void, enabled: boolean) {
  useEffect(() => {
    if (!enabled) return
    return monitorForElements({
      canMonitor: ({ source }) => source.data.kind === "plan",
      onDrop: ({ source, location }) => {
        const target = location.current.dropTargets.find(({ data }) => data.kind === "pane")
        if (!target) return
        const { sprintId } = target.data
        move(String(source.data.taskId), typeof sprintId === "string" ? sprintId : null)
      },
    })
  }, [move, enabled])
}
