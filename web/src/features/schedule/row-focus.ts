import { useCallback, useRef, useState } from "react"
import type { Row } from "./tree.ts"

/** One line of a roadmap is in the tab order; the arrow keys choose which. */
export function useRowFocus(rows: Row[], scrollTo: (index: number) => void) {
  const [chosen, setChosen] = useState<string>()
  const [wanted, setWanted] = useState({ id: "", count: 0 })
  const handled = useRef(0)
  const onDone = useCallback((count: number) => {
    if (count === handled.current) return false
    handled.current = count
    return true
  }, [])
  const request = (row: Row) => {
    setChosen(row.id)
    setWanted((old) => ({ id: row.id, count: old.count + 1 }))
    scrollTo(rows.indexOf(row))
  }
  const id = rows.some((row) => row.id === chosen) ? chosen : rows[0]?.id
  return { id, wanted, request, note: setChosen, onDone }
}
