import { Link } from "@tanstack/react-router"
import type { ReactNode } from "react"
import type { TaskRef } from "../../lib/api.gen.ts"

type Props = { projectId: string; task: TaskRef; icon?: ReactNode; children?: ReactNode }

/** A task by its key and title, with what is to be said of it. */
export function TaskLine({ projectId, task, icon, children }: Props) {
  return (
    <li className="flex min-w-0 items-baseline gap-2 py-0.5">
      {icon}
      <Link
        to="/p/$projectId/tasks/$number"
        params={{ projectId, number: String(task.number) }}
        className="flex min-w-0 flex-1 items-baseline gap-2 rounded-xs hover:text-accent-text"
      >
        <span className="shrink-0 text-muted text-xs tabular-nums">{task.key}</span>
        <span className="truncate">{task.title}</span>
      </Link>
      {children && <span className="shrink-0 text-muted text-xs tabular-nums">{children}</span>}
    </li>
  )
}
