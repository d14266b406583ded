import { msg, t } from "@lingui/core/macro"
import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { CircleCheck } from "lucide-react"
import { Button } from "../../components/button.tsx"
import { EmptyState, ErrorState } from "../../components/page-state.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { PriorityIcon, TypeIcon } from "../../components/task-icons.tsx"
import type { MyTask } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { ago, dateLabel, fullDate, fullTime, isOverdue, number, pointsLabel } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import { myTasksQuery } from "./api.ts"

const groupNames = {
  inprogress: msg`In work`,
  todo: msg`To do`,
  ready: msg`Ready`,
  refinement: msg`In refinement`,
  backlog: msg`Backlog`,
  done: msg`Done`,
}

const categories = ["inprogress", "todo", "ready", "refinement", "backlog", "done"] as const

type Props = {
  done: boolean
  /** What each project is called, by its id. */
  projects: ReadonlyMap<string, string>
}

/** What is assigned to this person, whatever the project; in work first. */
export function MyTasks({ done, projects }: Props) {
  const list = useInfiniteQuery(myTasksQuery(done))
  if (list.isError) return <ErrorState error={list.error} retry={() => list.refetch()} />
  if (list.isPending) {
    return (
      <div role="status" aria-label={t`Loading your tasks`} className="grid gap-px">
        {[1, 2, 3, 4, 5, 6].map((line) => (
          <div key={line} className="flex h-10 items-center gap-3 px-3">
            <Skeleton className="size-4" />
            <Skeleton className="h-4 w-2/3" />
          </div>
        ))}
      </div>
    )
  }
  const items = list.data.pages.flatMap((page) => page.items)
  if (items.length === 0) {
    return done ? (
      <EmptyState icon={<CircleCheck size={20} />} title={t`Nothing done yet`}>
        {t`What you finish is kept here, the latest first.`}
      </EmptyState>
    ) : (
      <EmptyState icon={<CircleCheck size={20} />} title={t`Nothing is assigned to you`}>
        {t`Press I on a task of a board to take it, or let somebody assign you one. It is listed here, from every project.`}
      </EmptyState>
    )
  }
  const groups = categories
    .map((category) => ({ category, tasks: items.filter(({ status }) => status.category === category) }))
    .filter(({ tasks }) => tasks.length > 0)
  return (
    <>
      {groups.map(({ category, tasks }) => (
        <section key={category} aria-labelledby={`mine-${category}`} className="grid gap-1">
          <h2 id={`mine-${category}`} className="flex items-center gap-2 px-3 font-medium text-muted text-xs">
            <StatusRing category={category} /> {i18n._(groupNames[category])}
            <span className="tabular-nums">{number(tasks.length)}</span>
          </h2>
          <ul className="grid gap-px">
            {tasks.map((task) => (
              <li key={task.id}>
                <Row task={task} project={projects.get(task.project_id)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {list.hasNextPage && (
        <Button className="justify-self-center" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t`Show more`}
        </Button>
      )}
    </>
  )
}

function Row({ task, project }: { task: MyTask; project: string | undefined }) {
  const now = useMinute()
  const { due_date: due, status, points } = task
  const isDone = status.category === "done"
  const overdue = due !== null && !isDone && isOverdue(due, now)
  return (
    <Link
      to="/p/$projectId/tasks/$number"
      params={{ projectId: task.project_id, number: String(task.number) }}
      preload={false}
      className="flex min-h-9 items-center gap-2.5 rounded-sm px-3 py-1.5 hover:bg-hover max-phone:min-h-11"
    >
      <TypeIcon {...task.type} />
      <span className="w-18 shrink-0 truncate text-muted text-xs tabular-nums">{task.key}</span>
      <span className="min-w-0 flex-1 truncate max-phone:line-clamp-2 max-phone:whitespace-normal">{task.title}</span>
      {task.priority && <PriorityIcon priority={task.priority} />}
      <span className="min-w-0 shrink truncate text-muted text-xs max-phone:hidden">
        {[status.name, task.sprint, project].filter(Boolean).join(" · ")}
      </span>
      {points !== null && (
        <span title={pointsLabel(points)} className="rounded-xs border px-1 text-muted text-xs tabular-nums">
          {number(points)}
        </span>
      )}
      {isDone ? (
        <time dateTime={task.updated_at} title={fullTime(task.updated_at)} className="shrink-0 text-muted text-xs">
          {ago(task.updated_at, now)}
        </time>
      ) : (
        due && (
          <time
            dateTime={due}
            title={t`Due ${{ date: fullDate(due) }}`}
            className={cx("shrink-0 text-xs", overdue ? "text-red" : "text-muted")}
          >
            {overdue ? t`overdue, ${{ date: dateLabel(due, now) }}` : t`due ${{ date: dateLabel(due, now) }}`}
          </time>
        )
      )}
    </Link>
  )
}
