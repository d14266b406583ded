import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import * as schemas from "./schemas.ts"

const document = JSON.parse(readFileSync(new URL("../functions/api/openapi.gen.json", import.meta.url), "utf8")) as {
  components: { schemas: Record<string, unknown> }
}

/** A schema without references, so that two ways of writing it compare equal. */
function resolved(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(resolved)
  if (typeof schema !== "object" || schema === null) return schema
  const entries = Object.entries(schema)
  const reference = entries.find(([key]) => key === "$ref")?.[1]
  if (typeof reference === "string") return resolved(document.components.schemas[reference.split("/").at(-1) ?? ""])
  return Object.fromEntries(
    entries.filter(([key]) => key !== "$schema" && key !== "id").map(([key, value]) => [key, resolved(value)]),
  )
}

const own = ["RichText", "Priority", "Emoji", "NamedCard", "NamedTask"]

describe("the schemas of tool outputs", () => {
  it.each(Object.entries(schemas).filter(([name]) => !own.includes(name)))(
    "say of %s what the OpenAPI document says",
    (name, schema) => {
      expect(document.components.schemas).toHaveProperty(name)
      const published = resolved(document.components.schemas[name])
      expect(resolved(z.toJSONSchema(schema, { io: "output" }))).toEqual(published)
    },
  )
})
