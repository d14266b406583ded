import { useMemo } from "react"
import type { Board } from "../../lib/board-cache.ts"
import { recall, remember, useRecalled } from "../../lib/stored.ts"
import type { Group } from "./grid.ts"

const idOf = ({ key }: Group) => key ?? "null"

/** Which groups this browser shows narrow: those chosen here (or else by the view), and all empty ones if asked for. */
export function useCollapsed({ project, view }: Board, groups: Group[]) {
  const key = `collapsed-${view.id}`
  const emptyKey = `collapse-empty-${project.id}`
  const stored = useRecalled(key)
  const hideEmpty = useRecalled(emptyKey) === "yes"
  return useMemo(() => {
    const chosen = new Set(stored === null ? view.config.collapsed_columns : stored.split(",").filter(Boolean))
    const narrow = new Set(chosen)
    if (hideEmpty) for (const group of groups) if (group.all === 0) narrow.add(idOf(group))
    return {
      has: (group: Group) => narrow.has(idOf(group)),
      set(group: Group, collapsed: boolean) {
        const id = idOf(group)
        if (collapsed) chosen.add(id)
        else chosen.delete(id)
        remember(key, [...chosen].join(","))
        if (!collapsed && group.all === 0 && recall(emptyKey) === "yes") remember(emptyKey, "no")
      },
    }
  }, [stored, hideEmpty, groups, key, emptyKey, view.config.collapsed_columns])
}
