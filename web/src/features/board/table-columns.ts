import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { CustomField, View } from "../../lib/api.gen.ts"
import { i18n } from "../../lib/i18n.ts"

/** A column of a table beside the title. */
export type TableColumn = { field: string; label: string; width: number; sort: string | undefined; isNumber?: boolean }

const known: Record<string, Omit<TableColumn, "field" | "label"> & { label: MessageDescriptor }> = {
  key: { label: msg`Key`, width: 84, sort: "number" },
  status: { label: msg`Status`, width: 140, sort: "status" },
  task_type: { label: msg`Type`, width: 120, sort: undefined },
  priority: { label: msg`Priority`, width: 112, sort: "priority" },
  assignee: { label: msg`Assignees`, width: 150, sort: undefined },
  points: { label: msg`Points`, width: 72, sort: "points", isNumber: true },
  sprint: { label: msg`Sprint`, width: 140, sort: undefined },
  tag: { label: msg`Tags`, width: 160, sort: undefined },
  start_date: { label: msg({ message: "Start", context: "date" }), width: 112, sort: "start_date" },
  due_date: { label: msg({ message: "Due", context: "date" }), width: 112, sort: "due_date" },
  comment_count: { label: msg`Comments`, width: 84, sort: undefined, isNumber: true },
}

const usual = ["key", "status", "priority", "assignee", "points", "sprint", "due_date", "tag"]

/** The columns of a table: the fields that the view shows, or the usual ones without the one it is grouped by. */
export function tableColumns(
  { fields, column_by }: Pick<View["config"], "fields" | "column_by">,
  custom_fields: CustomField[],
): TableColumn[] {
  const shown = fields.length > 0 ? fields : usual.filter((field) => field !== column_by)
  return shown.flatMap((field): TableColumn[] => {
    const builtIn = known[field]
    if (builtIn) return [{ field, ...builtIn, label: i18n._(builtIn.label) }]
    const own = custom_fields.find(({ id }) => id === field)
    if (!own) return []
    const isNumber = own.type === "number"
    const sort = isNumber || own.type === "date" || own.type === "text" ? field : undefined
    return [{ field, label: own.name, width: isNumber ? 88 : 140, sort, isNumber }]
  })
}

/** The widths of all columns, the title's first, as a grid has them. */
export const templateOf = (columns: TableColumn[]): string =>
  ["minmax(260px,1fr)", ...columns.map(({ width }) => `${width}px`)].join(" ")

/** Whether a field is changed in its row. */
export const isEditable = (field: string): boolean => field !== "key" && field !== "comment_count"
