import type { Card, PlanningTasks } from "../../lib/api.gen.ts"
import { byRank } from "../../lib/rank.ts"

/** One pane's tasks as they have been read so far: of a sprint, or under `null` of the backlog. */
export type Pane = { pages: PlanningTasks[]; pageParams: unknown[] }

/** Which tasks a pane shows. */
export type Place = {
  sprintId: string | null
  /** What somebody looks for in it. */
  q: string
}

export const cardsOf = (pane: Pane | undefined): Card[] => pane?.pages.flatMap(({ items }) => items) ?? []

const find = (pane: Pane, id: string) => cardsOf(pane).find((card) => card.id === id)

export function without(pane: Pane, id: string): Pane {
  if (!find(pane, id)) return pane
  return { ...pane, pages: pane.pages.map((page) => ({ ...page, items: page.items.filter((card) => card.id !== id) })) }
}

/** Puts a card where its rank says; nowhere if that is beyond what has been read. */
function inserted(pane: Pane, card: Card): Pane {
  const isBefore = (other: Card | undefined) => other !== undefined && byRank(card, other) < 0
  const at = pane.pages.findIndex((page) => isBefore(page.items.at(-1)) || page.next_cursor === null)
  if (at < 0) return pane
  const pages = pane.pages.map((page, index) => {
    if (index !== at) return page
    const place = page.items.findIndex(isBefore)
    return { ...page, items: page.items.toSpliced(place < 0 ? page.items.length : place, 0, card) }
  })
  return { ...pane, pages }
}

/**
 * A pane after a card has changed: the card in it, in its new state, or no longer in it. Its place in the product
 * backlog is not the card's own to tell, so a rank that is known of it is kept.
 * @returns undefined when only the server knows whether the card belongs to it
 */
export function withCard(
  pane: Pane,
  place: Place,
  card: Card,
  isDone: (card: Card) => boolean,
  rank: string | undefined,
): Pane | undefined {
  const known = find(pane, card.id)
  const belongs = card.sprint_id === place.sprintId && (place.sprintId !== null || !isDone(card))
  if (!belongs) return without(pane, card.id)
  const next = { ...card, rank: known?.rank ?? rank ?? card.rank }
  if (known) {
    const items = (page: PlanningTasks) => page.items.map((each) => (each.id === card.id ? next : each))
    return { ...pane, pages: pane.pages.map((page) => ({ ...page, items: items(page) })) }
  }
  return place.q === "" ? inserted(pane, next) : undefined
}

/** What is planned of whom: their tasks' points, which several assignees share evenly. Under null what nobody has. */
export function loadOf(cards: Card[]): Map<string | null, number> {
  const load = new Map<string | null, number>()
  for (const { assignee_ids, points } of cards) {
    const holders = assignee_ids.length > 0 ? assignee_ids : [null]
    for (const id of holders) load.set(id, (load.get(id) ?? 0) + (points ?? 0) / holders.length)
  }
  return load
}

export const pointsOf = (cards: Card[]): number => cards.reduce((sum, { points }) => sum + (points ?? 0), 0)
