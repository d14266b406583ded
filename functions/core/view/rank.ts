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
