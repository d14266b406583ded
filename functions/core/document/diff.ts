import { structuredPatch } from "diff"
import * as z from "zod"

const DiffLine = z.object({ type: z.enum(["same", "added", "removed"]), text: z.string() })

/** What changed between two texts, by lines, with three lines around each change. */
export const TextDiff = z.object({
  /** Lines added and removed. */
  added: z.int(),
  removed: z.int(),
  hunks: z.array(
    z.object({
      /** The first line of the hunk in each text, counted from 1, and how many lines it has there. */
      old_start: z.int(),
      old_lines: z.int(),
      new_start: z.int(),
      new_lines: z.int(),
      lines: z.array(DiffLine),
    }),
  ),
})
type TextDiff = z.infer<typeof TextDiff>

/** Texts that differ in more lines than this are shown as replaced: finding the shortest way costs its square. */
const EDITS = 3_000

const linesOf = (text: string) => (text === "" ? [] : text.replace(/\n$/, "").split("\n"))

/** Compares two texts by lines (Myers' algorithm). Whether the last line ends with a line break does not count. */
export function diffText(before: string, after: string): TextDiff {
  if (before === after) return { added: 0, removed: 0, hunks: [] }
  const [old, now] = [linesOf(before), linesOf(after)]
  const joined = (lines: string[]) => lines.map((line) => `${line}\n`).join("")
  const patch = structuredPatch("", "", joined(old), joined(now), "", "", { context: 3, maxEditLength: EDITS })
  if (!patch) return replaced(old, now)
  const hunks = patch.hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => ({
    old_start: oldStart,
    old_lines: oldLines,
    new_start: newStart,
    new_lines: newLines,
    lines: lines.map((line) => ({ type: signs[line[0] ?? ""] ?? "same", text: line.slice(1) })),
  }))
  const count = (type: "added" | "removed") =>
    hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.type === type).length, 0)
  return { added: count("added"), removed: count("removed"), hunks }
}

const signs: Record<string, z.infer<typeof DiffLine>["type"]> = { "+": "added", "-": "removed" }

function replaced(old: string[], now: string[]): TextDiff {
  const lines = [
    ...old.map((text) => ({ type: "removed" as const, text })),
    ...now.map((text) => ({ type: "added" as const, text })),
  ]
  const hunk = { old_start: 1, old_lines: old.length, new_start: 1, new_lines: now.length, lines }
  return { added: now.length, removed: old.length, hunks: [hunk] }
}
