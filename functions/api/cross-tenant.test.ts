import { beforeAll, expect, it } from "vitest"
import { freshDatabase } from "../local/testing/database.ts"
import { createApp } from "./app.ts"
import type { JsonSchema } from "./openapi.ts"
import { asSchema, asSchemas, bodyOf, type Described, described, resolved } from "./testing/document.ts"
import { type Draft, draftOf, wireOf } from "./testing/request.ts"
import { digests, everyId } from "./testing/rows.ts"
import { replaced } from "./testing/spoil.ts"
import { createTenant, drawn, send, type Tenant } from "./testing/tenant.ts"

/**
 * Another tenant's real ids in every place that takes an id: each path, query and body position of the OpenAPI document,
 * in lists, in nested objects, as the names of a record and inside a filter's JSON. Nobody adds a new route here.
 */
const app = createApp()
const THEIRS = "Zyxcanary"
const SEED = 7

/** Requests that are tried until one would have succeeded with an id of one's own. */
const TRIES = 4

let theirs: Tenant
let ours: Tenant
let theirIds: string[]
let before: Record<string, string>

beforeAll(async () => {
  await freshDatabase()
  theirs = await createTenant(app, THEIRS, SEED)
  theirIds = await everyId()
  before = await digests(theirIds)
  ours = await createTenant(app, "Ours", SEED + 1)
})

/** A place of a request that takes an id. `*` stands for every item of a list; `{}` for a record's names. */
type Position = { part: "path" | "query" | "body"; steps: string[] }

function within(given: JsonSchema, steps: string[], depth = 0): string[][] {
  if (depth > 6) return []
  const schema = resolved(given)
  const named = /(^|_)(ids?)$/.test(steps.findLast((step) => step !== "*") ?? "")
  if (schema.format === "uuid") return [steps]
  // Ids that are declared as any text, as references of editors and plugins are.
  if (schema.type === "string" && named && schema.enum === undefined && schema.const === undefined) return [steps]
  const choices = asSchemas(schema.anyOf ?? schema.oneOf).flatMap((choice) => within(choice, steps, depth + 1))
  const items = schema.items ? within(asSchema(schema.items), [...steps, "*"], depth + 1) : []
  const properties = Object.entries(asSchema(schema.properties)).flatMap(([name, inner]) =>
    within(asSchema(inner), [...steps, name], depth + 1),
  )
  const names =
    schema.type === "object" && schema.properties === undefined && schema.additionalProperties ? [[...steps, "{}"]] : []
  return [...choices, ...items, ...properties, ...names]
}

function positionsOf({ operation }: Described): Position[] {
  const parameters = operation.parameters.flatMap((parameter) => {
    const { name } = parameter
    if (parameter.in === "header") return []
    const part = parameter.in
    if (part === "query" && name === "custom_fields") return [{ part, steps: [name, "{}"] }]
    return within(parameter.schema, [name]).map((steps) => ({ part, steps }))
  })
  const body = bodyOf(operation)
  const inBody = body ? within(body.schema, []).map((steps) => ({ part: "body" as const, steps })) : []
  const all: Position[] = [...parameters, ...inBody]
  return [...new Map(all.map((position) => [`${position.part}.${position.steps.join(".")}`, position])).values()]
}

/** `value` with `id` at a position, and what leads there made where it is missing. */
function withId(value: unknown, [step, ...rest]: string[], id: string): unknown {
  if (step === undefined) return id
  if (step === "*") return [withId(Array.isArray(value) ? value[0] : undefined, rest, id)]
  if (step === "{}") return { [id]: "x" }
  const base = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {}
  return replaced({ [step]: null, ...base }, [step], (inner) => withId(inner, rest, id))
}

const nameOf = ({ steps }: Position) => steps.findLast((step) => step !== "*" && step !== "{}") ?? ""

const draft = (one: Described, seed: number): Draft =>
  drawn(draftOf(one, ours.pool, ours.texts, seed % 2 === 0), SEED + seed)

/** Whether our world is still there to be worked in. */
async function stands(): Promise<boolean> {
  const url = `/api/v1/projects/${ours.world.project.id}`
  const response = await send(app, { method: "GET", url, headers: {} }, await ours.as("owner"))
  return response.ok && (await response.text()).includes('"archived_at":null')
}

const operations = described().filter(({ operation }) => operation["x-action"] !== "runtime")
const places = operations.flatMap((one) => positionsOf(one).map((position) => ({ one, position })))
let reached = 0

it.each(
  places.map(
    (place) =>
      [
        `${place.one.method} ${place.one.path}: ${place.position.part} ${place.position.steps.join(".")}`,
        place,
      ] as const,
  ),
)("%s takes nothing of another tenant", async (_, { one, position }) => {
  const credentials = await ours.as("owner")
  const [id = theirs.world.project.id] = theirs.pool.of(nameOf(position), one.path).toReversed()
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const own = draft(one, attempt)
    // A record's names may be ids of fields only where a field is what they name.
    const wire = wireOf({ ...own, [position.part]: withId(own[position.part], position.steps, id) })
    const response = await send(app, wire, credentials)
    const text = await response.text()
    const told = `${wire.method} ${wire.url} ${typeof wire.body === "string" ? wire.body : ""}: ${response.status} ${text.slice(0, 200)}`
    expect(text.includes(THEIRS) || text.includes(THEIRS.toLowerCase()), told).toBe(false)
    expect(response.status, told).toBeLessThan(500)
    // A list may be filtered by what is not there; everything else refuses.
    if (one.method !== "GET") expect(response.status, told).toBeGreaterThanOrEqual(400)
    const valid = await send(app, wireOf(own), credentials)
    if (!valid.ok) continue
    reached++
    break
  }
  if (one.method !== "GET" && !(await stands())) ours = await createTenant(app, "Ours", SEED + places.length)
})

it("and has left every row of theirs as it was, and none of ours leading to them", async () => {
  expect(await digests(theirIds)).toEqual(before)
  // Most requests differed from one that succeeds in nothing but the id.
  expect(reached).toBeGreaterThan(places.length * 0.6)
})
