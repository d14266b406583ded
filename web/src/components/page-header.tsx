import { t } from "@lingui/core/macro"
import { Menu } from "lucide-react"
import type { ReactNode } from "react"
import { setToggle } from "../lib/toggles.ts"
import { IconButton } from "./button.tsx"
import { Skeleton } from "./skeleton.tsx"

/** `crumb` is null while its name is not known yet. */
type Props = { crumb?: string | null; title: ReactNode; children?: ReactNode }

/** The bar at the top of every page: where one is, and what one can do here. */
export function PageHeader({ crumb, title, children }: Props) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b px-4 max-phone:px-2">
      <IconButton label={t`Open the navigation`} className="wide:hidden" onClick={() => setToggle("sidebar", true)}>
        <Menu size={16} />
      </IconButton>
      {crumb !== undefined && (
        <span className="flex items-center gap-1 text-muted max-phone:hidden">
          {crumb === null ? <Skeleton className="h-4 w-16" /> : <span className="truncate">{crumb}</span>}
          <span aria-hidden>/</span>
        </span>
      )}
      <h1 className="truncate font-semibold text-md">{title}</h1>
      <div className="ms-auto flex shrink-0 items-center gap-2">{children}</div>
    </header>
  )
}

/** The scrolling content under a page header. */
export function PageBody({ children, wide }: { children: ReactNode; wide?: boolean }) {
  return (
    <div className="thin-scroll min-h-0 flex-1 overflow-y-auto">
      <div className={`mx-auto grid gap-6 px-4 py-6 phone:px-6 ${wide ? "max-w-5xl" : "max-w-3xl"}`}>{children}</div>
    </div>
  )
}
