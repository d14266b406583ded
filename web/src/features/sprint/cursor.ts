import { type KeyboardEvent, useCallback, useRef, useState } from "react"
import type { Card } from "../../lib/api.gen.ts"
import { keyTowards, type Side } from "../../lib/side.ts"

type Action = "up" | "down" | "select" | "estimate" | "move"

const letters: Record<string, Action> = {
  ArrowUp: "up",
  k: "up",
  ArrowDown: "down",
  j: "down",
  x: "select",
  " ": "select",
  e: "estimate",
}

/** What a key pressed on a row means. `side` is where its tasks can be moved to. */
export function keyAction(event: KeyboardEvent<HTMLElement>, side: Side | undefined): Action | undefined {
  if (event.altKey) return side && event.key === keyTowards(side) ? "move" : undefined
  // Space presses the button or ticks the box that it is pressed on.
  if (event.key === " " && !(event.target instanceof HTMLAnchorElement)) return undefined
  return letters[event.key]
}

/** One row of a list is in the tab order; the arrow keys choose which, and focus goes on when it leaves. */
export function useCursor(cards: Card[], scrollTo: (index: number) => void) {
  const [at, setAt] = useState<string>()
  const [request, setRequest] = useState({ id: "", count: 0 })
  const handled = useRef(0)
  const id = cards.some((card) => card.id === at) ? at : cards[0]?.id
  const index = cards.findIndex((card) => card.id === id)

  function focus(card: Card | undefined): Card | undefined {
    if (!card) return undefined
    setAt(card.id)
    setRequest(({ count }) => ({ id: card.id, count: count + 1 }))
    scrollTo(cards.indexOf(card))
    return card
  }

  /** Whether this request for focus is new; a row that comes into sight again must not take it. */
  const done = useCallback((count: number) => {
    if (count === handled.current) return false
    handled.current = count
    return true
  }, [])

  return {
    id,
    request,
    done,
    note: setAt,
    step: (by: number) => focus(cards[index + by]),
    /** Goes to the row that will stand where this one was. */
    leave(leaving: ReadonlySet<string>) {
      const stays = (card: Card) => !leaving.has(card.id)
      focus(cards.slice(index).find(stays) ?? cards.slice(0, Math.max(0, index)).findLast(stays))
    },
  }
}
