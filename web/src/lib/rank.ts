import { generateKeyBetween } from "fractional-indexing"

type Ranked = { number: number; rank: string | null }

/** Order within a column: by rank as plain code units, tasks without a rank last, then by number. */
export function byRank(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) {
    if (a.rank === null) return 1
    if (b.rank === null) return -1
    return a.rank < b.rank ? -1 : 1
  }
  return a.number - b.number
}

/** A rank between two neighbours (null is an open end): the server's own will replace it a moment later. */
export function rankBetween(before: string | null, after: string | null): string {
  try {
    return generateKeyBetween(before, after)
  } catch {
    return `${before ?? ""}V`
  }
}
