import { t } from "@lingui/core/macro"
import type { Card, CustomField } from "../../lib/api.gen.ts"
import { dateLabel, number } from "../../lib/format.ts"
import type { Shell } from "./shell.ts"

/** The value of one of the project's own fields in words; undefined when there is none. */
export function customValue(field: CustomField, card: Card, now: number): string | undefined {
  const value = card.custom_fields[field.id]
  if (value === undefined || value === null || value === "") return undefined
  const optionName = (id: string) => field.options.find((option) => option.id === id)?.name ?? id
  if (Array.isArray(value)) return value.map(optionName).join(", ") || undefined
  if (field.type === "boolean") return value === true ? field.name : t`Not ${{ field: field.name }}`
  if (field.type === "select") return optionName(String(value))
  if (field.type === "date") return dateLabel(String(value), now)
  return typeof value === "number" ? number(value) : String(value)
}

type Directory = Pick<Shell, "statuses" | "sprints" | "fields" | "now">

/** What a card shows in words when the view asks for it, beside what every card has a place for. */
export function extraValues(card: Card, shell: Directory, shown: string[]): { name: string; value: string }[] {
  return shown.flatMap((field) => {
    if (field === "sprint") {
      const sprint = shell.sprints.get(card.sprint_id ?? "")
      return sprint ? [{ name: t`Sprint`, value: sprint.name }] : []
    }
    if (field === "start_date") {
      return card.start_date
        ? [
            {
              name: t({ message: "Start", context: "date" }),
              value: t`from ${{ date: dateLabel(card.start_date, shell.now) }}`,
            },
          ]
        : []
    }
    const own = shell.fields.find(({ id }) => id === field)
    const value = own && customValue(own, card, shell.now)
    return own && value !== undefined ? [{ name: own.name, value }] : []
  })
}
