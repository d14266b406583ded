import type { IncomingHttpHeaders, ServerResponse } from "node:http"
import { pipeline } from "node:stream/promises"
import type { Disk, StoredObject } from "./disk.ts"
import { S3Error } from "./error.ts"

/** GetObject and HeadObject: conditions, ranges, and headers the presigned URL overrides. */
export async function sendObject(
  disk: Disk,
  object: StoredObject,
  method: string,
  headers: IncomingHttpHeaders,
  query: Map<string, string>,
  response: ServerResponse,
): Promise<void> {
  const etag = `"${object.etag}"`
  const describing = {
    etag,
    "last-modified": new Date(object.modified).toUTCString(),
    "accept-ranges": "bytes",
    "content-type": "binary/octet-stream",
    ...object.headers,
    ...overrides(query),
  }
  if (headers["if-match"] && !matches(headers["if-match"], etag))
    throw new S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
  if (notModified(headers, etag, object)) {
    response.writeHead(304, describing).end()
    return
  }
  const range = parseRange(headers.range, object.size)
  const length = range ? range.end - range.start + 1 : object.size
  response.writeHead(range ? 206 : 200, {
    ...describing,
    "content-length": length,
    ...(range && { "content-range": `bytes ${range.start}-${range.end}/${object.size}` }),
  })
  if (method === "HEAD" || length === 0) response.end()
  else await pipeline(await disk.read(object, range?.start, range?.end), response)
}

function overrides(query: Map<string, string>): Record<string, string> {
  const found = [...query].filter(([name]) =>
    /^response-(content-(type|disposition|language|encoding)|cache-control|expires)$/.test(name),
  )
  return Object.fromEntries(
    found.map(([name, value]) => [name.slice("response-".length), value.replace(/[\r\n]/g, " ")]),
  )
}

const matches = (list: string, etag: string) =>
  list.split(",").some((item) => item.trim() === "*" || item.trim().replace(/^W\//, "") === etag)

function notModified(headers: IncomingHttpHeaders, etag: string, object: StoredObject): boolean {
  if (headers["if-none-match"]) return matches(headers["if-none-match"], etag)
  const since = Date.parse(headers["if-modified-since"] ?? "")
  return !Number.isNaN(since) && Math.floor(Date.parse(object.modified) / 1000) * 1000 <= since
}

/** One range, as S3 serves; several or a malformed one mean the whole object (RFC 9110, 14.2). */
function parseRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "")
  if (!match || (match[1] === "" && match[2] === "")) return undefined
  const [, first = "", last = ""] = match
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1)
  if (start >= size || start > end) throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable")
  return { start, end }
}
