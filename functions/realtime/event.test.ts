import { expect, it } from "vitest"
import { clientPayload, roomOf } from "./event.ts"

const event = (type: string, data: Record<string, unknown>) => ({
  id: "01990000-0000-7000-8000-000000000001",
  type,
  workspace_id: "01990000-0000-7000-8000-000000000002",
  project_id: "01990000-0000-7000-8000-000000000003",
  entity_type: "doc",
  entity_id: "01990000-0000-7000-8000-000000000004",
  actor: { type: "user", id: null, name: "Olive" },
  version: 7,
  data,
  at: "2026-11-24T12:00:00.000Z",
})

it("tells those who hear a project which of a document's fields changed, never what they say", () => {
  const change = { field: "title", from: "Layoffs", to: "Layoffs in May" }
  const updated = event("doc.updated", { doc: { title: "Layoffs in May" }, changes: [change] })
  expect(roomOf(updated)).toBe(`project:${updated.project_id}`)
  expect(clientPayload(updated)).toEqual({ ...updated, data: { fields: ["title"] } })
  for (const type of ["doc.created", "doc.deleted", "folder.created", "folder.updated"])
    expect(
      JSON.stringify(clientPayload(event(type, { doc: { title: "Layoffs" }, folder: { name: "Layoffs" } }))),
    ).not.toContain("Layoffs")
  const file = event("doc_attachment.created", { doc_id: "d", attachment: { file: { file_name: "layoffs.pdf" } } })
  expect(clientPayload(file)).toEqual({ ...file, data: { doc_id: "d" } })
  const task = event("task.updated", { changes: [change] })
  expect(clientPayload(task)).toEqual(task)
})
