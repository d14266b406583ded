import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import type { Asked } from "../../lib/board-cache.ts"
import { today } from "../../lib/format.ts"
import { recall, remember } from "../../lib/stored.ts"
import { scheduleQuery } from "./api.ts"
import { dayOf } from "./days.ts"
import { firstScale } from "./use-scale.ts"

/** The view that every timeline begins with; in a new project a roadmap. */
const FIRST = "timeline"

const keyOf = (projectId: string) => `last-roadmap-${projectId}`

/** Remembers that a view is a roadmap, for the next time that the page is opened. */
export function useRememberedRoadmap(projectId: string, viewName: string): void {
  useEffect(() => remember(keyOf(projectId), viewName), [projectId, viewName])
}

/** Asks for what a roadmap shows together with the view, not after it, where the view was a roadmap last time. */
export function useFirstRoadmap(projectId: string, viewName: string, asked: Asked): void {
  const client = useQueryClient()
  const first = useRef({ viewName, asked })
  useEffect(() => {
    const { viewName, asked } = first.current
    if (viewName !== (recall(keyOf(projectId)) ?? FIRST)) return
    const { from, to } = firstScale(projectId, dayOf(today(Date.now())))
    client.prefetchQuery(scheduleQuery(projectId, viewName, asked, { from, to, tree: true }))
    import("./roadmap.tsx")
  }, [client, projectId])
}
