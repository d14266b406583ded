import type { Favorite, Session } from "../../lib/api.gen.ts"
import { api, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { useOptimistic } from "../../lib/optimistic.ts"

/** Something to keep at hand, with what is shown of it until the server has said so. */
export type Kept = Pick<Favorite, "kind" | "id" | "project_id" | "title"> & Partial<Favorite>

/** Keeps something at hand, or no longer. It is part of the session, so that it stands beside every page at once. */
export function useKeep() {
  return useOptimistic<{ what: Kept; keep: boolean }, Session>({
    queryKey: keys.session,
    send: ({ what: { kind, id, project_id }, keep }) =>
      keep
        ? done(api.PUT("/users/me/favorites", { body: { kind, id, project_id } }))
        : done(api.DELETE("/users/me/favorites/{id}", { params: { path: { id } } })),
    patch: (session, { what, keep }) => {
      const others = session.favorites.filter(({ id }) => id !== what.id)
      const entry = { key: null, context: null, sprint_id: null, ...what }
      return { ...session, favorites: keep ? [...others, entry] : others }
    },
  })
}
