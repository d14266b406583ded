import { t } from "@lingui/core/macro"
import { Link } from "@tanstack/react-router"
import {
  Bot,
  ChartColumn,
  ChartGantt,
  ChevronsUpDown,
  ClipboardList,
  Columns3,
  FileText,
  Flag,
  Inbox,
  ListTodo,
  type LucideIcon,
  MessagesSquare,
  Plus,
  Rows3,
  Search,
  Settings,
  Upload,
  Users,
} from "lucide-react"
import { Fragment, lazy, type ReactNode, Suspense, useId, useState } from "react"
import { Face } from "../../components/face.tsx"
import { Kbd } from "../../components/kbd.tsx"
import { LazyPopup } from "../../components/lazy-popup.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import { may } from "../../lib/access.ts"
import type { ProjectSummary, Session } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import type { Language } from "../../lib/languages.ts"
import { projectPages } from "../../lib/pages.ts"
import { useCommandKey } from "../../lib/platform.ts"
import { setToggle, useToggle } from "../../lib/toggles.ts"

/** A workspace with what this person may do in it. */
export type SessionWorkspace = Session["workspaces"][number]

type Props = {
  session: Session | undefined
  workspace: SessionWorkspace | undefined
  project: ProjectSummary | undefined
  unread: number
  /** What this person keeps at hand. */
  favorites: ReactNode
  /** What this person had open lately, with its heading. */
  recent: ReactNode
  /** The sprints of the project at hand. */
  sprints: ReactNode
  onWorkspace: (id: string) => void
  onLanguage: (language: Language) => void
  onSignOut: () => void
}

const Drawer = lazy(() => import("./drawer.tsx"))
const loadWorkspaceMenu = () => import("./workspace-menu.tsx")
const WorkspaceMenu = lazy(loadWorkspaceMenu)
const loadAccountMenu = () => import("./account-menu.tsx")
const AccountMenu = lazy(loadAccountMenu)

/** The navigation: beside the page where there is room, a drawer where there is not. */
export function Sidebar(props: Props) {
  const open = useToggle("sidebar")
  const [drawer, setDrawer] = useState(false)
  // Once loaded it stays, so that it can slide out again.
  if (open && !drawer) setDrawer(true)
  return (
    <>
      <nav aria-label={t`Main`} className="hidden w-[232px] shrink-0 border-e bg-sunken wide:block">
        <Content {...props} />
      </nav>
      {drawer && (
        <Suspense>
          <Drawer open={open}>
            <Content {...props} />
          </Drawer>
        </Suspense>
      )}
    </>
  )
}

/** The look of a line of the navigation. */
const plainRow =
  "flex h-7 items-center gap-2 whitespace-nowrap rounded-sm px-2 text-muted hover:bg-hover hover:text-ink max-phone:h-10"
export const row = cx(
  plainRow,
  "aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-ink",
)

function Content({
  session,
  workspace,
  project,
  unread,
  favorites,
  recent,
  sprints,
  onWorkspace,
  onLanguage,
  onSignOut,
}: Props) {
  const own = session?.projects.filter((each) => each.workspace_id === workspace?.id) ?? []
  const projects = own.filter((each) => each.archived_at === null)
  const archived = own.filter((each) => each.archived_at !== null)
  const command = useCommandKey()
  const workspaceName = workspace?.name ?? "Paca"
  const workspaceButton = (
    <button
      type="button"
      aria-label={t`Workspace ${workspaceName}`}
      className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-sm px-2 font-semibold hover:bg-hover"
    >
      <span
        aria-hidden
        className="grid size-5.5 shrink-0 place-items-center rounded-sm bg-accent font-bold text-panel text-xs"
      >
        {workspaceName.charAt(0).toUpperCase()}
      </span>
      <span className="truncate">{workspaceName}</span>
      <ChevronsUpDown size={13} aria-hidden className="ms-auto shrink-0 text-faint" />
    </button>
  )
  const userName = session?.user.name ?? ""
  const accountButton = (
    <button
      type="button"
      aria-label={t`Account of ${userName}`}
      className="flex h-9 w-full items-center gap-2 rounded-sm px-2 hover:bg-hover"
    >
      <Face name={userName} kind="user" />
      <span className="truncate">{userName}</span>
    </button>
  )
  return (
    <div className="thin-scroll flex h-full flex-col gap-4 overflow-y-auto px-2 py-3">
      <div className="flex items-center gap-1">
        {session ? (
          <LazyPopup trigger={workspaceButton} load={loadWorkspaceMenu}>
            <WorkspaceMenu
              session={session}
              current={workspace?.id}
              onWorkspace={onWorkspace}
              trigger={workspaceButton}
            />
          </LazyPopup>
        ) : (
          <Skeleton className="mx-2 my-1.5 h-5 w-32" />
        )}
      </div>
      <div className="grid gap-px">
        <button type="button" className={row} onClick={() => setToggle("palette", true)}>
          <Search size={14} aria-hidden />
          {t`Search`}
          <Kbd className="ms-auto">{command === "⌘" ? "⌘K" : "Ctrl K"}</Kbd>
        </button>
        <Link to="/my-tasks" className={row} activeOptions={{ includeSearch: false }}>
          <ListTodo size={14} aria-hidden />
          {t`My tasks`}
        </Link>
        <Link to="/inbox" className={row}>
          <Inbox size={14} aria-hidden />
          {t`Inbox`}
          {unread > 0 && (
            <span className="ms-auto rounded-full bg-accent-soft px-1.5 text-accent-text text-xs tabular-nums">
              {unread > 99 ? "99+" : unread}
              <span className="sr-only"> {t`unread`}</span>
            </span>
          )}
        </Link>
      </div>
      {favorites && <SidebarGroup name={t`Favourites`}>{favorites}</SidebarGroup>}
      <div className="grid gap-px">
        <div className="mb-1 flex min-h-5 items-center px-2 text-muted text-xs">
          <span className="flex-1 font-medium">{t`Projects`}</span>
          {workspace && may(workspace.actions, "projects:create") && (
            <Link
              to="/new-project"
              aria-label={t`New project`}
              title={t`New project`}
              className="grid size-5 place-items-center rounded-xs hover:bg-hover hover:text-ink"
            >
              <Plus size={13} />
            </Link>
          )}
        </div>
        {!session && [1, 2].map((line) => <Skeleton key={line} className="mx-2 my-1.5 h-4" />)}
        {session && projects.length === 0 && <p className="px-2 text-muted">{t`None yet.`}</p>}
        {projects.map((each) => (
          <ProjectRow key={each.id} project={each} open={each.id === project?.id} sprints={sprints} />
        ))}
      </div>
      {recent}
      {archived.length > 0 && (
        <details className="grid gap-px" open={project?.archived_at ? true : undefined}>
          <summary className="mb-1 min-h-5 cursor-pointer px-2 font-medium text-muted text-xs">
            {t`Archived (${{ count: archived.length }})`}
          </summary>
          {archived.map((each) => (
            <ProjectRow key={each.id} project={each} open={each.id === project?.id} sprints={sprints} />
          ))}
        </details>
      )}
      <div className="mt-auto">
        {session ? (
          <LazyPopup trigger={accountButton} load={loadAccountMenu}>
            <AccountMenu
              email={session.user.email}
              isAdmin={may(session.actions, "users:read")}
              onLanguage={onLanguage}
              onSignOut={onSignOut}
              trigger={accountButton}
            />
          </LazyPopup>
        ) : (
          <Skeleton className="m-2 h-5" />
        )}
      </div>
    </div>
  )
}

/** Lines of the navigation that belong together. */
export function SidebarGroup({ name, children }: { name: string; children: ReactNode }) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups what is filled in
    <div role="group" aria-labelledby={id} className="grid gap-px">
      <div id={id} className="mb-1 min-h-5 px-2 font-medium text-muted text-xs">
        {name}
      </div>
      {children}
    </div>
  )
}

/** A project, with its pages below when it is the one at hand. */
function ProjectRow({ project, open, sprints }: { project: ProjectSummary; open: boolean; sprints: ReactNode }) {
  return (
    <div className="grid gap-px">
      <Link
        to="/p/$projectId/board"
        params={{ projectId: project.id }}
        className={cx(plainRow, open && "font-medium text-ink")}
      >
        <span
          aria-hidden
          className={cx(
            "grid h-4 min-w-4 place-items-center rounded-xs bg-hover px-1 font-semibold text-[9px]",
            open && "bg-accent text-panel",
          )}
        >
          {project.prefix.slice(0, 3)}
        </span>
        <span className="truncate">{project.name}</span>
      </Link>
      {open && <ProjectLinks projectId={project.id} sprints={sprints} />}
    </div>
  )
}

const icons: Record<(typeof projectPages)[number]["to"], LucideIcon> = {
  "/p/$projectId/board": Columns3,
  "/p/$projectId/backlog": Rows3,
  "/p/$projectId/timeline": ChartGantt,
  "/p/$projectId/sprints": Flag,
  "/p/$projectId/planning": ClipboardList,
  "/p/$projectId/insights": ChartColumn,
  "/p/$projectId/docs": FileText,
  "/p/$projectId/conversations": MessagesSquare,
  "/p/$projectId/agents": Bot,
  "/p/$projectId/team": Users,
  "/p/$projectId/import": Upload,
  "/p/$projectId/settings": Settings,
}

function ProjectLinks({ projectId, sprints }: { projectId: string; sprints: ReactNode }) {
  return projectPages.map(({ to, label }) => {
    const Icon = icons[to]
    const isSprints = to === "/p/$projectId/sprints"
    return (
      <Fragment key={to}>
        <Link
          to={to}
          params={{ projectId }}
          className={cx(row, "ps-5")}
          // Each sprint has a line of its own.
          activeOptions={{ includeSearch: false, exact: isSprints }}
        >
          <Icon size={14} aria-hidden /> {label}
        </Link>
        {isSprints && sprints}
      </Fragment>
    )
  })
}
