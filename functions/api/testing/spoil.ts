import fc from "fast-check"
import type { Draft, Wire } from "./request.ts"
import { wireOf } from "./request.ts"
import { oddTexts } from "./values.ts"

const nested = (depth: number) => {
  let value: unknown = "deep"
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { value }
  return value
}

const NOBODY = "01990000-0000-7000-8000-000000000000"

const oddValues = (ids: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom<unknown>(null, "", [], {}, [null], [[]], true, false, "true", "null", "0"),
    },
    {
      weight: 4,
      arbitrary: fc.constantFrom<unknown>(
        0,
        -0,
        -1,
        0.5,
        1e308,
        -1e308,
        5e-324,
        2 ** 53,
        2 ** 31,
        2 ** 63,
        1e21,
        "1e9",
        "0x10",
      ),
    },
    { weight: 6, arbitrary: fc.constantFrom(...oddTexts) },
    { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 300 }) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        "0000-00-00",
        "9999-12-31",
        "10000-01-01",
        "+275760-09-13T00:00:00Z",
        "-000001-01-01T00:00:00Z",
        "2026-02-30",
        "2026-01-01T24:00:00Z",
        "2026-06-30T23:59:60Z",
        "0000-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
      ),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        NOBODY,
        "not-an-id",
        NOBODY.toUpperCase(),
        `{${NOBODY}}`,
        `${NOBODY} `,
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
      ),
    },
    { weight: 6, arbitrary: ids.length > 0 ? fc.constantFrom(...ids) : fc.constant(NOBODY) },
    { weight: 1, arbitrary: fc.constantFrom(100, 3_000).map(nested) },
    { weight: 1, arbitrary: fc.constantFrom(256, 2_001, 200_001).map((length) => "é".repeat(length)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("a", NOBODY, 1, {}).map((item) => Array.from({ length: 501 }, () => item)),
    },
    {
      weight: 1,
      arbitrary: fc.constant(JSON.parse('{"__proto__": {"admin": true}, "constructor": {"prototype": {}}}')),
    },
  )

type Place = (string | number)[]

/** Every place of a value at which something can be put. */
function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [at]
  const inner = Object.entries(value).flatMap(([key, one]) =>
    placesOf(one, [...at, Array.isArray(value) ? Number(key) : key]),
  )
  return [at, ...inner]
}

/** A copy of `value` with `put` at a place; `undefined` takes it away. */
export function replaced(value: unknown, [key, ...rest]: Place, put: (before: unknown) => unknown): unknown {
  if (key === undefined) return put(value)
  const copy: unknown = structuredClone(value)
  if (typeof copy !== "object" || copy === null) return copy
  const inner = replaced(Reflect.get(copy, key), rest, put)
  if (inner === undefined) Reflect.deleteProperty(copy, key)
  else Object.defineProperty(copy, key, { value: inner, enumerable: true, configurable: true, writable: true })
  return Array.isArray(copy) ? copy.filter(() => true) : copy
}

/** A list or an object many times inside itself, as a schema that refers to itself allows. */
function inItself(value: unknown, depth: number): unknown {
  let whole = value
  for (let level = 0; level < depth; level++) {
    if (Array.isArray(value)) whole = [{ ...Object(value[0]), children: whole }]
    else whole = { ...Object(value), children: [whole] }
  }
  return whole
}

/** A draft in which one thing is wrong, or one that happens to be right as well. `others` are ids of another tenant. */
export function nearly(draft: Draft, others: readonly string[]): fc.Arbitrary<Wire> {
  const parts = (["path", "query", "body"] as const).filter((part) => draft[part] !== undefined)
  // Parameters that were left out are places too.
  const optional = draft.described.operation.parameters
    .filter((one) => one.in === "query")
    .map((one): Place => [one.name])
  const places = parts.flatMap((part) =>
    [...placesOf(draft[part]), ...(part === "query" ? optional : [])]
      .filter((place) => part === "body" || place.length > 0)
      .map((place) => ({ part, place })),
  )
  if (places.length === 0) return fc.constant(wireOf(draft, true))
  const change = fc.oneof(
    { weight: 8, arbitrary: oddValues(others).map((odd) => () => odd) },
    { weight: 1, arbitrary: fc.constant(() => undefined) },
    { weight: 1, arbitrary: fc.constantFrom(2, 1_000).map((depth) => (before: unknown) => inItself(before, depth)) },
    {
      weight: 1,
      arbitrary: fc.constant((before: unknown) =>
        Array.isArray(before)
          ? [...before, ...before]
          : typeof before === "object" && before !== null
            ? { ...before, surplus: 1, id: NOBODY, project_id: NOBODY }
            : [before],
      ),
    },
  )
  // A wrong id in the path is soon refused: what lies behind it is looked at more.
  const chosen = fc.oneof(
    ...places.map((one) => ({ weight: one.part === "path" ? 1 : 5, arbitrary: fc.constant(one) })),
  )
  return fc.tuple(chosen, change, fc.boolean()).map(([{ part, place }, put, joined]) => {
    const changed = replaced(draft[part], place, put)
    return wireOf({ ...draft, [part]: part === "body" ? changed : Object(changed) }, joined)
  })
}

const bytes = (...values: number[]) => new Uint8Array(values)

const rawBodies = fc.constantFrom<string | Uint8Array<ArrayBuffer>>(
  "",
  " ",
  "{",
  '{"title": "x"',
  '{"title": "x",}',
  "null",
  "[]",
  "1",
  '"text"',
  "\ufeff{}",
  '{"title":"a","title":"b","name":"c","name":null}',
  '{"__proto__":{"title":"x"},"toString":1}',
  `${"[".repeat(5_000)}`,
  `{"title":${"[".repeat(3_000)}${"]".repeat(3_000)}}`,
  '{"title":"\\ud800","name":"\\ud800","text":"\\udfff"}',
  '{"points":1e999,"minutes":-1e999}',
  `{"title":"${"x".repeat(1_100_000)}"}`,
  bytes(0xff, 0xfe, 0x00),
  bytes(0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d),
  "--x\r\nContent-Disposition: form-data; name=file\r\n\r\n",
  '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nTitle\nx\r\n--x--\r\n',
  "title=x&name=y",
)

const types = fc.constantFrom(
  "application/json",
  "application/json; charset=utf-16",
  "text/plain",
  "",
  "multipart/form-data",
  "multipart/form-data; boundary=x",
  "multipart/form-data; boundary=",
  "application/x-www-form-urlencoded",
  "nonsense",
)

const headers = fc.constantFrom<Record<string, string>>(
  { "idempotency-key": "" },
  { "idempotency-key": "two words" },
  { "idempotency-key": "x".repeat(201) },
  { "idempotency-key": "the same for all" },
  { "idempotency-key": "é" },
  { "if-match": "*" },
  { "if-match": '"1"' },
  { "if-match": 'W/"1"' },
  { "if-match": "1, 2" },
  { "if-match": "-1" },
  { "if-match": "1e3" },
  { "if-match": "99999999999999999999" },
  { "if-match": "abc" },
  { "x-giant": "x".repeat(200_000) },
  { cookie: "better-auth.session_token=a.b" },
  { cookie: `better-auth.session_token=${"%".repeat(50)}; =; ;;` },
  { "x-api-key": "paca_nobody" },
  { "x-api-key": "" },
  { "x-api-key": "x".repeat(10_000) },
  { authorization: "Bearer" },
  { authorization: "Bearer a.b.c" },
  { authorization: "Basic eDp5" },
  { authorization: "Bearer eyJhbGciOiJub25lIn0.e30." },
  { accept: "text/html;q=0" },
  { "content-encoding": "gzip" },
  { range: "bytes=0-0" },
  { origin: "null" },
  { host: "elsewhere.test" },
)

const mangled: ((url: string) => string)[] = [
  (url) => url.replace(/\/(?=[^/]*$)/, "%2F"),
  (url) => url.replace("/api/v1/", "/api/v1//"),
  (url) => url.replace("/api/v1/", "/api/v1/../v1/"),
  (url) => `${url.split("?")[0]}/`,
  (url) => `${url.split("?")[0]}%00`,
  (url) => `${url.split("?")[0]}/%ff`,
  (url) => `${url.split("?")[0]}/..%2f..%2f`,
  (url) => url.toUpperCase(),
  (url) => `${url.split("?")[0]}?${"a=1&".repeat(2_000)}`,
  (url) => `${url}${url.includes("?") ? "&" : "?"}page=1&page=2&page_size=-1&cursor=%00&sort=;&search=%`,
  (url) => `${url.split("?")[0]}?search[]=1&search[a]=2&__proto__=1&constructor=x&%=%&=&&`,
  (url) => `${url.split("?")[0]}?search=%ff%fe&cursor=%ED%A0%80&q=%00`,
  (url) => url.replace(/[0-9a-f]{8}-/, "%31%32"),
  (url) => url.slice(0, -5),
]

/** A request that is wrong below JSON: method, address, headers or bytes. */
export function hostile(draft: Draft): fc.Arbitrary<Wire> {
  const wire = wireOf(draft)
  const bodied = wire.method !== "GET"
  return fc.oneof(
    { weight: 3, arbitrary: headers.map((extra) => ({ ...wire, headers: { ...wire.headers, ...extra } })) },
    { weight: 3, arbitrary: fc.constantFrom(...mangled).map((mangle) => ({ ...wire, url: mangle(wire.url) })) },
    {
      weight: bodied ? 4 : 0,
      arbitrary: fc
        .tuple(rawBodies, types)
        .map(([body, type]) => ({ ...wire, headers: { "content-type": type }, body })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom("HEAD", "OPTIONS", "PROPFIND", "PUT", "PATCH", "DELETE", "POST", "GET", "QUERY")
        .map((method) => ({ ...wire, method, ...((method === "GET" || method === "HEAD") && { body: undefined }) })),
    },
  )
}
