import { plural, t } from "@lingui/core/macro"
import type { Card } from "../../lib/api.gen.ts"

/** What is said of tasks: of one by its key, of several by their number. */
type Tasks = Pick<Card, "key">[]

const keyOf = ([first]: Tasks): string => first?.key ?? ""

export const selectedWords = (tasks: Tasks): string =>
  tasks.length === 1
    ? t`${{ task: keyOf(tasks) }} selected`
    : plural({ count: tasks.length }, { one: "# task selected", other: "# tasks selected" })

export const actionsWords = (tasks: Tasks): string =>
  tasks.length === 1
    ? t`Actions for ${{ task: keyOf(tasks) }}`
    : plural({ count: tasks.length }, { one: "Actions for # task", other: "Actions for # tasks" })

export const deleteWords = (tasks: Tasks): string =>
  plural({ count: tasks.length }, { one: "Delete # task", other: "Delete # tasks" })

export const deleteQuestion = (tasks: Tasks): string =>
  tasks.length === 1
    ? t`Delete ${{ task: keyOf(tasks) }}?`
    : plural({ count: tasks.length }, { one: "Delete # task?", other: "Delete # tasks?" })

export const deletedWords = (tasks: Tasks): string =>
  tasks.length === 1
    ? t`Deleted ${{ task: keyOf(tasks) }}`
    : plural({ count: tasks.length }, { one: "Deleted # task", other: "Deleted # tasks" })

export const changedWords = (tasks: Tasks): string =>
  tasks.length === 1
    ? t`Changed ${{ task: keyOf(tasks) }}`
    : plural({ count: tasks.length }, { one: "Changed # task", other: "Changed # tasks" })

export const movedWords = (tasks: Tasks): string =>
  tasks.length === 1
    ? t`Moved ${{ task: keyOf(tasks) }}`
    : plural({ count: tasks.length }, { one: "Moved # task", other: "Moved # tasks" })

export const movedToWords = (tasks: Tasks, place: string): string =>
  tasks.length === 1
    ? t`Moved ${{ task: keyOf(tasks) }} to ${place}`
    : plural({ count: tasks.length }, { one: `Moved # task to ${place}`, other: `Moved # tasks to ${place}` })

/** The same for a screen reader, with the place in full. */
export const movedTo = (tasks: Tasks, place: string): string =>
  tasks.length === 1
    ? t`${{ task: keyOf(tasks) }} moved to ${place}`
    : plural({ count: tasks.length }, { one: `# task moved to ${place}`, other: `# tasks moved to ${place}` })

export const movedBack = (tasks: Tasks): string =>
  tasks.length === 1
    ? t`${{ task: keyOf(tasks) }} moved back`
    : plural({ count: tasks.length }, { one: "# task moved back", other: "# tasks moved back" })
