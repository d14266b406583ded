import { msg, t } from "@lingui/core/macro"
import type { ReactNode } from "react"
import { Face } from "../../components/face.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { PriorityIcon, priorities, TypeIcon } from "../../components/task-icons.tsx"
import type { Board, Card } from "../../lib/api.gen.ts"
import { number } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import type { Change } from "./changes.ts"

export type ChoiceField = "status" | "priority" | "task_type" | "sprint"

export type Choice = { value: string; label: string; icon?: ReactNode; hint?: string; set: Change }

type Directory = Pick<Board, "statuses" | "task_types" | "sprints" | "members">

/** What stands for no value in lists of choices. */
export const none = "none"

/** The values that a field of a task can have, with what choosing one sets. */
export function choicesOf(field: ChoiceField, { statuses, task_types, sprints }: Directory): Choice[] {
  switch (field) {
    case "status":
      return statuses.map(({ id, name, category }) => ({
        value: id,
        label: name,
        icon: <StatusRing category={category} />,
        set: { status_id: id },
      }))
    case "priority":
      return [
        ...priorities.map(({ value, label }) => ({
          value,
          label,
          icon: <PriorityIcon priority={value} />,
          set: { priority: value },
        })),
        { value: none, label: t`No priority`, set: { priority: null } },
      ]
    case "task_type":
      return task_types.map(({ id, name, icon, color }) => ({
        value: id,
        label: name,
        icon: <TypeIcon icon={icon} color={color} />,
        set: { task_type_id: id },
      }))
    case "sprint":
      return [
        ...sprints
          .filter(({ state }) => state !== "completed")
          .map(({ id, name, state }) => ({
            value: id,
            label: name,
            hint: i18n._(sprintStates[state]),
            set: { sprint_id: id },
          })),
        { value: none, label: t`No sprint`, set: { sprint_id: null } },
      ]
  }
}

/** The value of a field as its choices name it. */
export function chosenOf(field: ChoiceField, card: Card): string {
  if (field === "status") return card.status_id
  if (field === "task_type") return card.task_type_id
  return (field === "priority" ? card.priority : card.sprint_id) ?? none
}

const sprintStates = { planned: msg`planned`, active: msg`active`, completed: msg`completed` }

const choiceLabels = { status: msg`Status`, priority: msg`Priority`, task_type: msg`Type`, sprint: msg`Sprint` }

/** What a field is called. */
export const choiceLabel = (field: ChoiceField): string => i18n._(choiceLabels[field])

/** Members as options, people before agents. */
export function memberOptions({ members }: Directory) {
  return [...members]
    .sort((a, b) => (a.kind === b.kind ? a.name.localeCompare(b.name) : a.kind === "user" ? -1 : 1))
    .map((member) => ({
      value: member.id,
      label: member.name,
      keywords: member.handle ?? "",
      group: member.kind === "agent" ? t`Agents start to work at once` : t`People`,
      icon: <Face name={member.name} kind={member.kind} />,
      ...(member.kind === "agent" && { hint: t`agent` }),
    }))
}

/** The points that tasks usually have, after which larger ones are better split. */
const usualPoints = [0, 1, 2, 3, 5, 8, 13, 21]

/** Points as choices, none last. */
export const pointChoices = (): { points: number | null; label: string }[] => [
  ...usualPoints.map((points) => ({ points, label: number(points) })),
  { points: null, label: t`No points` },
]
