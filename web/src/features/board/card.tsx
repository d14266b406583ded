import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine"
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { attachClosestEdge, type Edge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge"
import { Link } from "@tanstack/react-router"
import { MessageSquare } from "lucide-react"
import { memo, useEffect, useRef, useState } from "react"
import { Faces } from "../../components/face.tsx"
import { Pulse } from "../../components/pulse.tsx"
import { Tag } from "../../components/tag.tsx"
import { PriorityIcon, TypeIcon } from "../../components/task-icons.tsx"
import type { Card, Conversation, Member, TaskStatus, TaskType } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { dateLabel, fullTime, isOverdue } from "../../lib/format.ts"

/** What every card looks up; its identity changes only when members or types do. */
export type Lookups = { members: Map<string, Member>; types: Map<string, TaskType>; now: number }

type Props = {
  projectId: string
  card: Card
  status: TaskStatus
  lookups: Lookups
  working: Conversation | undefined
  selected: boolean
  focusable: boolean
  canMove: boolean
  /** A number that grows each time the board wants this card focused; 0 is never. */
  focusRequest: number
  onFocusDone: (request: number) => boolean
}

/** A card of the board: its title is the link that opens the task, its whole face is what one drags. */
export const TaskCard = memo(function TaskCard(props: Props) {
  const { projectId, card, status, lookups, working, selected, focusable, canMove, focusRequest, onFocusDone } = props
  const element = useRef<HTMLElement>(null)
  const link = useRef<HTMLAnchorElement>(null)
  const [dragging, setDragging] = useState(false)
  const [edge, setEdge] = useState<Edge | null>(null)

  useEffect(() => {
    if (focusRequest && onFocusDone(focusRequest)) link.current?.focus({ preventScroll: true })
  }, [focusRequest, onFocusDone])

  useEffect(() => {
    const node = element.current
    if (!node || !canMove) return
    return combine(
      draggable({
        element: node,
        getInitialData: () => ({ kind: "card", taskId: card.id }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element: node,
        canDrop: ({ source }) => source.data.kind === "card",
        getData: ({ input, element: target }) =>
          attachClosestEdge(
            { kind: "card", taskId: card.id, statusId: status.id },
            { input, element: target, allowedEdges: ["top", "bottom"] },
          ),
        onDrag: ({ self, source }) => setEdge(source.data.taskId === card.id ? null : extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    )
  }, [card.id, status.id, canMove])

  const type = lookups.types.get(card.task_type_id ?? "")
  const assignees = card.assignee_ids.flatMap((id) => lookups.members.get(id) ?? [])
  const overdue = card.due_date !== null && status.category !== "done" && isOverdue(card.due_date, lookups.now)
  const hasMeta = card.tags.length > 0 || card.due_date !== null || card.comment_count > 0
  const faces = <Faces members={assignees} max={3} label="Assigned to" className="ml-auto" />

  return (
    <article
      ref={element}
      data-task={card.id}
      className={cx(
        "relative grid gap-2 rounded-md border border-line bg-panel p-2.5 shadow-card transition-[border-color,box-shadow] duration-100",
        "hover:border-line-strong has-[a:focus-visible]:border-accent has-[a:focus-visible]:shadow-[0_0_0_1px_var(--accent)]",
        selected && "border-accent shadow-[0_0_0_1px_var(--accent)] hover:border-accent",
        dragging && "opacity-40",
        canMove && "cursor-grab",
      )}
    >
      <div className="flex h-4 items-center gap-1.5 text-muted text-xs tabular-nums">
        <TypeIcon icon={type?.icon} color={type?.color} />
        <span>{card.key}</span>
        {card.priority && (card.priority === "highest" || card.priority === "high") && (
          <PriorityIcon priority={card.priority} />
        )}
        {!hasMeta && faces}
        {card.points !== null && (
          <span
            className={cx("rounded-xs border px-1.25 text-xs", (hasMeta || assignees.length === 0) && "ml-auto")}
            title={`${card.points} points`}
          >
            {card.points}
          </span>
        )}
      </div>
      <Link
        ref={link}
        from="/p/$projectId/board"
        to="/p/$projectId/board"
        params={{ projectId }}
        search={(old) => ({ ...old, task: card.key })}
        tabIndex={focusable ? 0 : -1}
        draggable={false}
        preload={false}
        data-card-link
        aria-keyshortcuts="Enter Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown"
        aria-label={cardLabel(card, type, status, assignees, working)}
        className="line-clamp-3 break-words font-medium leading-[1.35] outline-none after:absolute after:inset-0 after:rounded-md"
      >
        {card.title}
      </Link>
      {working && (
        <div className="flex min-w-0 items-center gap-2 rounded-sm bg-agent-soft px-2 py-1 font-medium text-agent text-xs">
          <Pulse still={working.status !== "running"} />
          <span className="shrink-0">{working.agent.name}</span>
          <span className="truncate font-normal">{working.activity || idleWords(working)}</span>
        </div>
      )}
      {hasMeta && (
        <div className="flex min-h-5 flex-wrap items-center gap-1.5 text-muted text-xs">
          {card.tags.slice(0, 3).map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
          {card.tags.length > 3 && <span>+{card.tags.length - 3}</span>}
          {card.due_date && (
            <span
              className={overdue ? "text-red" : undefined}
              title={`Due ${fullTime(`${card.due_date.slice(0, 10)}T00:00`).split(",")[0]}`}
            >
              due {dateLabel(card.due_date, lookups.now)}
            </span>
          )}
          {card.comment_count > 0 && (
            <span className="flex items-center gap-1 tabular-nums" title={`${card.comment_count} comments`}>
              <MessageSquare size={12} aria-hidden />
              {card.comment_count}
            </span>
          )}
          {faces}
        </div>
      )}
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

function idleWords(working: Conversation): string {
  if (working.status === "queued") return "is about to start"
  if (working.status === "paused") return "is paused"
  return "is at work"
}

function cardLabel(
  card: Card,
  type: TaskType | undefined,
  status: TaskStatus,
  assignees: Member[],
  working: Conversation | undefined,
): string {
  return [
    `${card.key} ${card.title}`,
    type?.name,
    status.name,
    card.points === null ? undefined : `${card.points} points`,
    assignees.length > 0 ? `assigned to ${assignees.map((m) => m.name).join(", ")}` : undefined,
    working ? `${working.agent.name} is at work` : undefined,
  ]
    .filter(Boolean)
    .join(", ")
}
