import { useCallback, useMemo } from "react"
import { remember, useRecalled } from "../../lib/stored.ts"
import type { Folds, Row } from "./tree.ts"

/** More than these are not remembered. */
const MOST = 500

const listOf = (text: string | null) => new Set((text ?? "").split("\n").filter(Boolean))

/** What of a view is folded, in this browser. */
export function useFolds(viewId: string): { folds: Folds; toggle: (row: Row) => void } {
  const [closedKey, openedKey] = [`roadmap-closed-${viewId}`, `roadmap-opened-${viewId}`]
  const [closed, opened] = [useRecalled(closedKey), useRecalled(openedKey)]
  const folds = useMemo(() => ({ closed: listOf(closed), opened: listOf(opened) }), [closed, opened])
  const toggle = useCallback(
    (row: Row) => {
      if (row.open === undefined) return
      const isGroup = row.kind === "group"
      const [key, kept, id] = isGroup ? [closedKey, folds.closed, row.id] : [openedKey, folds.opened, row.card.id]
      const next = kept.has(id) ? [...kept].filter((each) => each !== id) : [...kept, id]
      remember(key, next.slice(-MOST).join("\n"))
    },
    [closedKey, openedKey, folds],
  )
  return { folds, toggle }
}
