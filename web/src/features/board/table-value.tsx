import { t } from "@lingui/core/macro"
import { Faces } from "../../components/face.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { Tag } from "../../components/tag.tsx"
import { PriorityIcon, priorities, TypeIcon } from "../../components/task-icons.tsx"
import type { Card } from "../../lib/api.gen.ts"
import { dateLabel, isOverdue, number } from "../../lib/format.ts"
import { useShell } from "./shell.ts"
import { customValue } from "./values.ts"

/** A field of a task as its row shows it; nothing when it has none. */
export function TableValue({ card, field }: { card: Card; field: string }) {
  const { members, types, statuses, sprints, fields, now } = useShell()
  switch (field) {
    case "key":
      return <span className="text-muted tabular-nums">{card.key}</span>
    case "status": {
      const status = statuses.get(card.status_id)
      return status ? (
        <>
          <StatusRing category={status.category} />
          <span className="truncate">{status.name}</span>
        </>
      ) : null
    }
    case "task_type": {
      const type = types.get(card.task_type_id)
      return type ? (
        <>
          <TypeIcon icon={type.icon} color={type.color} />
          <span className="truncate">{type.name}</span>
        </>
      ) : null
    }
    case "priority":
      return card.priority ? (
        <>
          <PriorityIcon priority={card.priority} />
          {priorities.find(({ value }) => value === card.priority)?.label}
        </>
      ) : null
    case "assignee": {
      const assigned = card.assignee_ids.flatMap((id) => members.get(id) ?? [])
      const [only] = assigned
      return only ? (
        <>
          <Faces members={assigned} max={4} label={t`Assigned to`} className="[&>span]:border-bg" />
          {assigned.length === 1 && (
            <span aria-hidden className="truncate">
              {only.name}
            </span>
          )}
        </>
      ) : null
    }
    case "points":
      return card.points === null ? null : <span className="tabular-nums">{number(card.points)}</span>
    case "sprint":
      return <span className="truncate">{sprints.get(card.sprint_id ?? "")?.name}</span>
    case "tag":
      return (
        <>
          {card.tags.slice(0, 2).map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
          {card.tags.length > 2 && <span className="text-muted text-xs">+{card.tags.length - 2}</span>}
        </>
      )
    case "start_date":
      return card.start_date ? <span>{dateLabel(card.start_date, now)}</span> : null
    case "due_date": {
      if (!card.due_date) return null
      const late = statuses.get(card.status_id)?.category !== "done" && isOverdue(card.due_date, now)
      return <span className={late ? "text-red" : undefined}>{dateLabel(card.due_date, now)}</span>
    }
    case "comment_count":
      return card.comment_count > 0 ? <span className="tabular-nums">{number(card.comment_count)}</span> : null
    default: {
      const own = fields.find(({ id }) => id === field)
      return own ? <span className="truncate">{customValue(own, card, now)}</span> : null
    }
  }
}
