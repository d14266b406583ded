import { filetypemime } from "magic-bytes.js"
import { OCTETS, shown } from "./content.ts"

const textual =
  /^(text\/|application\/(json|xml|yaml|x-yaml|toml|sql|javascript|typescript|x-sh|x-ndjson)$|.*\+(json|xml)$)/

/** Whether these are text: UTF-8 without NUL. A character cut off at the end does not count against them. */
function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

/** The bare type of `text/html; charset=utf-8`, or octets when it is none. */
function bare(declared: string): string {
  const type = declared.split(";")[0]?.trim().toLowerCase() ?? ""
  return /^[a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*$/.test(type) ? type : OCTETS
}

/**
 * What a file is by its first bytes. What its sender declared counts only where the bytes do not contradict: an executable
 * called image/png is not kept as one, and text stays text.
 */
export function contentTypeOf(head: Uint8Array, declared: string): string {
  const type = bare(declared)
  const found = filetypemime(head).map((mime) => mime.toLowerCase())
  if (found.length > 0) return found.includes(type) ? type : (found[0] ?? OCTETS)
  if (isText(head)) return textual.test(type) ? type : "text/plain"
  // Bytes nobody knows: a type that browsers show is not theirs to claim.
  return shown.has(type) || textual.test(type) ? OCTETS : type
}
