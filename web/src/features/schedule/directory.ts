import { createContext, useContext } from "react"
import type { Board, Card, Member, TaskStatus, TaskType } from "../../lib/api.gen.ts"
import type { StatusCategory } from "../../lib/types.ts"

/** What tasks name, by its id. */
export type Directory = {
  statuses: ReadonlyMap<string, TaskStatus>
  types: ReadonlyMap<string, TaskType>
  members: ReadonlyMap<string, Member>
  canWrite: boolean
  now: number
}

const byId = <T extends { id: string }>(list: T[]) => new Map(list.map((each) => [each.id, each]))

export const directoryOf = (board: Board, canWrite: boolean, now: number): Directory => ({
  statuses: byId(board.statuses),
  types: byId(board.task_types),
  members: byId(board.members),
  canWrite,
  now,
})

export const DirectoryContext = createContext<Directory>({
  statuses: new Map(),
  types: new Map(),
  members: new Map(),
  canWrite: false,
  now: 0,
})

/** What a roadmap or a calendar knows of the project. */
export const useDirectory = (): Directory => useContext(DirectoryContext)

export const categoryOf = ({ statuses }: Directory, { status_id }: Card): StatusCategory =>
  statuses.get(status_id)?.category ?? "todo"

/** The colour of a task by how far its status is. */
export const categoryColour: Record<StatusCategory, string> = {
  backlog: "var(--faint)",
  refinement: "var(--faint)",
  todo: "var(--muted)",
  ready: "var(--blue)",
  inprogress: "var(--amber)",
  done: "var(--green)",
}
