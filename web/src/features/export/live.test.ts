import { QueryClient } from "@tanstack/react-query"
import { expect, it } from "vitest"
import type { ProjectExport } from "../../lib/api.gen.ts"
import { keys } from "../../lib/keys.ts"
import { patchExports } from "./live.ts"

const exported = (over: Partial<ProjectExport> = {}): ProjectExport => ({
  id: "e",
  project_id: "p",
  requested_by: "m",
  status: "processing",
  file_name: "PLN.zip",
  file_size: null,
  total: 10,
  done: 5,
  error_message: null,
  created_at: "2026-03-01T10:00:00Z",
  completed_at: null,
  expires_at: null,
  expired: false,
  ...over,
})

function hear(shown: ProjectExport[] | undefined, now: ProjectExport): ProjectExport[] | undefined {
  const client = new QueryClient()
  if (shown) client.setQueryData(keys.exports("p"), { items: shown })
  const type = now.completed_at ? "export.completed" : "export.progress"
  patchExports(client, {
    id: "1",
    type,
    project_id: "p",
    entity_type: "export",
    entity_id: now.id,
    version: now.done,
    data: { export: now },
    at: now.created_at,
  })
  return client.getQueryData<{ items: ProjectExport[] }>(keys.exports("p"))?.items
}

it("moves the bar forward, never back, and adds what others start", () => {
  expect(hear([exported()], exported({ done: 8 }))?.[0]?.done).toBe(8)
  expect(hear([exported({ done: 8 })], exported())?.[0]?.done).toBe(8)
  expect(hear([exported()], exported({ id: "f" }))?.map(({ id }) => id)).toEqual(["f", "e"])
  expect(hear(undefined, exported())).toBeUndefined()
})

it("does not revive an export that is over", () => {
  const over = exported({ status: "completed", done: 10, completed_at: "2026-03-01T10:01:00Z" })
  expect(hear([exported()], over)?.[0]?.status).toBe("completed")
  expect(hear([over], exported({ done: 10 }))?.[0]?.status).toBe("completed")
})
