import type { Operation } from "../core/operation.ts"

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

/** One way to reach an operation over HTTP. Everything else about it follows from the operation. */
export type Route = {
  method: Method
  /** Path below `/api/v1`, with `:params` named as in the contract; `:taskId` arrives as `task_id`. */
  path: string
  /** Name of the operation in OpenAPI: `tasks.create`. */
  name: string
  operation: Operation
  status: 200 | 201 | 202 | 204
  /** The body is `multipart/form-data` with a `file` of at most `limit` bytes. With `?preview=true` this operation runs instead. */
  upload?: { preview: Operation; limit: number }
}

/** Declares a route. What an operation declares as `output: null` answers 204. */
export function route<I, O, J, P>(
  method: Method,
  path: string,
  name: string,
  operation: Operation<I, O>,
  options: { status?: 201 | 202; upload?: { preview: Operation<J, P>; limit: number } } = {},
): Route {
  // Operations meet the router through their schemas: what `run` gets has been parsed by `input`.
  const erased = operation as unknown as Operation
  const status = operation.output === null ? 204 : (options.status ?? 200)
  const { upload } = options
  const erasedUpload = upload && { preview: upload.preview as unknown as Operation, limit: upload.limit }
  return { method, path, name, operation: erased, status, ...(erasedUpload && { upload: erasedUpload }) }
}

/** The names of a path's parameters, and as which input fields they arrive. */
export function parametersOf(path: string): { name: string; field: string }[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name = ""]) => ({
    name,
    field: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  }))
}
