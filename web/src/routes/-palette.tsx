import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import {
  Bot,
  ChartColumn,
  ClipboardList,
  Columns3,
  FileText,
  Flag,
  Inbox,
  Keyboard,
  MessagesSquare,
  Moon,
  Plus,
  Search,
  Settings,
  ShieldCheck,
  Sun,
  Upload,
  UserRound,
  Users,
} from "lucide-react"
import { type ReactNode, useMemo, useState } from "react"
import { searchQuery, shortestSearch } from "../features/search/api.ts"
import { kinds } from "../features/search/kinds.tsx"
import { Snippet } from "../features/search/snippet.tsx"
import { type Command, CommandPalette } from "../features/shell/command-palette.tsx"
import { may } from "../lib/access.ts"
import type { Document, ProjectSummary, SearchResult, Session, Task } from "../lib/api.gen.ts"
import { useSettled } from "../lib/settled.ts"
import { setTheme } from "../lib/theme.ts"
import { setToggle } from "../lib/toggles.ts"

type Props = { project: ProjectSummary | undefined; session: Session | undefined }

/** Everything one can reach by typing its name. */
export default function Palette({ project, session }: Props) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [typed, setTyped] = useState("")
  const q = useSettled(typed.trim())
  const found = useQuery(searchQuery({ q, page_size: 12 }))
  const wanted = typed.trim().length >= shortestSearch
  const results = wanted ? found.data?.items : undefined
  const commands = useMemo<Command[]>(() => {
    const projectId = project?.id
    const open = (key: string, project_id: string) =>
      navigate({ to: "/p/$projectId/board", params: { projectId: project_id }, search: { task: key } })
    const openDoc = (docId: string, project_id: string) =>
      navigate({ to: "/p/$projectId/docs/$docId", params: { projectId: project_id, docId } })
    const page = (label: string, icon: ReactNode, run: () => void, hint?: string): Command => ({
      id: `page-${label}`,
      group: "Go to",
      label,
      icon,
      hint,
      run,
    })
    return [
      ...recentlyRead(client).map(
        ({ kind, id, title, key, project_id }): Command => ({
          id: `recent-${id}`,
          group: "Recent",
          when: "recent",
          label: title,
          hint: key,
          icon: kinds[kind].icon,
          run: () => (key ? open(key, project_id) : openDoc(id, project_id)),
        }),
      ),
      ...(projectId
        ? [
            {
              id: "new-task",
              group: "Do",
              label: "New task",
              icon: <Plus size={14} />,
              hint: "C",
              run: () => {
                navigate({ to: "/p/$projectId/board", params: { projectId } })
                setToggle("new-task", true)
              },
            },
            page("Board", <Columns3 size={14} />, () => navigate({ to: "/p/$projectId/board", params: { projectId } })),
            page("Sprints", <Flag size={14} />, () => navigate({ to: "/p/$projectId/sprints", params: { projectId } })),
            page("Planning", <ClipboardList size={14} />, () =>
              navigate({ to: "/p/$projectId/planning", params: { projectId } }),
            ),
            page("Insights", <ChartColumn size={14} />, () =>
              navigate({ to: "/p/$projectId/insights", params: { projectId } }),
            ),
            page("Agents", <Bot size={14} />, () => navigate({ to: "/p/$projectId/agents", params: { projectId } })),
            page("Conversations", <MessagesSquare size={14} />, () =>
              navigate({ to: "/p/$projectId/conversations", params: { projectId } }),
            ),
            page("Documents", <FileText size={14} />, () =>
              navigate({ to: "/p/$projectId/docs", params: { projectId } }),
            ),
            page("Team", <Users size={14} />, () => navigate({ to: "/p/$projectId/team", params: { projectId } })),
            page("Settings", <Settings size={14} />, () =>
              navigate({ to: "/p/$projectId/settings", params: { projectId } }),
            ),
            page("Import", <Upload size={14} />, () => navigate({ to: "/p/$projectId/import", params: { projectId } })),
          ]
        : []),
      page("Inbox", <Inbox size={14} />, () => navigate({ to: "/inbox" })),
      page("Account and API keys", <UserRound size={14} />, () => navigate({ to: "/account" })),
      ...(may(session?.actions, "users:read")
        ? [page("Administration", <ShieldCheck size={14} />, () => navigate({ to: "/admin/users" }))]
        : []),
      ...(session?.projects ?? []).map((each) => ({
        id: each.id,
        group: "Projects",
        label: each.name,
        hint: each.prefix,
        icon: <Columns3 size={14} />,
        run: () => navigate({ to: "/p/$projectId/board", params: { projectId: each.id } }),
      })),
      {
        id: "new-project",
        group: "Do",
        label: "New project",
        icon: <Plus size={14} />,
        run: () => navigate({ to: "/new-project" }),
      },
      { id: "light", group: "Do", label: "Light theme", icon: <Sun size={14} />, run: () => setTheme("light") },
      { id: "dark", group: "Do", label: "Dark theme", icon: <Moon size={14} />, run: () => setTheme("dark") },
      {
        id: "keys",
        group: "Do",
        label: "Keyboard",
        icon: <Keyboard size={14} />,
        hint: "?",
        run: () => setToggle("help", true),
      },
      ...byKind(results ?? []).map(
        ({ type, id, title, key, project_id, snippet }): Command => ({
          id: `${type}-${id}`,
          group: kinds[type].plural,
          when: "found",
          label: title,
          hint: key ?? undefined,
          icon: kinds[type].icon,
          detail: snippet.some(({ match }) => match) && <Snippet pieces={snippet} />,
          run: () => (key ? open(key, project_id) : openDoc(id, project_id)),
        }),
      ),
      ...(results?.length
        ? [
            {
              id: "search-page",
              group: "Search",
              when: "found" as const,
              label: `All results for “${typed.trim()}”`,
              icon: <Search size={14} />,
              run: () => navigate({ to: "/search", search: { q: typed.trim() } }),
            },
          ]
        : []),
    ]
  }, [client, navigate, project, session, results, typed])
  const busy = wanted && (found.isFetching || q !== typed.trim())
  return (
    <CommandPalette busy={busy} commands={commands} onQuery={setTyped} onClose={() => setToggle("palette", false)} />
  )
}

/** Results in the order of their kinds, each kind's best first. */
function byKind(results: SearchResult[]): SearchResult[] {
  return (["task", "comment", "doc"] as const).flatMap((kind) => results.filter(({ type }) => type === kind))
}

type Read = { kind: "task" | "doc"; id: string; title: string; key?: string; project_id: string; at: number }

/** Most of what was read lately that is offered again. */
const mostRecent = 5

/** The tasks and documents that were opened since the app was, latest first. Nothing of it outlasts a sign-out. */
function recentlyRead(client: QueryClient): Read[] {
  const queries = client.getQueryCache().findAll({ queryKey: ["project"] })
  return queries
    .flatMap(({ queryKey, state: { dataUpdatedAt: at } }): Read[] => {
      const [, project_id, kind] = queryKey
      if (typeof project_id !== "string") return []
      if (kind === "task") {
        const task = client.getQueryData<Task>(queryKey)
        return task ? [{ kind, id: task.id, title: task.title, key: task.key, project_id, at }] : []
      }
      if (kind === "doc") {
        const document = client.getQueryData<Document>(queryKey)
        return document ? [{ kind, id: document.id, title: document.title, project_id, at }] : []
      }
      return []
    })
    .sort((one, other) => other.at - one.at)
    .slice(0, mostRecent)
}
