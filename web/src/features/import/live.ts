import type { QueryClient } from "@tanstack/react-query"
import type { Import } from "../../lib/api.gen.ts"
import { keys } from "../../lib/keys.ts"
import type { LiveEvent } from "../../lib/types.ts"

/** Moves the progress bar of an import that is shown. */
export function patchImports(client: QueryClient, event: LiveEvent): void {
  if (!event.project_id || !event.type.startsWith("import.")) return
  const key = keys.import(event.project_id, event.entity_id)
  // The event carries only the first errors; the end result is read in full.
  if (event.type === "import.completed") {
    client.invalidateQueries({ queryKey: key })
    return
  }
  const now = event.data.import
  // A late event never moves the bar back.
  if (now) client.setQueryData<Import>(key, (old) => (old && old.done <= now.done ? { ...old, ...now } : old))
}
