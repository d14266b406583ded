import { type JsonSchema, type Operation, openapi } from "../openapi.ts"

/** One operation of the OpenAPI document, with where it stands. */
export type Described = {
  method: string
  /** Path as the document writes it: `/projects/{projectId}/tasks`. */
  path: string
  operation: Operation
}

/** Every operation of the document; the tests that walk them need no list of their own. */
export function described(): Described[] {
  return Object.entries(openapi().paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export const asSchema = (value: unknown): JsonSchema => (isObject(value) ? value : {})
export const asSchemas = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.map(asSchema) : [])

/** A schema with its reference followed. */
export function resolved(schema: JsonSchema): JsonSchema {
  const name = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined
  return name === undefined ? schema : asSchema(openapi().components.schemas[name])
}

/** The schema of an operation's body and its media type. */
export function bodyOf(operation: Operation): { type: string; schema: JsonSchema } | undefined {
  const [content] = Object.entries(operation.requestBody?.content ?? {})
  return content && { type: content[0], schema: content[1].schema }
}

const singular = (word: string) =>
  word
    .replace(/ies$/, "y")
    .replace(/(status)es$/, "$1")
    .replace(/(?<!s|u)s$/, "")

/** One name for an id, however a place spells it: `taskId`, `task_ids` and `task_id` are `task_id`. */
export function nameOfId(name: string): string {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll("-", "_")
  return `${singular(snake.replace(/_?ids?$/, ""))}_id`
}

/** What the ids of a path's collection are called: `/projects/{projectId}/task-types/{id}` is about `task_type_id`. */
export function collectionOf(path: string): string {
  const segments = path.split("/").filter((segment) => !segment.startsWith("{"))
  const before = path.slice(0, path.lastIndexOf("/{")).split("/").at(-1)
  return nameOfId(
    (path.includes("/{id}") ? path.slice(0, path.indexOf("/{id}")).split("/").at(-1) : undefined) ??
      segments.at(-1) ??
      before ??
      "",
  )
}
