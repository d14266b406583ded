import fc from "fast-check"
import type { JsonSchema } from "../openapi.ts"
import { asSchema, asSchemas, resolved } from "./document.ts"

/** Where generated values get what a schema cannot say. */
export type Source = {
  /** Ids that may stand in a place. */
  ids: (name: string) => readonly string[]
  text: fc.Arbitrary<string>
  /** Only what is required. */
  lean: boolean
  /** What stands in for a secret in a place that takes one, so that it can be looked for in answers. */
  secret: (name: string) => string | undefined
}

/** Texts that have broken programs: SQL, LIKE, regular expressions, tsquery, HTML, paths, formulas, and odd Unicode. */
export const oddTexts = [
  "'; drop table task; --",
  "%_\\%",
  "\\",
  "a & | !b <-> :*",
  "'a':* & (",
  "((((",
  "[a-z",
  "(a+)+$",
  "<script>alert(1)</script>\"'",
  "../../../etc/passwd",
  "=cmd|' /C calc'!A0",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template engine would read
  "${1+1}{{7*7}}",
  "__proto__",
  "constructor",
  "null",
  "NaN",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udc00\ud800",
  "\u202eright to left",
  "👩‍👩‍👧‍👦",
  "İıßſ",
  "e\u0301\u0301\u0301\u0301",
  "\ufeff",
  "\ufffe\uffff",
  "\r\n\t\u000b",
  "   ",
  "```",
  "|a|b|\n|-|",
  "[x](javascript:alert(1))",
  "![x](data:text/html,x)",
  "@demo please",
  "PLN-1",
  "0000-00-00",
  "1e308",
]

const patterns = new Map<string, fc.Arbitrary<string>>()

function matching(pattern: string): fc.Arbitrary<string> {
  const known = patterns.get(pattern) ?? fc.stringMatching(new RegExp(pattern, "u"), { size: "-1" })
  patterns.set(pattern, known)
  return known
}

const day = fc.integer({ min: -60, max: 120 }).map((days) => new Date(Date.UTC(2026, 10, 24 + days)).toISOString())

const formats: Record<string, fc.Arbitrary<string>> = {
  date: fc.oneof(
    { weight: 8, arbitrary: day.map((text) => text.slice(0, 10)) },
    { weight: 1, arbitrary: fc.constantFrom("0001-01-01", "9999-12-31", "2024-02-29", "0000-01-01") },
  ),
  "date-time": fc.oneof(
    { weight: 8, arbitrary: day },
    {
      weight: 1,
      arbitrary: fc.constantFrom("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "2026-01-01T00:00:00+23:59"),
    },
  ),
  email: fc.nat(30).map((n) => `person-${n}@example.test`),
  uri: fc.constantFrom("https://example.test/a?b=c#d", "http://localhost:1/v1", "https://[::1]/"),
}

function text(schema: JsonSchema, name: string, source: Source): fc.Arbitrary<string> {
  const min = typeof schema.minLength === "number" ? schema.minLength : 0
  const max = typeof schema.maxLength === "number" ? schema.maxLength : 4_000
  if (typeof schema.format === "string" && schema.format !== "uuid") {
    const known = formats[schema.format]
    if (known) return known
  }
  if (schema.format === "uuid") {
    const ids = source.ids(name)
    return ids.length > 0 ? fc.constantFrom(...ids) : fc.uuid({ version: 7 })
  }
  if (typeof schema.pattern === "string") return matching(schema.pattern).map((value) => value.slice(0, max))
  const secret = source.secret(name)
  if (secret) return fc.constant(secret)
  const ids = source.ids(name)
  const fitted = source.text.map((value) => value.slice(0, max).padEnd(min, "x"))
  // What takes any text may mean an id or a token all the same.
  return /(^|_)(id|ids|token|column|after)$/.test(name) && ids.length > 0
    ? fc.oneof(fc.constantFrom(...ids), fitted)
    : fitted
}

function whole(schema: JsonSchema): fc.Arbitrary<number> {
  const min = typeof schema.minimum === "number" ? schema.minimum : 0
  const max = typeof schema.maximum === "number" ? schema.maximum : 1_000_000
  return fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min, max: Math.min(max, min + 4) }) },
    { weight: 1, arbitrary: fc.maxSafeInteger().map((n) => min + (Math.abs(n) % (max - min + 1))) },
    { weight: 1, arbitrary: fc.constantFrom(min, max) },
  )
}

function fraction(schema: JsonSchema): fc.Arbitrary<number> {
  const min = typeof schema.minimum === "number" ? schema.minimum : -1e9
  const max = typeof schema.maximum === "number" ? schema.maximum : 1e9
  return fc.oneof(whole(schema), fc.double({ min, max, noNaN: true }))
}

/** Deeper than this, what may be left out is. */
const DEEP = 4

/** Whether a place can be filled: one that names what there is none of is left out where it may be. */
export function hasIds(schema: JsonSchema, name: string, source: Source): boolean {
  const kinds = [schema, asSchema(schema.items), ...asSchemas(schema.anyOf)]
  return !kinds.some(({ format }) => format === "uuid") || source.ids(name).length > 0
}

function object(schema: JsonSchema, name: string, source: Source, depth: number): fc.Arbitrary<unknown> {
  const properties = asSchema(schema.properties)
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  if (Object.keys(properties).length === 0 && schema.additionalProperties !== undefined) {
    const ids = source.ids(name)
    const names = asSchema(schema.propertyNames)
    const key =
      ids.length > 0 ? fc.constantFrom(...ids) : arbitraryOf({ type: "string", ...names }, "key", source, depth + 1)
    const value = arbitraryOf(asSchema(schema.additionalProperties), name, source, depth + 1)
    return fc.array(fc.tuple(key.map(String), value), { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs))
  }
  const present = Object.entries(properties).filter(
    ([key, inner]) => required.includes(key) || (!source.lean && depth < DEEP && hasIds(asSchema(inner), key, source)),
  )
  return fc.record(
    Object.fromEntries(present.map(([key, inner]) => [key, arbitraryOf(asSchema(inner), key, source, depth + 1)])),
    { requiredKeys: required.filter((key) => key in properties) },
  )
}

/**
 * Values that a schema allows; of JSON Schema what the product's documents have. The libraries for this are not kept up
 * any more, and know nothing of which ids exist.
 */
export function arbitraryOf(given: JsonSchema, name: string, source: Source, depth = 0): fc.Arbitrary<unknown> {
  const schema = resolved(given)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const choices = asSchemas(schema.anyOf ?? schema.oneOf)
  if (choices.length > 0) {
    const shallow = depth < DEEP ? choices : choices.filter((choice) => !("$ref" in choice) && choice.type !== "array")
    return fc.oneof(
      ...(shallow.length > 0 ? shallow : choices.slice(0, 1)).map((one) => arbitraryOf(one, name, source, depth + 1)),
    )
  }
  switch (schema.type) {
    case "string":
      return text(schema, name, source)
    case "integer":
      return whole(schema)
    case "number":
      return fraction(schema)
    case "boolean":
      return fc.boolean()
    case "null":
      return fc.constant(null)
    case "array": {
      const minLength = typeof schema.minItems === "number" ? schema.minItems : 0
      const most = typeof schema.maxItems === "number" ? schema.maxItems : 3
      const maxLength = Math.max(minLength, depth < DEEP ? Math.min(3, most) : 0)
      return fc.array(arbitraryOf(asSchema(schema.items), name, source, depth + 1), { minLength, maxLength })
    }
    case "object":
      return object(schema, name, source, depth)
    default:
      return fc.oneof(source.text, fc.integer(), fc.constant(null))
  }
}
