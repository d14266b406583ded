import { createContext, useContext } from "react"
import type { Conversation, CustomField, Member, Sprint, TaskStatus, TaskType } from "../../lib/api.gen.ts"
import type { CellKey } from "../../lib/board-cache.ts"
import type { GroupField } from "../../lib/grouping.ts"
import type { Spot } from "./grid.ts"
import type { Property } from "./property-keys.ts"

/** What every card and row of a view needs to know; its identity changes only when the project's parts do. */
export type Shell = {
  projectId: string
  viewId: string
  members: Map<string, Member>
  types: Map<string, TaskType>
  statuses: Map<string, TaskStatus>
  sprints: Map<string, Sprint>
  fields: CustomField[]
  /** Which fields are shown, in their order; none is the layout's own choice. */
  shown: string[]
  column_by: GroupField
  swimlanes: GroupField
  now: number
  canWrite: boolean
  /** Whether a place among others counts: the view is sorted by hand. */
  isManual: boolean
  /**
   * Opens the menu of a task, or of all that are chosen with it, beside an element or where the pointer is: with
   * everything, or with the values of one property.
   */
  onMenu: (spot: Spot, anchor: Element | { x: number; y: number }, property?: Property) => void
  /** Assigns a task, and all that are chosen with it, to the person who looks, or takes them off again. */
  onTake: (spot: Spot) => void
  /** Chooses a task, or all from the one chosen last. */
  onChoose: (spot: Spot, isRange: boolean) => void
  onCreate: (title: string, cell: CellKey) => Promise<unknown>
}

export type Working = Map<string, Conversation>

export const ShellContext = createContext<Shell | null>(null)

export function useShell(): Shell {
  const shell = useContext(ShellContext)
  if (!shell) throw new Error("This stands in a view.")
  return shell
}
