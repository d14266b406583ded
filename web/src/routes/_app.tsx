import { t } from "@lingui/core/macro"
import { useQueryClient } from "@tanstack/react-query"
import { createFileRoute, Outlet, useNavigate, useParams } from "@tanstack/react-router"
import { lazy, Suspense, useCallback, useEffect, useMemo } from "react"
import { ErrorState } from "../components/page-state.tsx"
import { FavoriteLink } from "../features/favorite/favorite-link.tsx"
import { useChooseLanguage, useSession, useSignOut } from "../features/session/api.ts"
import { ConnectionBanner } from "../features/shell/connection-banner.tsx"
import { row, Sidebar } from "../features/shell/sidebar.tsx"
import { cx } from "../lib/cx.ts"
import { ApiError } from "../lib/errors.ts"
import { useAccountLanguage } from "../lib/language.ts"
import { startLive, useLiveEvents } from "../lib/live.ts"
import { ownPages, projectPages } from "../lib/pages.ts"
import { useSequences, useShortcuts } from "../lib/shortcuts.ts"
import { recall, remember, useRecalled } from "../lib/stored.ts"
import { setToggle, useToggle } from "../lib/toggles.ts"
import type { LiveEvent } from "../lib/types.ts"
import { applyLiveEvent, refetchEverything } from "./-live.ts"
import { SidebarRecent } from "./-sidebar-recent.tsx"
import { SidebarSprints } from "./-sidebar-sprints.tsx"

export const Route = createFileRoute("/_app")({ component: Shell })

const KeyboardHelp = lazy(() => import("../features/shell/keyboard-help.tsx"))
const MustChangePassword = lazy(() => import("../features/session/must-change-password.tsx"))
const loadPalette = () => import("./-palette.tsx")
const Palette = lazy(loadPalette)

const shortcuts = { "?": () => setToggle("help", true) }

function Shell() {
  const session = useSession()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const chooseLanguage = useChooseLanguage()
  const { projectId, workspaceId } = useParams({ strict: false })
  const remembered = useRecalled("workspace")
  const help = useToggle("help")
  const palette = useToggle("palette")
  useLive(session.isSuccess)
  useAccountLanguage(session.data?.user.language)
  useShortcuts(shortcuts)
  useSequences("g", usePageKeys(projectId))
  usePaletteKey()

  const project = session.data?.projects.find((each) => each.id === projectId)
  const workspaces = session.data?.workspaces ?? []
  const favorites = session.data?.favorites ?? []
  const projects = session.data?.projects
  const workspace =
    workspaces.find((each) => each.id === (project?.workspace_id ?? workspaceId ?? remembered)) ?? workspaces[0]

  useEffect(() => {
    if (project) {
      remember("project", project.id)
      remember("workspace", project.workspace_id)
    }
  }, [project])

  const toWorkspace = useCallback(
    (id: string) => {
      remember("workspace", id)
      const first = projects?.find((each) => each.workspace_id === id)
      if (first) navigate({ to: "/p/$projectId/board", params: { projectId: first.id } })
      else navigate({ to: "/", search: { workspace: id } })
    },
    [projects, navigate],
  )
  const leave = useCallback(() => signOut.mutate("/sign-in"), [signOut.mutate])

  if (session.data?.must_change_password) {
    return (
      <Suspense>
        <MustChangePassword email={session.data.user.email} />
      </Suspense>
    )
  }
  const away = session.isError && !(session.error instanceof ApiError && session.error.status === 401)
  return (
    <div className="flex h-full">
      <a
        href="#content"
        className="sr-only focus-visible:not-sr-only focus-visible:fixed focus-visible:top-2 focus-visible:start-2 focus-visible:z-50 focus-visible:rounded-sm focus-visible:bg-panel focus-visible:px-3 focus-visible:py-2"
      >
        {t`Skip to the content`}
      </a>
      <Sidebar
        session={session.data}
        workspace={workspace}
        project={project}
        favorites={
          favorites.length > 0 &&
          favorites.map((each) => <FavoriteLink key={each.id} favorite={each} className={row} />)
        }
        recent={<SidebarRecent projects={projects} />}
        sprints={project && <SidebarSprints projectId={project.id} className={cx(row, "ps-9")} />}
        unread={session.data?.unread_notifications ?? 0}
        onWorkspace={toWorkspace}
        onLanguage={chooseLanguage}
        onSignOut={leave}
      />
      <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
        {away ? <ErrorState error={session.error} retry={() => session.refetch()} /> : <Outlet />}
      </main>
      <ConnectionBanner />
      <Suspense>
        {help && <KeyboardHelp />}
        {palette && <Palette project={project} session={session.data} onWorkspace={toWorkspace} onSignOut={leave} />}
      </Suspense>
    </div>
  )
}

/** Leads to the pages by a key after `g`: to those of the project at hand, or of the one last looked at. */
function usePageKeys(current: string | undefined): Record<string, () => void> {
  const navigate = useNavigate()
  return useMemo(() => {
    const ofProject = projectPages.map(({ to, key }) => [
      key,
      () => {
        const projectId = current ?? recall("project")
        if (projectId) navigate({ to, params: { projectId } })
      },
    ])
    const own = ownPages.map(({ to, key }) => [key, () => navigate({ to })])
    return Object.fromEntries([...ofProject, ...own])
  }, [current, navigate])
}

/** Connects once the first page has painted, and feeds every event to the caches. */
function useLive(signedIn: boolean) {
  const client = useQueryClient()
  const onEvent = useCallback((event: LiveEvent) => applyLiveEvent(client, event), [client])
  const onResync = useCallback(() => refetchEverything(client), [client])
  useLiveEvents(onEvent, onResync)
  useEffect(() => {
    if (!signedIn) return
    const begin = () => startLive()
    const idle = "requestIdleCallback" in window ? requestIdleCallback(begin, { timeout: 1500 }) : undefined
    const timer = idle === undefined ? setTimeout(begin, 300) : undefined
    return () => {
      if (idle !== undefined) cancelIdleCallback(idle)
      clearTimeout(timer)
    }
  }, [signedIn])
}

function usePaletteKey() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // Loaded while the finger is on its way to K, so that the first letters typed are not lost.
      if (event.key === "Control" || event.key === "Meta") loadPalette()
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setToggle("palette", true)
    }
    window.addEventListener("keydown", onKeyDown)
    return () => window.removeEventListener("keydown", onKeyDown)
  }, [])
}
