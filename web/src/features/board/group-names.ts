import { t } from "@lingui/core/macro"
import { priorities } from "../../components/task-icons.tsx"
import type { Board } from "../../lib/api.gen.ts"
import type { GroupField } from "../../lib/grouping.ts"

type Groups = Pick<Board, "view" | "columns" | "swimlanes" | "slices" | "custom_fields">
type Named = { key: string | null; name: string }

/** The name of a group that nobody in the project gave: the server says those in English. */
function nameOf(field: string, { key, name }: Named, fields: Groups["custom_fields"]): string {
  // Everything is one group.
  if (name === "") return name
  const own = fields.find(({ id }) => id === field)
  if (own) {
    if (own.type === "boolean" && key === "false") return t`Not ${{ field: own.name }}`
    return key === null ? t`No ${{ field: own.name }}` : name
  }
  if (field === "priority" && key !== null) return priorities.find(({ value }) => value === key)?.label ?? name
  if (key !== null) return name
  if (field === "priority") return t`No priority`
  if (field === "assignee") return t`Nobody`
  return field === "sprint" ? t`Backlog` : t({ message: "None", context: "group" })
}

/** A board whose columns, swimlanes and slices are named in the page's language. */
export function withGroupNames<T extends Groups>(board: T): T {
  const { column_by, swimlanes, slice_by } = board.view.config
  const named = <G extends Named>(field: GroupField, groups: G[]): G[] =>
    field === null ? groups : groups.map((group) => ({ ...group, name: nameOf(field, group, board.custom_fields) }))
  return {
    ...board,
    columns: named(column_by, board.columns),
    swimlanes: named(swimlanes, board.swimlanes),
    slices: named(slice_by, board.slices),
  }
}
