import fc from "fast-check"
import { bodyOf, type Described } from "./document.ts"
import type { Pool } from "./pool.ts"
import { arbitraryOf, hasIds, type Source } from "./values.ts"

/** A request as its parts, so that one of them can be replaced. */
export type Draft = {
  described: Described
  path: Record<string, unknown>
  query: Record<string, unknown>
  /** JSON, or the fields of a form. */
  body: unknown
  headers: Record<string, string>
}

/** What goes over the wire. */
export type Wire = {
  method: string
  url: string
  headers: Record<string, string>
  body?: string | FormData | Uint8Array<ArrayBuffer> | undefined
}

/** What a tenant's texts and secrets are made of. */
export type Texts = { text: fc.Arbitrary<string>; secret: string }

const isSecret = (name: string, path: string) =>
  /(^|_)(api_key|password|secret)$/.test(name) || (name === "value" && /env|secret/.test(path))

const CSV = "Title,Status,Description\nFirst,To Do,of a file\nSecond,Nowhere,\n"

/** Requests that one operation's declaration allows, with ids that exist. `lean`: without what may be left out. */
export function draftOf(described: Described, pool: Pool, texts: Texts, lean = false): fc.Arbitrary<Draft> {
  const { operation, path } = described
  const source: Source = {
    text: texts.text,
    lean,
    ids: (name) => pool.of(name, path),
    secret: (name) => (isSecret(name, path) ? texts.secret : undefined),
  }
  const placed = (place: "path" | "query") => {
    const parameters = operation.parameters.filter(
      (one) => one.in === place && (one.required || (!lean && hasIds(one.schema, one.name, source))),
    )
    return fc.record(
      Object.fromEntries(parameters.map(({ name, schema }) => [name, arbitraryOf(schema, name, source)])),
      { requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name) },
    )
  }
  const body = bodyOf(operation)
  return fc.record({
    described: fc.constant(described),
    path: placed("path").map(pool.fitted),
    query: placed("query"),
    body: !body
      ? fc.constant(undefined)
      : body.type === "multipart/form-data"
        ? fc.constant({ file: CSV })
        : arbitraryOf(body.schema, "", source),
    headers: fc.constant({}),
  })
}

const parameter = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value)

/** Writes a draft down as a request. A list in the query is repeated, or joined by commas when `joined`. */
export function wireOf(draft: Draft, joined = false): Wire {
  const { described } = draft
  const path = described.path.replace(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(wellFormed(parameter(draft.path[name]))),
  )
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(draft.query)) {
    if (Array.isArray(value) && !joined) for (const one of value) query.append(name, parameter(one))
    else query.append(name, Array.isArray(value) ? value.join(",") : parameter(value))
  }
  const text = query.toString()
  const wire: Wire = { method: described.method, url: `/api/v1${path}${text && `?${text}`}`, headers: draft.headers }
  if (draft.body === undefined || described.method === "GET") return wire
  if (bodyOf(described.operation)?.type === "multipart/form-data") {
    const form = new FormData()
    for (const [name, value] of Object.entries(Object(draft.body)))
      form.append(
        name,
        name === "file" ? new File([parameter(value)], "tasks.csv", { type: "text/csv" }) : parameter(value),
      )
    return { ...wire, body: form }
  }
  return { ...wire, headers: { "content-type": "application/json", ...wire.headers }, body: JSON.stringify(draft.body) }
}

/** A lone surrogate cannot stand in an address. */
const wellFormed = (text: string) => text.toWellFormed()
