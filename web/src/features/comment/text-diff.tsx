import { msg } from "@lingui/core/macro"
import { structuredPatch } from "diff"
import { useMemo } from "react"
import { cx } from "../../lib/cx.ts"
import { i18n } from "../../lib/i18n.ts"

/** Unchanged lines that are shown around a change. */
const CONTEXT = 2
/** A comparison that takes longer is given up and the texts are shown apart. Milliseconds. */
const LIMIT = 500

const kinds = {
  "+": { sign: "+", name: msg`added`, look: "bg-[color-mix(in_oklab,var(--green)_14%,var(--panel))]" },
  "-": { sign: "−", name: msg`removed`, look: "bg-[color-mix(in_oklab,var(--red)_12%,var(--panel))]" },
  " ": { sign: " ", name: undefined, look: "" },
}

const isKind = (letter: string): letter is keyof typeof kinds => letter in kinds

/** What differs between two texts, line by line. */
export default function TextDiff({ label, from, to }: { label: string; from: string; to: string }) {
  const lines = useMemo(() => compare(from, to), [from, to])
  return (
    <ol aria-label={label} className="mt-1 overflow-hidden rounded-sm border font-mono text-ink text-xs">
      {lines.map(({ kind, text }, index) => {
        const shown = isKind(kind) ? kinds[kind] : undefined
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a diff is rendered anew as a whole
            key={index}
            className={cx("flex gap-2 px-2 py-0.5", shown?.look, !shown && "text-muted")}
          >
            <span aria-hidden className="w-3 shrink-0 select-none text-muted">
              {shown?.sign ?? "⋯"}
            </span>
            {shown?.name && <span className="sr-only">{i18n._(shown.name)}: </span>}
            <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">{text || " "}</span>
          </li>
        )
      })}
    </ol>
  )
}

type Line = { kind: string; text: string }

function compare(from: string, to: string): Line[] {
  const patch = structuredPatch("", "", lined(from), lined(to), "", "", { context: CONTEXT, timeout: LIMIT })
  if (!patch) return [...apart("-", from), ...apart("+", to)]
  return patch.hunks.flatMap((hunk, index) => [
    ...(index > 0 ? [{ kind: "gap", text: "" }] : []),
    ...hunk.lines
      .filter((line) => !line.startsWith("\\"))
      .map((line) => ({ kind: line.charAt(0), text: line.slice(1) })),
  ])
}

const apart = (kind: string, text: string): Line[] => text.split("\n").map((line) => ({ kind, text: line }))

/** A text whose last line ends; none at all has no line, not an empty one. */
const lined = (text: string) => (text === "" ? "" : `${text}\n`)
