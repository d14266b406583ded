import { readFileSync, writeFileSync } from "node:fs"
import { compile, type JSONSchema } from "json-schema-to-typescript"
import type { JsonSchema, OpenApi, Operation } from "./openapi.ts"

/**
 * The client types of the API in the form `openapi-fetch` takes (`paths`), from the OpenAPI document. The usual generator
 * for this needs TypeScript's old compiler API, which TypeScript 7 does not have.
 */
export async function clientTypes(document: OpenApi): Promise<string> {
  const text = JSON.stringify({
    title: "paths",
    type: "object",
    additionalProperties: false,
    required: Object.keys(document.paths),
    properties: Object.fromEntries(Object.entries(document.paths).map(([path, methods]) => [path, pathType(methods)])),
    $defs: Object.fromEntries(
      Object.entries(document.components.schemas).map(([name, schema]) => [name, { ...schema, title: name }]),
    ),
  }).replaceAll("#/components/schemas/", "#/$defs/")
  const types = await compile(closed(JSON.parse(text)) as JSONSchema, "paths", {
    additionalProperties: false,
    bannerComment: "// Generated from the OpenAPI document by `npm run generate`. Do not edit.",
    format: false,
    enableConstEnums: false,
    maxItems: -1,
  })
  // `openapi-fetch` looks statuses up as numbers; as strings it would find no answer and infer nothing.
  return types.replace(/^"(\d{3})": \{$/gm, "$1: {")
}

const object = (properties: Record<string, JsonSchema>, required = Object.keys(properties)): JsonSchema => ({
  type: "object",
  properties,
  required,
})

function pathType(methods: Record<string, Operation>): JsonSchema {
  return object(
    Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, operationType(operation)])),
  )
}

function operationType(operation: Operation): JsonSchema {
  const placed = (place: "path" | "query") => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place)
    return object(
      Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
      parameters.filter((parameter) => parameter.required).map(({ name }) => name),
    )
  }
  const path = placed("path")
  const query = placed("query")
  const has = (schema: JsonSchema) => Object.keys(schema.properties as object).length > 0
  const needed = (schema: JsonSchema) => (schema.required as string[]).length > 0
  const parts = { ...(has(query) && { query }), ...(has(path) && { path }) }
  const parameters = object(
    parts,
    Object.keys(parts).filter((name) => name === "path" || needed(query)),
  )
  const content = operation.requestBody?.content
  const responses = Object.fromEntries(
    Object.entries(operation.responses).map(([status, response]) => [
      // The types' generator drops properties called `default`; for `openapi-fetch` this says the same.
      status === "default" ? "4XX" : status,
      response.content ? object({ content: contentType(response.content) }) : object({ content: { type: "null" } }, []),
    ]),
  )
  return object({
    parameters,
    ...(content && { requestBody: object({ content: contentType(content) }) }),
    responses: object(responses),
  })
}

function contentType(content: Record<string, { schema: JsonSchema }>): JsonSchema {
  return object(Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, schema])))
}

/** JSON Schema objects are open unless they say otherwise; a client's types are closed. Bounds that types cannot say are dropped. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== "object" || schema === null) return schema
  const entries = Object.entries(schema).filter(
    ([key]) => !["minItems", "maxItems", "$schema", "default"].includes(key),
  )
  const copy = Object.fromEntries(entries.map(([key, value]) => [key, closed(value)]))
  if (copy.type === "object" && copy.properties && copy.additionalProperties === undefined)
    copy.additionalProperties = false
  return copy
}

/** Where the generated files lie, relative to the project's root. */
export async function generated(document: OpenApi): Promise<Record<string, string>> {
  const types = await clientTypes(document)
  return {
    "functions/api/openapi.gen.json": `${JSON.stringify(document, null, 2)}\n`,
    "web/src/lib/api.gen.ts": types,
    "mcp/api.gen.ts": types,
  }
}

if (import.meta.main) {
  const { openapi } = await import("./openapi.ts")
  for (const [path, text] of Object.entries(await generated(openapi()))) {
    const file = new URL(`../../${path}`, import.meta.url)
    const before = (() => {
      try {
        return readFileSync(file, "utf8")
      } catch {
        return ""
      }
    })()
    if (before !== text) writeFileSync(file, text)
  }
}
