import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine"
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { attachClosestEdge, type Edge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge"
import { plural, t } from "@lingui/core/macro"
import { Ellipsis, MessageSquare } from "lucide-react"
import { memo, useEffect, useRef, useState } from "react"
import { IconButton } from "../../components/button.tsx"
import { Faces } from "../../components/face.tsx"
import { Pulse } from "../../components/pulse.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { Tag } from "../../components/tag.tsx"
import { PriorityIcon, TypeIcon } from "../../components/task-icons.tsx"
import type { Card, Conversation, Member, TaskStatus, TaskType } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { dateFormat, dateLabel, isOverdue, number, pointsLabel } from "../../lib/format.ts"
import type { Key } from "../../lib/grouping.ts"
import { useIsChosen } from "./selection.ts"
import { useShell } from "./shell.ts"
import { TaskLink } from "./task-link.tsx"
import { extraValues } from "./values.ts"

type Props = {
  card: Card
  /** Where it stands: a task of several groups has a card in each. */
  column: Key
  lane: Key
  working: Conversation | undefined
  /** Its panel is open. */
  open: boolean
  focusable: boolean
  /** A number that grows each time the board wants this card focused; 0 is never. */
  focusRequest: number
  onFocusDone: (request: number) => boolean
}

/** What a card shows when the view does not say. */
const usual = ["key", "task_type", "priority", "points", "assignee", "tag", "due_date", "comment_count"]

/** A card of the board: its title is the link that opens the task, its whole face is what one drags. */
export const TaskCard = memo(function TaskCard(props: Props) {
  const { card, column, lane, working, open, focusable, focusRequest, onFocusDone } = props
  const shell = useShell()
  const { members, types, statuses, canWrite, isManual, now } = shell
  const chosen = useIsChosen(card.id)
  const element = useRef<HTMLElement>(null)
  const link = useRef<HTMLAnchorElement>(null)
  const [dragging, setDragging] = useState(false)
  const [edge, setEdge] = useState<Edge | null>(null)
  const spot = { column, lane, taskId: card.id }

  useEffect(() => {
    if (focusRequest && onFocusDone(focusRequest)) link.current?.focus({ preventScroll: true })
  }, [focusRequest, onFocusDone])

  useEffect(() => {
    const node = element.current
    if (!node || !canWrite) return
    const data = { kind: "card", taskId: card.id, column, lane }
    return combine(
      draggable({
        element: node,
        getInitialData: () => data,
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element: node,
        canDrop: ({ source }) => source.data.kind === "card",
        getData: ({ input, element: target }) =>
          attachClosestEdge(data, { input, element: target, allowedEdges: ["top", "bottom"] }),
        onDrag: ({ self, source }) =>
          setEdge(source.data.taskId === card.id || !isManual ? null : extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    )
  }, [card.id, column, lane, canWrite, isManual])

  const shown = shell.shown.length > 0 ? shell.shown : usual
  const shows = (field: string) => shown.includes(field)
  const status = statuses.get(card.status_id)
  const type = types.get(card.task_type_id)
  const assignees = card.assignee_ids.flatMap((id) => members.get(id) ?? [])
  const overdue = card.due_date !== null && status?.category !== "done" && isOverdue(card.due_date, now)
  const tags = shows("tag") ? card.tags : []
  const comments = shows("comment_count") ? card.comment_count : 0
  const due = shows("due_date") ? card.due_date : null
  const more = extraValues(card, shell, shown)
  const hasMeta = tags.length > 0 || due !== null || comments > 0 || more.length > 0
  const faces = shows("assignee") && <Faces members={assignees} max={3} label={t`Assigned to`} className="ms-auto" />
  const showsStatus = status && shell.column_by !== "status" && (shell.shown.length === 0 || shows("status"))

  return (
    <article
      ref={element}
      data-task={card.id}
      data-column={column ?? undefined}
      data-lane={lane ?? undefined}
      onContextMenu={(event) => {
        event.preventDefault()
        // A key has no place of its own: then the menu opens at the card.
        const isKey = event.clientX === 0 && event.clientY === 0
        shell.onMenu(spot, isKey ? event.currentTarget : { x: event.clientX, y: event.clientY })
      }}
      className={cx(
        "group/card relative grid gap-2 rounded-md border border-line bg-panel p-2.5 shadow-card transition-[border-color,box-shadow] duration-100",
        "hover:border-line-strong has-[a:focus-visible]:border-accent has-[a:focus-visible]:shadow-[0_0_0_1px_var(--accent)]",
        open && "border-accent shadow-[0_0_0_1px_var(--accent)] hover:border-accent",
        chosen && "border-accent bg-accent-soft hover:border-accent",
        dragging && "opacity-40",
        canWrite && "cursor-grab",
      )}
    >
      <div className="flex h-4 items-center gap-1.5 text-muted text-xs tabular-nums max-phone:pe-6">
        {shows("task_type") && <TypeIcon icon={type?.icon} color={type?.color} />}
        {showsStatus && (
          <span title={status.name} className="grid">
            <StatusRing category={status.category} />
          </span>
        )}
        {shows("key") && <span>{card.key}</span>}
        {shows("priority") && (card.priority === "highest" || card.priority === "high") && (
          <PriorityIcon priority={card.priority} />
        )}
        {!hasMeta && faces}
        {shows("points") && card.points !== null && (
          <span
            className={cx("rounded-xs border px-1.25 text-xs", (hasMeta || assignees.length === 0) && "ms-auto")}
            title={pointsLabel(card.points)}
          >
            {number(card.points)}
          </span>
        )}
      </div>
      <TaskLink
        ref={link}
        card={card}
        spot={spot}
        tabIndex={focusable ? 0 : -1}
        keys="Enter x Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown"
        label={cardLabel(card, type, status, assignees, working, chosen)}
        className="line-clamp-3 break-words font-medium leading-[1.35] outline-none after:absolute after:inset-0 after:rounded-md"
      />
      {working && (
        <div className="flex min-w-0 items-center gap-2 rounded-sm bg-agent-soft px-2 py-1 font-medium text-agent text-xs">
          <Pulse still={working.status !== "running"} />
          <span className="shrink-0">{working.agent.name}</span>
          <span className="truncate font-normal">{working.activity || idleWords(working)}</span>
        </div>
      )}
      {hasMeta && (
        <div className="flex min-h-5 flex-wrap items-center gap-1.5 text-muted text-xs">
          {tags.slice(0, 3).map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
          {tags.length > 3 && <span>+{tags.length - 3}</span>}
          {more.map(({ name, value }) => (
            <span key={name} title={`${name}: ${value}`} className="max-w-full truncate">
              {value}
            </span>
          ))}
          {due && (
            <span className={overdue ? "text-red" : undefined} title={t`Due ${{ date: longDate(due) }}`}>
              {t`due ${{ date: dateLabel(due, now) }}`}
            </span>
          )}
          {comments > 0 && (
            <span
              className="flex items-center gap-1 tabular-nums"
              title={plural({ count: comments }, { one: "# comment", other: "# comments" })}
            >
              <MessageSquare size={12} aria-hidden />
              {comments}
            </span>
          )}
          {faces}
        </div>
      )}
      <IconButton
        label={t`Actions for ${{ task: card.key }}`}
        tabIndex={-1}
        className="absolute end-1 top-1 size-6 bg-panel opacity-0 group-hover/card:opacity-100 aria-expanded:opacity-100 max-phone:size-7 max-phone:opacity-60"
        onClick={(event) => shell.onMenu(spot, event.currentTarget)}
      >
        <Ellipsis size={14} aria-hidden />
      </IconButton>
      {edge && (
        <span
          aria-hidden
          className={cx(
            "pointer-events-none absolute inset-x-0 h-0.5 rounded-full bg-accent",
            edge === "top" ? "-top-[5px]" : "-bottom-[5px]",
          )}
        />
      )}
    </article>
  )
})

/** A calendar date with its year, for titles. */
const longDate = (date: string) =>
  dateFormat({ dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${date.slice(0, 10)}T12:00:00Z`))

function idleWords(working: Conversation): string {
  if (working.status === "queued") return t`is about to start`
  if (working.status === "paused") return t`is paused`
  return t`is at work`
}

function cardLabel(
  card: Card,
  type: TaskType | undefined,
  status: TaskStatus | undefined,
  assignees: Member[],
  working: Conversation | undefined,
  chosen: boolean,
): string {
  return [
    `${card.key} ${card.title}`,
    type?.name,
    status?.name,
    card.points === null ? undefined : pointsLabel(card.points),
    assignees.length > 0 ? t`assigned to ${{ names: assignees.map((m) => m.name).join(", ") }}` : undefined,
    working ? t`${{ agent: working.agent.name }} is at work` : undefined,
    chosen ? t`selected` : undefined,
  ]
    .filter(Boolean)
    .join(", ")
}
