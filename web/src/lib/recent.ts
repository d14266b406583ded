import { useMemo } from "react"
import type { Favorite } from "./api.gen.ts"
import { recall, remember, useRecalled } from "./stored.ts"

/** A task or a document that was opened, as it was called then. */
export type Recent = Pick<Favorite, "id" | "project_id" | "title" | "key"> & { kind: "task" | "doc" }

/** As many are kept: some may be of projects that are lost by now. */
const KEPT = 8

/** As many are shown. */
const SHOWN = 5

const STORED = "recent"

const isRecent = (entry: unknown): entry is Recent => {
  const named = entry as Partial<Record<keyof Recent, unknown>> | null
  return ["kind", "id", "project_id", "title"].every((name) => typeof named?.[name as keyof Recent] === "string")
}

function parse(stored: string | null): Recent[] {
  try {
    const list: unknown = JSON.parse(stored ?? "[]")
    return Array.isArray(list) ? list.filter(isRecent) : []
  } catch {
    return []
  }
}

const store = (list: Recent[]): void => remember(STORED, JSON.stringify(list.slice(0, KEPT)))

/** Notes that something was opened, or is called otherwise by now. */
export function noteRecent({ kind, id, project_id, title, key }: Recent): void {
  store([{ kind, id, project_id, title, key }, ...parse(recall(STORED)).filter((each) => each.id !== id)])
}

/** Takes something from the list that is gone; without an id all of it, for the next one at this browser may be somebody else. */
export function forgetRecent(id?: string): void {
  const list = parse(recall(STORED))
  if (list.length > 0) store(id === undefined ? [] : list.filter((each) => each.id !== id))
}

/**
 * What was opened last in this browser, the latest first; nothing on the server. Of projects that this person has: who
 * lost one, or took the browser over from somebody else, is not shown what was read there.
 */
export function useRecent(projects: readonly { id: string }[] | undefined): Recent[] {
  const stored = useRecalled(STORED)
  return useMemo(() => {
    const own = new Set(projects?.map(({ id }) => id))
    return parse(stored)
      .filter(({ project_id }) => own.has(project_id))
      .slice(0, SHOWN)
  }, [stored, projects])
}
