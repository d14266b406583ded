import { t } from "@lingui/core/macro"
import type { Card } from "../../lib/api.gen.ts"
import { dateLabel, dateRange } from "../../lib/format.ts"
import type { Dates } from "./days.ts"

/** `3 – 14 Nov`, `from 3 Nov`, `due 14 Nov`, `no dates`. */
export function datesWords({ start_date, due_date }: Dates, now: number): string {
  if (start_date !== null && due_date !== null)
    return start_date === due_date ? dateLabel(due_date, now) : dateRange(start_date, due_date, now)
  if (start_date !== null) return t`from ${{ date: dateLabel(start_date, now) }}`
  if (due_date !== null) return t`due ${{ date: dateLabel(due_date, now) }}`
  return t`no dates`
}

/** What is said of a task that was given other dates. */
export const rescheduledWords = ({ key }: Pick<Card, "key">, dates: Dates, now: number): string =>
  t`${{ task: key }}: ${{ dates: datesWords(dates, now) }}`
