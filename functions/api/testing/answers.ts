import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import { errorCodes } from "../../core/error-codes.ts"
import { openapi } from "../openapi.ts"
import type { Described } from "./document.ts"

/** A schema whose objects have what it declares and nothing else, so that a field nobody declared is found. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== "object" || schema === null) return schema
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  return copy.type === "object" && copy.properties && copy.additionalProperties === undefined
    ? { ...copy, additionalProperties: false }
    : copy
}

/** Checks answers against the document: JSON Schema 2020-12, formats included. */
export function answerChecker() {
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  // Its type says module, its code is the function itself.
  const formats: unknown = "default" in addFormats ? addFormats.default : addFormats
  if (typeof formats !== "function") throw new Error("ajv-formats has changed its export.")
  formats(ajv)
  ajv.addSchema({ $id: "paca", components: Object(closed(openapi().components)) })
  const validators = new Map<string, ValidateFunction>()

  const validatorOf = ({ operation }: Described, status: number): ValidateFunction | undefined => {
    const name = `${operation.operationId} ${status}`
    const schema = operation.responses[status]?.content?.["application/json"]?.schema
    if (!schema) return undefined
    const text = JSON.stringify(closed(schema)).replaceAll('"#/components/', '"paca#/components/')
    const validator = validators.get(name) ?? ajv.compile(JSON.parse(text))
    validators.set(name, validator)
    return validator
  }

  /** What is wrong with a 2xx answer of an operation. */
  const success = (described: Described, status: number, json: unknown): string | undefined => {
    if (!(status in described.operation.responses)) return `answered ${status}, which is not declared`
    const validator = validatorOf(described, status)
    if (!validator) return undefined
    if (validator(json)) return undefined
    const [first] = validator.errors ?? []
    return `answer is not as declared: ${first?.instancePath} ${first?.message} ${JSON.stringify(first?.params)}`
  }

  /** What is wrong with the envelope of a failure. */
  const failure = (status: number, json: unknown): string | undefined => {
    if (status >= 500) return `answered ${status}`
    const body = typeof json === "object" && json !== null ? json : {}
    if (!("success" in body) || body.success !== false) return `failure ${status} without its envelope`
    if (!("error" in body) || typeof body.error !== "string" || body.error === "") return "a failure without a sentence"
    if (!("error_code" in body) || !errorCodes.some((code) => code === body.error_code))
      return `the error code ${"error_code" in body ? body.error_code : ""} is not in the document`
    if (!("request_id" in body)) return "a failure without a request id"
    return undefined
  }
  return { success, failure }
}
