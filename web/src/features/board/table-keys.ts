import type { KeyboardEvent } from "react"
import { cellOf, moveTarget, type Spot } from "./grid.ts"
import { propertyOf } from "./property-keys.ts"
import { type Row, rowTarget } from "./rows.ts"
import { useShell } from "./shell.ts"
import { isEditable, type TableColumn } from "./table-columns.ts"
import type { LayoutProps } from "./view-body.tsx"

type Table = {
  rows: Row[]
  columns: TableColumn[]
  /** The cell in the tab order, counted from the title. */
  column: number
  setColumn: (column: number) => void
  onEdit: (spot: Spot, field: string) => void
}

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: 10, PageUp: -10 }
const sideSteps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, l: 1, h: -1 }

/** What the keys do on a cell: arrows walk, Enter opens or changes, Space chooses, Alt with an arrow moves. */
export function useTableKeys({ grid, focus, selection, onMove }: LayoutProps, table: Table) {
  const { canWrite, onChoose, onMenu, onTake, isManual } = useShell()
  const { rows, columns, column, setColumn, onEdit } = table

  function walk(spot: Spot, step: number, extend: boolean) {
    const next = rowTarget(rows, spot, step)
    if (!next) return
    if (extend) {
      if (!selection.has(spot.taskId)) onChoose(spot, false)
      onChoose(next, true)
    }
    focus.request(next)
  }

  /** One place up or down, and on into the group above or below. */
  function shift(spot: Spot, step: number) {
    const inGroup = isManual ? moveTarget(grid, spot, step > 0 ? "down" : "up") : undefined
    const beside = moveTarget(grid, spot, step > 0 ? "right" : "left")
    const above = beside && step < 0 && isManual ? cellOf(grid, beside) : undefined
    const place = inGroup ?? (above && !above.more ? { ...beside, after: above.cards.at(-1)?.id ?? null } : beside)
    if (!place || place.column === undefined || place.lane === undefined) return
    focus.follow(spot.taskId, { ...place, column: place.column, lane: place.lane, after: place.after ?? null })
    onMove(spot, { ...place, column: place.column, lane: place.lane, after: place.after ?? null })
  }

  function goTo(spot: Spot, place: number) {
    setColumn(Math.max(0, Math.min(columns.length, place)))
    focus.request(spot)
  }

  return (event: KeyboardEvent) => {
    const cell = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-cell]") : null
    const { spot } = focus
    // Keys in a field that is being changed, or on a button of the row, are theirs.
    if (!cell || event.target !== cell || !spot) return
    const { key, altKey, shiftKey } = event
    const isCommand = event.ctrlKey || event.metaKey
    const field = cell.dataset.field ?? "title"
    const act = (): boolean => {
      if (isCommand) {
        if (key !== "a") return false
        selection.toggleAll((cellOf(grid, spot)?.cards ?? []).map(({ id }) => id))
        return true
      }
      const step = steps[key]
      const along = sideSteps[key]
      const side = along !== undefined && cell.matches(":dir(rtl)") ? -along : along
      if (altKey) {
        if (!canWrite || (key !== "ArrowUp" && key !== "ArrowDown")) return false
        shift(spot, key === "ArrowDown" ? 1 : -1)
        return true
      }
      const property = canWrite ? propertyOf(event) : undefined
      if (property) onMenu(spot, cell, property)
      else if (key === "i" && canWrite) onTake(spot)
      else if (step !== undefined) walk(spot, step, shiftKey)
      else if (side !== undefined) goTo(spot, column + side)
      else if (key === "Home") goTo(spot, 0)
      else if (key === "End") goTo(spot, columns.length)
      else if (key === " " || key === "x") onChoose(spot, shiftKey)
      else if (key === "Enter" && field === "title") cell.querySelector<HTMLElement>("[data-card-link]")?.click()
      else if ((key === "Enter" || key === "F2") && canWrite && isEditable(field)) onEdit(spot, field)
      else return false
      return true
    }
    if (act()) event.preventDefault()
  }
}
