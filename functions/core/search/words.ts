import { type SQL, sql } from "drizzle-orm"

/** Words of a search that are looked for; the rest of a longer one is not. */
const WORDS = 16

/** What somebody typed, as PostgreSQL looks for it. */
export type Words = {
  /** As typed. */
  text: string
  /** A `tsquery` for what is found, or undefined when there is no word in it. */
  query: SQL | undefined
  /** A `tsquery` for whole words alone. What holds them comes before what only begins like them, and is quicker to rank. */
  exact: SQL
  /** The number of a task that is named by its key (`PLN-12`) or number, and the prefix if there is one. */
  key: { prefix: string | undefined; number: number } | undefined
}

/**
 * Reads a search as people type it: every word must be there, the last one may be a beginning (`sign u` finds "Sign up").
 * Quotes, `or` and a leading minus mean what they mean to search engines (`websearch_to_tsquery`).
 */
export function readWords(typed: string): Words {
  const text = typed.trim()
  const [, prefix, number] = /^(?:([a-z][a-z0-9]{1,5})-|#)?(\d{1,9})$/i.exec(text) ?? []
  const key = number === undefined ? undefined : { prefix: prefix?.toUpperCase(), number: Number(number) }
  const words = (text.match(/[\p{L}\p{N}_]+/gu) ?? []).slice(0, WORDS)
  const written = sql`websearch_to_tsquery('english', ${text})`
  if (words.length === 0) return { text, query: undefined, exact: written, key }
  if (/["]|(^|\s)-|\bor\b/i.test(text)) return { text, query: written, exact: written, key }
  // Nothing but letters and digits reaches `to_tsquery`, whose own signs would be errors.
  const beginning = words.map((word, index) => (index === words.length - 1 ? `${word}:*` : word)).join(" & ")
  const begun = sql`to_tsquery('english', ${beginning})`
  // Beginnings find whole plain words as well. The words are named all the same: addresses and the like are words of
  // their own to PostgreSQL, and how often a beginning occurs it only guesses, where it knows how often a word does.
  return { text, query: sql`(${written} || ${begun})`, exact: written, key }
}

/** Signs that no text of a tenant holds: control characters are where a match begins and ends. */
const OPEN = "\u0002"
const CLOSE = "\u0003"

/** Options of `ts_headline`: two passages of some words around what was found. */
export const HEADLINE = `StartSel=${OPEN}, StopSel=${CLOSE}, MaxFragments=2, MinWords=5, MaxWords=18, FragmentDelimiter=" … "`

export type Piece = { text: string; match: boolean }

/** A headline as pieces, so that nobody has to put a tenant's text into a page as HTML to show what matched. */
export function piecesOf(headline: string): Piece[] {
  return headline
    .split(OPEN)
    .flatMap((part, index): Piece[] => {
      const end = part.indexOf(CLOSE)
      if (index === 0 || end < 0) return [{ text: part.replaceAll(CLOSE, ""), match: false }]
      return [
        { text: part.slice(0, end), match: true },
        { text: part.slice(end + 1).replaceAll(CLOSE, ""), match: false },
      ]
    })
    .filter(({ text }) => text !== "")
}
