import { draggable } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { Link } from "@tanstack/react-router"
import { ArrowLeft, ArrowRight } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { IconButton } from "../../components/button.tsx"
import { Faces } from "../../components/face.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { PriorityIcon, TypeIcon } from "../../components/task-icons.tsx"
import type { Card, Member, TaskStatus, TaskType } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { i18n } from "../../lib/i18n.ts"
import { keyTowards, type Side } from "../../lib/side.ts"
import type { Priority } from "../../lib/types.ts"
import { estimateLabel, PointsInput } from "./estimate.tsx"

/** What every row looks up. */
export type Lookups = {
  members: Map<string, Member>
  types: Map<string, TaskType>
  statuses: Map<string, TaskStatus>
}

/** Where tasks are moved to: a sprint or the backlog, and on which side of them it stands. */
export type Target = { sprint: string | undefined; side: Side }

const priorityTitles: Record<Priority, MessageDescriptor> = {
  highest: msg`Priority highest`,
  high: msg`Priority high`,
  medium: msg`Priority medium`,
  low: msg`Priority low`,
  lowest: msg`Priority lowest`,
}

type Props = {
  projectId: string
  card: Card
  lookups: Lookups
  target: Target | undefined
  canWrite: boolean
  selected: boolean
  /** The row that the arrow keys are at: the only one in the tab order. */
  current: boolean
  /** A number that grows each time this row is to be focused; 0 is never. */
  focusRequest: number
  onFocusDone: (request: number) => boolean
  onSelect: (card: Card, range: boolean) => void
  onMove: (card: Card) => void
  onEstimate: (card: Card, points: number | null) => void
}

/** A task that is being planned: its title leads to it, and its whole row is what one drags. */
export function TaskRow(props: Props) {
  const { projectId, card, lookups, target, canWrite, selected, current, focusRequest, onFocusDone } = props
  const row = useRef<HTMLDivElement>(null)
  const link = useRef<HTMLAnchorElement>(null)
  const [dragging, setDragging] = useState(false)

  useEffect(() => {
    if (focusRequest > 0 && onFocusDone(focusRequest)) link.current?.focus({ preventScroll: true })
  }, [focusRequest, onFocusDone])

  useEffect(() => {
    const node = row.current
    if (!node || !canWrite || !target) return
    return draggable({
      element: node,
      getInitialData: () => ({ kind: "plan", taskId: card.id, sprintId: card.sprint_id }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    })
  }, [card.id, card.sprint_id, canWrite, target])

  const type = lookups.types.get(card.task_type_id)
  const status = lookups.statuses.get(card.status_id)
  const assignees = card.assignee_ids.flatMap((id) => lookups.members.get(id) ?? [])
  const tabIndex = current ? 0 : -1
  const Arrow = target?.side === "start" ? ArrowLeft : ArrowRight
  return (
    <div
      ref={row}
      data-task={card.id}
      className={cx(
        "flex h-9 items-center gap-2 rounded-sm px-2 hover:bg-hover max-phone:h-13",
        selected && "bg-accent-soft hover:bg-accent-soft",
        dragging && "opacity-40",
        canWrite && target && "cursor-grab",
      )}
    >
      {canWrite && (
        <input
          type="checkbox"
          aria-label={t`Select ${{ key: card.key }}`}
          checked={selected}
          tabIndex={tabIndex}
          onChange={() => {}}
          onClick={(event) => props.onSelect(card, event.shiftKey)}
          className="size-3.5 shrink-0 accent-(--accent) max-phone:size-5"
        />
      )}
      {status && (
        <span title={status.name} className="grid">
          <StatusRing category={status.category} />
          <span className="sr-only">{status.name}</span>
        </span>
      )}
      <span className="max-phone:hidden">
        <TypeIcon icon={type?.icon} color={type?.color} />
      </span>
      <span className="w-17 shrink-0 truncate text-muted text-xs tabular-nums max-phone:hidden">{card.key}</span>
      <Link
        ref={link}
        to="/p/$projectId/tasks/$number"
        params={{ projectId, number: String(card.number) }}
        tabIndex={tabIndex}
        draggable={false}
        preload={false}
        data-task-link
        aria-label={`${card.key} ${card.title}`}
        aria-keyshortcuts={`Enter X E Alt+${keyTowards(target?.side ?? "end")}`}
        className="min-w-0 flex-1 truncate rounded-xs max-phone:line-clamp-2 max-phone:whitespace-normal"
      >
        {card.title}
      </Link>
      {card.priority && (
        <span title={i18n._(priorityTitles[card.priority])} className="max-phone:hidden">
          <PriorityIcon priority={card.priority} />
        </span>
      )}
      <Faces members={assignees} max={3} label={t`Assigned to`} className="shrink-0 max-phone:hidden" />
      <PointsInput
        label={estimateLabel(card)}
        points={card.points}
        disabled={!canWrite}
        tabIndex={tabIndex}
        onChange={(points) => props.onEstimate(card, points)}
      />
      {canWrite && target && (
        <IconButton
          label={
            target.sprint === undefined
              ? t`Move ${{ key: card.key }} to the backlog`
              : t`Move ${{ key: card.key }} to ${{ sprint: target.sprint }}`
          }
          tabIndex={tabIndex}
          onClick={() => props.onMove(card)}
        >
          <Arrow size={14} className="rtl:-scale-x-100" />
        </IconButton>
      )}
    </div>
  )
}
