import { CommandError, notInteger, syntaxError } from "./reply.ts"

const MAX = 2n ** 63n - 1n
const MIN = -(2n ** 63n)

/** A 64-bit integer, written as Valkey requires: no sign plus, no leading zero, no spaces. */
export function bigInteger(text: string, error: () => CommandError = notInteger): bigint {
  if (!/^(0|-?[1-9]\d{0,18})$/.test(text)) throw error()
  const value = BigInt(text)
  if (value > MAX || value < MIN) throw error()
  return value
}

export function integer(text: string, error: () => CommandError = notInteger): number {
  return Number(bigInteger(text, error))
}

/** Adds with Valkey's overflow check. */
export function addBig(left: bigint, right: bigint): bigint {
  const sum = left + right
  if (sum > MAX || sum < MIN) throw new CommandError("ERR increment or decrement would overflow")
  return sum
}

export function float(text: string, message = "ERR value is not a valid float"): number {
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new CommandError(message)
  return Number(text)
}

export function formatFloat(value: number): string {
  if (value === Infinity) return "inf"
  return value === -Infinity ? "-inf" : String(value)
}

/** Reads arguments one after the other; every mistake is a syntax error. */
export class ArgumentReader {
  #at = 0
  readonly #args: string[]
  constructor(args: string[]) {
    this.#args = args
  }
  get done(): boolean {
    return this.#at >= this.#args.length
  }
  get left(): number {
    return this.#args.length - this.#at
  }
  next(): string {
    const value = this.#args[this.#at++]
    if (value === undefined) throw syntaxError()
    return value
  }
  rest(): string[] {
    const rest = this.#args.slice(this.#at)
    this.#at = this.#args.length
    return rest
  }
  peek(): string | undefined {
    return this.#args[this.#at]
  }
  /** Takes the next argument when it is this word, in any case. */
  take(word: string): boolean {
    if (this.#args[this.#at]?.toUpperCase() !== word) return false
    this.#at++
    return true
  }
}

/** A matcher for KEYS and SCAN patterns: `*`, `?`, `[a-z]`, `[^a]`, `\` escapes. */
export function glob(pattern: string): (text: string) => boolean {
  let source = ""
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? ""
    if (char === "*") source += "[^]*"
    else if (char === "?") source += "[^]"
    else if (char === "\\") source += literally(pattern[++at] ?? "\\")
    else if (char === "[") {
      const end = pattern.indexOf("]", at + 1)
      const body = pattern.slice(at + 1, end < 0 ? undefined : end)
      at = end < 0 ? pattern.length : end
      const negated = body.startsWith("^")
      const set = (negated ? body.slice(1) : body).replace(/[\\\]^]/g, "\\$&")
      source += set === "" ? (negated ? "[^]" : "[]") : `[${negated ? "^" : ""}${set}]`
    } else source += literally(char)
  }
  const expression = new RegExp(`^${source}$`)
  return (text) => expression.test(text)
}

function literally(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
}
