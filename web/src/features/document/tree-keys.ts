import { type KeyboardEvent, useRef } from "react"
import type { Row, Step } from "./tree.ts"

/** Letters that follow each other within this time belong together. Milliseconds. */
const TYPING = 700

type Does = {
  rows: readonly Row[]
  onFocus: (id: string) => void
  onFold: (folderId: string, isClosed: boolean) => void
  onOpen: (row: Row) => void
  /** Undefined where nothing can be moved. */
  onStep: ((row: Row, step: Step) => void) | undefined
}

const steps: Record<string, Step> = { ArrowUp: "up", ArrowDown: "down" }

/**
 * The keys of a tree: arrows, Home and End, Enter, letters; with Alt the arrows move what they are pressed on.
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/treeview/
 */
export function useTreeKeys({ rows, onFocus, onFold, onOpen, onStep }: Does) {
  const typed = useRef({ text: "", at: 0 })

  /** The next line whose name begins with what is typed; of one letter again and again, the one after this. */
  function search(letter: string, from: number, now: number): Row | undefined {
    const text = now - typed.current.at < TYPING ? typed.current.text + letter : letter
    typed.current = { text, at: now }
    const wanted = [...text].every((each) => each === letter) ? letter : text
    const start = wanted.length === 1 ? from + 1 : from
    return [...rows.slice(start), ...rows.slice(0, start)].find((row) =>
      row.name.toLocaleLowerCase().startsWith(wanted.toLocaleLowerCase()),
    )
  }

  function focus(row: Row | undefined): void {
    if (row) onFocus(row.id)
  }

  return (event: KeyboardEvent<HTMLElement>) => {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null
    const at = rows.findIndex((row) => row.id === item?.dataset.row)
    const row = rows[at]
    if (!item || !row || event.ctrlKey || event.metaKey) return
    const { key } = event
    const forth = item.matches(":dir(rtl)") ? "ArrowLeft" : "ArrowRight"
    const isSide = key === "ArrowLeft" || key === "ArrowRight"
    const act = (): boolean => {
      if (event.altKey) {
        const step = isSide ? (key === forth ? "in" : "out") : steps[key]
        if (!step || !onStep) return false
        onStep(row, step)
      } else if (key === "ArrowDown") focus(rows[at + 1])
      else if (key === "ArrowUp") focus(rows[at - 1])
      else if (key === "Home") focus(rows[0])
      else if (key === "End") focus(rows.at(-1))
      else if (isSide && key === forth) {
        if (row.open === false) onFold(row.id, false)
        else if (row.open) focus(rows[at + 1])
      } else if (isSide) {
        if (row.open) onFold(row.id, true)
        else focus(rows.find((each) => each.id === row.parent))
      } else if (key === "Enter" || key === " ") {
        if (row.open !== undefined) onFold(row.id, row.open)
        else onOpen(row)
      } else if (/^[\p{L}\p{N}]$/u.test(key)) focus(search(key, at, event.timeStamp))
      else return false
      return true
    }
    // The page's own keys leave alone what is taken: here letters look for names.
    if (act()) event.preventDefault()
  }
}
