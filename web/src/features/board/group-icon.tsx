import { Face } from "../../components/face.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { PriorityIcon, TypeIcon } from "../../components/task-icons.tsx"
import type { Board } from "../../lib/api.gen.ts"
import type { GroupField, Key } from "../../lib/grouping.ts"

type Directory = Pick<Board, "statuses" | "task_types" | "members">

/** The sign of a group: a status's ring, a member's face, and so on. Groups that have none show nothing. */
export function GroupIcon({ field, value, directory }: { field: GroupField; value: Key; directory: Directory }) {
  if (value === null) return null
  if (field === "status") {
    const status = directory.statuses.find(({ id }) => id === value)
    return status ? <StatusRing category={status.category} /> : null
  }
  if (field === "assignee") {
    const member = directory.members.find(({ id }) => id === value)
    return member ? <Face name={member.name} kind={member.kind} /> : null
  }
  if (field === "task_type") {
    const type = directory.task_types.find(({ id }) => id === value)
    return <TypeIcon icon={type?.icon} color={type?.color} />
  }
  if (field === "priority") {
    return value === "highest" || value === "high" || value === "medium" || value === "low" || value === "lowest" ? (
      <PriorityIcon priority={value} />
    ) : null
  }
  return null
}
