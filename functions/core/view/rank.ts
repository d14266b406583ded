import { generateKeyBetween } from "fractional-indexing"
import { clock } from "../clock.ts"

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/**
 * The fractional index of a task that nobody has placed yet: its number, so that tasks lie in the order of their keys.
 * The form is the integer part of the npm package `fractional-indexing` (first letter: how many digits follow), so
 * `generateKeyBetween` can place others between two of them.
 */
export function rankOfNumber(number: number): string {
  let digits = ""
  for (let rest = number; rest > 0 || digits === ""; rest = Math.floor(rest / DIGITS.length)) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits
  }
  return String.fromCharCode("a".charCodeAt(0) + digits.length - 1) + digits
}

/** Ranks longer than this are written anew (`rebalance.ts`). Characters. */
export const RANK_LIMIT = 32

/**
 * A rank somewhere between two others; null is an open end. Where exactly is drawn, so that two people who move cards
 * into the same gap at once do not give both the same rank.
 */
export function rankBetween(before: string | null, after: string | null): string {
  let [low, high] = [before, after]
  let rank = generateKeyBetween(low, high)
  // As many halvings as a byte has bits.
  const chance = Buffer.from(clock.secret(1), "base64url")[0] ?? 0
  for (let bit = 0; bit < 8; bit++) {
    if ((chance >> bit) & 1) low = rank
    else high = rank
    rank = generateKeyBetween(low, high)
  }
  return rank
}
