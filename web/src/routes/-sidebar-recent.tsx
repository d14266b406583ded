import { t } from "@lingui/core/macro"
import { FavoriteLink } from "../features/favorite/favorite-link.tsx"
import { row, SidebarGroup } from "../features/shell/sidebar.tsx"
import type { ProjectSummary } from "../lib/api.gen.ts"
import { useRecent } from "../lib/recent.ts"

/** What was opened last, beside every page. It hears of it by itself: opening a task draws nothing else of the shell. */
export function SidebarRecent({ projects }: { projects: ProjectSummary[] | undefined }) {
  const recent = useRecent(projects)
  if (recent.length === 0) return null
  return (
    <SidebarGroup name={t`Recent`}>
      {recent.map((each) => (
        <FavoriteLink key={each.id} favorite={{ ...each, context: null }} className={row} />
      ))}
    </SidebarGroup>
  )
}
