import { plural, t } from "@lingui/core/macro"
import { pageLanguage } from "./language.ts"
import { languages } from "./languages.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const dateFormats = new Map<string, Intl.DateTimeFormat>()
const numberFormats = new Map<string, Intl.NumberFormat>()

/** How the page's language writes dates; made once, since making one takes longer than using it a hundred times. */
export function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale } = languages[pageLanguage()]
  const key = locale + JSON.stringify(options)
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  dateFormats.set(key, format)
  return format
}

/** A number as the page's language writes it: `12,345.6`. */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  const { locale } = languages[pageLanguage()]
  const key = locale + JSON.stringify(options)
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(locale, options)
  numberFormats.set(key, format)
  return format.format(value)
}

const noon = (date: string) => new Date(`${date.slice(0, 10)}T12:00:00Z`)

/** `now`, `3 min`, `2 h`, `5 d`, then the date: how long ago something was, seen from `now` (both in ms). */
export function ago(at: string, now: number): string {
  const passed = now - Date.parse(at)
  if (passed < minute) return t`now`
  if (passed < hour) return t`${{ minutes: Math.floor(passed / minute) }} min`
  if (passed < day) return t`${{ hours: Math.floor(passed / hour) }} h`
  if (passed < 7 * day) return t`${{ days: Math.floor(passed / day) }} d`
  return dateLabel(at, now)
}

/** The same as the end of a sentence: `just now`, `3 min ago`, `on 1 Nov`. */
export function sinceWords(at: string, now: number): string {
  const passed = now - Date.parse(at)
  if (passed < minute) return t`just now`
  if (passed < hour) return t`${{ minutes: Math.floor(passed / minute) }} min ago`
  if (passed < day) return t`${{ hours: Math.floor(passed / hour) }} h ago`
  if (passed < 7 * day) return t`${{ days: Math.floor(passed / day) }} d ago`
  return t`on ${{ date: dateLabel(at, now) }}`
}

/** A calendar date as a person writes it; the year only when it is not the current one. */
export function dateLabel(date: string, now: number): string {
  const parsed = noon(date)
  return shortDate(parsed.getUTCFullYear() === new Date(now).getUTCFullYear()).format(parsed)
}

/** Two calendar dates as a person writes them, `2 – 13 Nov`; the year only when it is not the current one. */
export function dateRange(start: string, end: string, now: number): string {
  const [first, last] = [noon(start), noon(end)]
  const year = new Date(now).getUTCFullYear()
  return shortDate(first.getUTCFullYear() === year && last.getUTCFullYear() === year).formatRange(first, last)
}

const shortDate = (sameYear: boolean) =>
  dateFormat({ day: "numeric", month: "short", timeZone: "UTC", ...(sameYear ? {} : { year: "numeric" }) })

/** Whole days from today, local to the reader, to a calendar date: 0 is today, below that it is past. */
export function daysUntil(date: string, now: number): number {
  const today = new Date(now)
  const from = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())
  return Math.round((Date.parse(`${date.slice(0, 10)}T00:00:00Z`) - from) / day)
}

/** A calendar date some days after another. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + days * day).toISOString().slice(0, 10)
}

/** Today, local to the reader, as a calendar date. */
export function today(now: number): string {
  const local = new Date(now)
  return new Date(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate())).toISOString().slice(0, 10)
}

/** `Wednesday, 25 November 2026`: a calendar date in full. */
export function fullDate(date: string): string {
  return dateFormat({ dateStyle: "full", timeZone: "UTC" }).format(noon(date))
}

/** `November 2026`. */
export function monthName(date: string): string {
  return dateFormat({ month: "long", year: "numeric", timeZone: "UTC" }).format(noon(date))
}

/** `Wed`. */
export function weekdayName(date: string): string {
  return dateFormat({ weekday: "short", timeZone: "UTC" }).format(noon(date))
}

/** The weekday with which the weeks of a language begin: 0 is Sunday. Monday where that is not known. */
export function firstWeekday(language: string): number {
  try {
    const locale: Intl.Locale & { getWeekInfo?: () => { firstDay: number } } = new Intl.Locale(language)
    return (locale.getWeekInfo?.().firstDay ?? 1) % 7
  } catch {
    // Browsers name languages that are none by the standard, such as `en-US@posix`.
    return 1
  }
}

/** A number with at most one decimal: `8`, `2.5`. */
export function decimal(value: number): string {
  return number(value, { maximumFractionDigits: 1 })
}

/** Rounded as numbers are shown, so that the words beside a number fit it. */
export const tenths = (value: number): number => Math.round(value * 10) / 10

/** `8 points`, `1 point`, `2.5 points`. */
export function pointsLabel(value: number): string {
  const points = tenths(value)
  return plural(points, { one: "# point", other: "# points" })
}

/** A time given in days, in the unit that fits: `3.5 days`, `1 day`, `6 h`, `20 min`. */
export function daysLabel(days: number): string {
  if (days >= 1) return plural({ days: tenths(days) }, { one: "# day", other: "# days" })
  const minutes = Math.round(days * 24 * 60)
  return minutes < 60 ? minutesLabel(minutes) : t`${{ hours: decimal(days * 24) }} h`
}

/** Date and time in full, for titles. */
export function fullTime(at: string): string {
  return dateFormat({ dateStyle: "medium", timeStyle: "short" }).format(new Date(at))
}

/** Whether a due date (a calendar date, local to the reader) lies before today. */
export function isOverdue(due: string, now: number): boolean {
  const today = new Date(now)
  const local = `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, "0")}-${String(today.getDate()).padStart(2, "0")}`
  return due.slice(0, 10) < local
}

/** `0:07`, `12:40`, `1:02:03`: a duration given in seconds. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const s = String(whole % 60).padStart(2, "0")
  const m = Math.floor(whole / 60) % 60
  const h = Math.floor(whole / 3600)
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`
}

/** `45 min`, `2 h`, `1 h 30 min`. */
export function minutesLabel(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return t`${{ minutes: rest }} min`
  return rest === 0 ? t`${hours} h` : t`${hours} h ${{ minutes: rest }} min`
}

/** `940`, `18.2k`, `1.3M`: with the prefixes of the SI, which need no translation. */
export function compact(count: number): string {
  if (count < 1000) return number(count)
  if (count < 1_000_000) return `${decimal(count / 1000)}k`
  return `${decimal(count / 1_000_000)}M`
}

/** `940 B`, `18.2 kB`, `1.3 MB`: in steps of 1,024, as limits are set. */
export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"]
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10))
  const value = count / 1024 ** power
  return `${decimal(value)} ${units[power]}`
}

/** Two letters for a face: of the first and last name, or the first two of a single one. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean)
  const first = words[0] ?? "?"
  const last = words.length > 1 ? words[words.length - 1] : undefined
  return last ? `${first.charAt(0)}${last.charAt(0)}`.toUpperCase() : first.slice(0, 2)
}

/** A handle suggested from a name: lower-case letters, digits and single hyphens. */
export function handleFrom(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 32)
}

/** A project prefix suggested from a name: initials of several words or the first letters of one, 2 to 6 letters. */
export function prefixFrom(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toUpperCase()
    .split(/[^A-Z]+/)
    .filter(Boolean)
  if (words.length === 0) return ""
  if (words.length === 1) return (words[0] ?? "").slice(0, 3)
  const letters = words.map((word) => word.charAt(0)).join("")
  return letters.slice(0, 6)
}
