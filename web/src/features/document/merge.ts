import { diff3Merge } from "node-diff3"

/** A text made of two, and whether both had changed the same passage. */
export type Merged = { text: string; conflict: boolean }

/**
 * Brings two people's changes of one text together, line by line. Where both changed the same passage differently, it
 * stands in the result twice, mine before theirs, as paragraphs of their own; where one changed what the other took
 * away, the changed one stays.
 */
export function mergeTexts(base: string, mine: string, theirs: string): Merged {
  let conflict = false
  const lines = diff3Merge(mine.split("\n"), base.split("\n"), theirs.split("\n")).flatMap((part) => {
    if (part.ok) return part.ok
    if (!part.conflict) return []
    conflict = true
    const { a, b } = part.conflict
    const isEmpty = (passage: string[]) => passage.every((line) => line.trim() === "")
    if (isEmpty(a)) return b
    return isEmpty(b) ? a : [...a, "", ...b]
  })
  return { text: lines.join("\n"), conflict }
}
