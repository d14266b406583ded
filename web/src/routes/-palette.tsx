import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import {
  ArrowRight,
  Building2,
  Columns3,
  Keyboard,
  Link2,
  LogOut,
  Monitor,
  Moon,
  Plus,
  Search,
  Settings,
  ShieldCheck,
  Star,
  Sun,
} from "lucide-react"
import { type ReactNode, useMemo, useState } from "react"
import { searchQuery, shortestSearch } from "../features/search/api.ts"
import { kinds } from "../features/search/kinds.tsx"
import { Snippet } from "../features/search/snippet.tsx"
import { type Command, CommandPalette } from "../features/shell/command-palette.tsx"
import { may } from "../lib/access.ts"
import type { ProjectSummary, SearchResult, Session } from "../lib/api.gen.ts"
import { copyText } from "../lib/copy.ts"
import { ownPages, projectPages } from "../lib/pages.ts"
import { useRecent } from "../lib/recent.ts"
import { useSettled } from "../lib/settled.ts"
import { recall, remember } from "../lib/stored.ts"
import { setTheme } from "../lib/theme.ts"
import { setToggle } from "../lib/toggles.ts"

type Props = {
  project: ProjectSummary | undefined
  session: Session | undefined
  onWorkspace: (id: string) => void
  onSignOut: () => void
}

/** Everything one can reach by typing its name; what was used last comes first. */
export default function Palette(props: Props) {
  const { session } = props
  const recent = useRecent(session?.projects)
  const [typed, setTyped] = useState("")
  const q = useSettled(typed.trim())
  const found = useQuery(searchQuery({ q, page_size: 12 }))
  const wanted = typed.trim().length >= shortestSearch
  const results = wanted ? found.data?.items : undefined
  const go = useGo()
  const own = useOwnCommands(props)
  const commands = useMemo<Command[]>(
    () => [
      ...recent.map(
        ({ kind, id, title, key, project_id }): Command => ({
          id: `recent-${id}`,
          group: t`Recent`,
          when: "recent",
          label: title,
          hint: key ?? undefined,
          icon: kinds[kind].icon,
          run: () => (key ? go.task(key, project_id) : go.doc(id, project_id)),
        }),
      ),
      ...(session?.favorites ?? []).map(
        ({ kind, id, title, key, project_id }): Command => ({
          id: `favourite-${id}`,
          group: t`Favourites`,
          label: title,
          hint: key ?? undefined,
          icon: <Star size={14} />,
          run: () => {
            if (key) go.task(key, project_id)
            else if (kind === "doc") go.doc(id, project_id)
            else go.view(kind === "view" ? id : undefined, project_id)
          },
        }),
      ),
      ...own,
      ...byKind(results ?? []).map(
        ({ type, id, title, key, project_id, snippet }): Command => ({
          id: `${type}-${id}`,
          group: kinds[type].plural,
          when: "found",
          label: title,
          hint: key ?? undefined,
          icon: kinds[type].icon,
          detail: snippet.some(({ match }) => match) && <Snippet pieces={snippet} />,
          run: () => (key ? go.task(key, project_id) : go.doc(id, project_id)),
        }),
      ),
      ...(results?.length
        ? [
            {
              id: "search-page",
              group: t`Search`,
              when: "found" as const,
              label: t`All results for “${{ words: typed.trim() }}”`,
              icon: <Search size={14} />,
              run: () => go.search(typed.trim()),
            },
          ]
        : []),
    ],
    [recent, session, go, own, results, typed],
  )
  const busy = wanted && (found.isFetching || q !== typed.trim())
  return (
    <CommandPalette busy={busy} commands={commands} onQuery={setTyped} onClose={() => setToggle("palette", false)} />
  )
}

/** Leads to things by what they are. */
function useGo() {
  const navigate = useNavigate()
  return useMemo(
    () => ({
      task: (key: string, projectId: string) =>
        navigate({ to: "/p/$projectId/board", params: { projectId }, search: { task: key } }),
      doc: (docId: string, projectId: string) =>
        navigate({ to: "/p/$projectId/docs/$docId", params: { projectId, docId } }),
      view: (view: string | undefined, projectId: string) =>
        navigate({ to: "/p/$projectId/board", params: { projectId }, search: view ? { view } : {} }),
      search: (q: string) => navigate({ to: "/search", search: { q } }),
    }),
    [navigate],
  )
}

/** Pages and actions, those used last marked as recent. */
function useOwnCommands({ project, session, onWorkspace, onSignOut }: Props): Command[] {
  const navigate = useNavigate()
  return useMemo(() => {
    const command = (group: string, id: string, label: string, icon: ReactNode, run: () => void, hint?: string) => ({
      id,
      group,
      label,
      icon,
      hint,
      run: () => {
        rememberUse(id)
        run()
      },
    })
    const goTo = (to: string, label: string, run: () => void, key?: string) =>
      command(
        t`Go to`,
        `page-${to}`,
        label,
        <ArrowRight size={14} className="rtl:-scale-x-100" />,
        run,
        key && `G ${key.toUpperCase()}`,
      )
    const act = (id: string, label: string, icon: ReactNode, run: () => void, hint?: string) =>
      command(t`Do`, id, label, icon, run, hint)
    const projectId = project?.id
    const ofProject = projectId
      ? [
          act(
            "new-task",
            t`New task`,
            <Plus size={14} />,
            () => {
              navigate({ to: "/p/$projectId/board", params: { projectId } })
              setToggle("new-task", true)
            },
            "C",
          ),
          ...projectPages.map(({ to, label, key }) =>
            goTo(to, label, () => navigate({ to, params: { projectId } }), key),
          ),
        ]
      : []
    const places = [
      ...ownPages.map(({ to, label, key }) => goTo(to, label, () => navigate({ to }), key)),
      ...(may(session?.actions, "users:read")
        ? [
            command(t`Go to`, "page-admin", t`Administration`, <ShieldCheck size={14} />, () =>
              navigate({ to: "/admin/users" }),
            ),
          ]
        : []),
    ]
    const projects = (session?.projects ?? []).map((each) =>
      command(
        t`Projects`,
        `project-${each.id}`,
        each.name,
        <Columns3 size={14} />,
        () => navigate({ to: "/p/$projectId/board", params: { projectId: each.id } }),
        each.prefix,
      ),
    )
    const workspaces = (session?.workspaces ?? []).flatMap(({ id, name }) => [
      command(t`Workspaces`, `workspace-${id}`, t`Switch to ${name}`, <Building2 size={14} />, () => onWorkspace(id)),
      command(t`Workspaces`, `workspace-settings-${id}`, t`Settings of ${name}`, <Settings size={14} />, () =>
        navigate({ to: "/w/$workspaceId/settings", params: { workspaceId: id } }),
      ),
    ])
    const actions = [
      act("new-project", t`New project`, <Plus size={14} />, () => navigate({ to: "/new-project" })),
      act("new-workspace", t`New workspace`, <Plus size={14} />, () => navigate({ to: "/new-workspace" })),
      act("copy-link", t`Copy the link of this page`, <Link2 size={14} />, () =>
        copyText(window.location.href, t`Link copied`),
      ),
      act("light", t`Light theme`, <Sun size={14} />, () => setTheme("light")),
      act("dark", t`Dark theme`, <Moon size={14} />, () => setTheme("dark")),
      act("system", t`Theme like the system`, <Monitor size={14} />, () => setTheme("system")),
      act("keys", t`Keyboard`, <Keyboard size={14} />, () => setToggle("help", true), "?"),
      act("sign-out", t`Sign out`, <LogOut size={14} />, onSignOut),
    ]
    const all: Command[] = [...ofProject, ...places, ...projects, ...workspaces, ...actions]
    const used = lastUsed()
    const recent = used.flatMap((id) => all.find((each) => each.id === id) ?? [])
    return [
      ...recent.map((each): Command => ({ ...each, id: `again-${each.id}`, group: t`Recent`, when: "recent" })),
      ...all,
    ]
  }, [navigate, project?.id, session, onWorkspace, onSignOut])
}

/** Commands that are offered again. */
const mostUsed = 4

const lastUsed = () => (recall("commands") ?? "").split(" ").filter(Boolean).slice(0, mostUsed)

function rememberUse(id: string): void {
  remember("commands", [id, ...lastUsed().filter((other) => other !== id)].slice(0, mostUsed).join(" "))
}

/** Results in the order of their kinds, each kind's best first. */
function byKind(results: SearchResult[]): SearchResult[] {
  return (["task", "comment", "doc"] as const).flatMap((kind) => results.filter(({ type }) => type === kind))
}
