import * as z from "zod"
import { errorCodes } from "../core/error-codes.ts"
import { FileContent } from "../core/file/content.ts"
import { parametersOf, type Route } from "./route.ts"
import { routes } from "./routes/all.ts"

export type JsonSchema = { [key: string]: unknown }
export type Parameter = { name: string; in: "path" | "query" | "header"; required: boolean; schema: JsonSchema }
export type Operation = {
  operationId: string
  summary: string
  tags: string[]
  "x-action": string
  parameters: Parameter[]
  requestBody?: { required: true; content: Record<string, { schema: JsonSchema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>
  security: Record<string, string[]>[]
}
export type OpenApi = {
  openapi: "3.1.0"
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, JsonSchema> }
}

/** JSON Schema of a zod schema; named schemas go to `components` and are referred to. */
function schemaOf(schema: z.ZodType, io: "input" | "output", components: Record<string, JsonSchema>): JsonSchema {
  // Inside an object even a named schema is a reference.
  const text = JSON.stringify(
    z.toJSONSchema(z.object({ it: schema }), {
      io,
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema instanceof z.ZodCustom)
          Object.assign(jsonSchema, { type: "string", contentMediaType: "application/octet-stream" })
      },
    }),
  ).replaceAll("#/$defs/", "#/components/schemas/")
  const { $defs = {}, properties } = JSON.parse(text) as {
    $defs?: Record<string, JsonSchema>
    properties: { it: JsonSchema }
  }
  for (const [name, definition] of Object.entries($defs)) {
    const { id: _, ...rest } = definition
    components[name] = rest
  }
  return properties.it
}

const envelope = (data: JsonSchema): JsonSchema => ({
  type: "object",
  properties: { success: { const: true }, data, request_id: { type: "string" } },
  required: ["success", "data", "request_id"],
})

const ErrorSchema: JsonSchema = {
  type: "object",
  properties: {
    success: { const: false },
    error: { type: "string", description: "A sentence for a person" },
    error_code: { type: "string", enum: errorCodes, description: "Stable, SCREAMING_SNAKE" },
    error_details: { type: "object", additionalProperties: true },
    request_id: { type: "string" },
  },
  required: ["success", "error", "error_code", "request_id"],
}

const idempotencyKey: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  schema: {
    type: "string",
    maxLength: 200,
    description: "The same key and body within 24 hours answer the first result",
  },
}

const ifMatch: Parameter = {
  name: "If-Match",
  in: "header",
  required: false,
  schema: { type: "string", description: "The version you saw; 409 VERSION_CONFLICT when it is not the current one" },
}

function describeRoute(route: Route, components: Record<string, JsonSchema>): Operation {
  const input = schemaOf(route.operation.input, "input", components)
  const properties = (input.properties ?? {}) as Record<string, JsonSchema>
  const required = (input.required ?? []) as string[]
  const path = parametersOf(route.path)
  const rest = Object.keys(properties).filter(
    (name) => name !== "if_match" && !path.some(({ field }) => field === name),
  )
  const inQuery = route.method === "GET" || route.method === "DELETE"
  const parameters: Parameter[] = [
    ...path.map(({ name, field }) => ({
      name,
      in: "path" as const,
      required: true,
      schema: properties[field] ?? { type: "string" },
    })),
    ...(inQuery ? rest : []).map((name) => ({
      name,
      in: "query" as const,
      required: required.includes(name),
      schema: properties[name] ?? {},
    })),
    ...(route.method === "POST" ? [idempotencyKey] : []),
    ...(properties.if_match ? [ifMatch] : []),
    ...(route.upload ? [{ name: "preview", in: "query" as const, required: false, schema: { type: "boolean" } }] : []),
  ]
  const body: JsonSchema = {
    type: "object",
    properties: Object.fromEntries(rest.map((name) => [name, properties[name] ?? {}])),
    required: rest.filter((name) => required.includes(name)),
  }
  const outputs = [route.operation, ...(route.upload ? [route.upload.preview] : [])].flatMap((operation) =>
    operation.output && operation.output !== FileContent ? [schemaOf(operation.output, "output", components)] : [],
  )
  const [only] = outputs
  const answer = only && {
    content: { "application/json": { schema: envelope(outputs.length > 1 ? { anyOf: outputs } : only) } },
  }
  const isFile = route.operation.output === FileContent
  const open = route.operation.action === "public"
  return {
    operationId: route.name,
    summary: route.operation.summary,
    tags: [route.name.split(".")[0] ?? ""],
    "x-action": route.operation.action,
    parameters,
    ...(!inQuery &&
      rest.length > 0 && {
        requestBody: {
          required: true as const,
          content: { [route.upload ? "multipart/form-data" : "application/json"]: { schema: body } },
        },
      }),
    responses: {
      [route.status]: {
        description: route.status === 204 ? "Done" : "Success",
        ...(isFile && { content: { "application/octet-stream": { schema: {} } } }),
        ...answer,
      },
      ...(route.upload && { 200: { description: "With preview=true: what it would do", ...answer } }),
      default: {
        description: "Failure",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    },
    security: open ? [] : [{ session: [] }, { apiKey: [] }, { bearer: [] }],
  }
}

let document: OpenApi | undefined

/** The OpenAPI 3.1 document of all routes. */
export function openapi(): OpenApi {
  if (document) return document
  const schemas: Record<string, JsonSchema> = { Error: ErrorSchema }
  const paths: OpenApi["paths"] = {}
  for (const route of routes) {
    const path = route.path.replace(/:([A-Za-z]+)/g, "{$1}")
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route, schemas) }
  }
  document = {
    openapi: "3.1.0",
    info: {
      title: "Paca API",
      version: "1",
      description: "Project management where people and AI agents are equal members of a Scrum team.",
    },
    servers: [{ url: "/api/v1" }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "better-auth.session_token" },
        apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
        bearer: { type: "http", scheme: "bearer" },
      },
    },
  }
  return document
}
