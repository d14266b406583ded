import type { QueryClient } from "@tanstack/react-query"
import type { ProjectExport } from "../../lib/api.gen.ts"
import { keys } from "../../lib/keys.ts"
import type { LiveEvent } from "../../lib/types.ts"

/** Moves the progress bars of the exports that are shown, and adds those that others start. */
export function patchExports(client: QueryClient, event: LiveEvent): void {
  const now = event.data.export
  if (!event.project_id || !now || !event.type.startsWith("export.")) return
  client.setQueryData<{ items: ProjectExport[] }>(keys.exports(event.project_id), (list) => {
    if (!list) return list
    const known = list.items.find(({ id }) => id === now.id)
    if (!known) return { items: [now, ...list.items] }
    // A late event neither moves the bar back nor revives what is over.
    if (known.done > now.done || (known.completed_at && !now.completed_at)) return list
    return { items: list.items.map((each) => (each.id === now.id ? now : each)) }
  })
}
