import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import {
  Bot,
  Columns3,
  FileText,
  Inbox,
  Keyboard,
  MessagesSquare,
  Moon,
  Plus,
  Sun,
  Upload,
  UserRound,
  Users,
} from "lucide-react"
import { type ReactNode, useMemo, useState } from "react"
import { StatusRing } from "../components/status-ring.tsx"
import { type Command, CommandPalette } from "../features/shell/command-palette.tsx"
import type { Board, ProjectSummary, Session } from "../lib/api.gen.ts"
import { keys } from "../lib/keys.ts"
import { useSettled } from "../lib/settled.ts"
import { foundQuery } from "../lib/task-queries.ts"
import { setTheme } from "../lib/theme.ts"
import { setToggle } from "../lib/toggles.ts"

type Props = { project: ProjectSummary | undefined; session: Session | undefined }

/** Everything one can reach by typing its name. */
export default function Palette({ project, session }: Props) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [typed, setTyped] = useState("")
  const search = useSettled(typed.trim())
  const found = useQuery({ ...foundQuery(project?.id ?? "", search), enabled: project !== undefined && search !== "" })
  const tasks = search === "" ? undefined : found.data
  const commands = useMemo<Command[]>(() => {
    const projectId = project?.id
    const board = projectId ? client.getQueryData<Board>(keys.board(projectId)) : undefined
    const categories = new Map(board?.statuses.map((status) => [status.id, status.category]))
    const page = (label: string, icon: ReactNode, run: () => void, hint?: string): Command => ({
      id: `page-${label}`,
      group: "Go to",
      label,
      icon,
      hint,
      run,
    })
    return [
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
            page("Agents", <Bot size={14} />, () => navigate({ to: "/p/$projectId/agents", params: { projectId } })),
            page("Conversations", <MessagesSquare size={14} />, () =>
              navigate({ to: "/p/$projectId/conversations", params: { projectId } }),
            ),
            page("Documents", <FileText size={14} />, () =>
              navigate({ to: "/p/$projectId/docs", params: { projectId } }),
            ),
            page("Team", <Users size={14} />, () => navigate({ to: "/p/$projectId/team", params: { projectId } })),
            page("Import", <Upload size={14} />, () => navigate({ to: "/p/$projectId/import", params: { projectId } })),
          ]
        : []),
      page("Inbox", <Inbox size={14} />, () => navigate({ to: "/inbox" })),
      page("Account and API keys", <UserRound size={14} />, () => navigate({ to: "/account" })),
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
      ...(tasks ?? []).map((card) => ({
        id: card.id,
        group: "Tasks",
        label: card.title,
        hint: card.key,
        icon: <StatusRing category={categories.get(card.status_id) ?? "todo"} />,
        run: () =>
          navigate({
            to: "/p/$projectId/board",
            params: { projectId: projectId ?? "" },
            search: { task: card.key },
          }),
      })),
    ]
  }, [client, navigate, project, session, tasks])
  return <CommandPalette commands={commands} onQuery={setTyped} onClose={() => setToggle("palette", false)} />
}
