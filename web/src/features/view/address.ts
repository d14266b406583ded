import type { View } from "../../lib/api.gen.ts"

/** Which page shows a view: boards and the other layouts of the backlog have one each, named in the navigation. */
export function pageOf(view: View): "board" | "backlog" | "timeline" | "sprint" {
  if (view.context !== "backlog") return view.context
  return view.layout === "board" ? "board" : "backlog"
}

/** The view that a page shows when its address names none: the server's `default`, `backlog` and so on. */
export function firstOf(views: View[], page: ReturnType<typeof pageOf>): View | undefined {
  const own = views.filter((view) => pageOf(view) === page)
  return own.find((view) => page === "board" && view.config.column_by === "status") ?? own[0]
}

/** How a page's address names a view; the first one goes without. */
export function nameIn(views: View[], view: View): string | undefined {
  return firstOf(views, pageOf(view))?.id === view.id ? undefined : view.id
}
