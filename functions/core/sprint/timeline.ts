import { type History, type State, undo } from "./history.ts"

/** How a task stood for a while. */
export type Stretch = { from: string; to: string; state: State }

/** How each task stood, stretch after stretch, from one instant (or when it was made) to another. */
export function timelines({ now, events }: History, since: string, end: string): Map<string, Stretch[]> {
  const eventsOf = Map.groupBy(events, ({ task_id }) => task_id)
  return new Map(
    now.map((latest) => {
      const stretches: Stretch[] = []
      let [state, to] = [latest, end]
      // Newest first: what an event says was before it is taken back.
      for (const event of eventsOf.get(latest.id) ?? []) {
        if (event.at < since) break
        if (event.at < to) {
          stretches.unshift({ from: event.at, to, state })
          to = event.at
        }
        state = undo(state, event)
      }
      const from = latest.created_at > since ? latest.created_at : since
      if (from < to) stretches.unshift({ from, to, state })
      return [latest.id, stretches]
    }),
  )
}

/** The stretches for which something holds; those that touch and are alike become one. */
export function merged(stretches: Stretch[], alike: (one: State, other: State) => boolean): Stretch[] {
  const whole: Stretch[] = []
  for (const stretch of stretches) {
    const last = whole.at(-1)
    if (last && last.to === stretch.from && alike(last.state, stretch.state))
      whole[whole.length - 1] = { ...last, to: stretch.to }
    else whole.push(stretch)
  }
  return whole
}
