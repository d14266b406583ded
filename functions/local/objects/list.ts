import type { StoredObject } from "./disk.ts"
import { invalidArgument } from "./error.ts"
import { encode } from "./signature.ts"
import { xml } from "./xml.ts"

/** ListObjectsV2: keys in the order of their bytes, folded at a delimiter, a page at a time. */
export function listObjects(
  bucket: string,
  query: Map<string, string>,
  list: (prefix: string) => StoredObject[],
): string {
  const prefix = query.get("prefix") ?? ""
  const delimiter = query.get("delimiter") ?? ""
  const limit = Number(query.get("max-keys") ?? 1000)
  if (!Number.isInteger(limit) || limit < 0)
    throw invalidArgument("Argument maxKeys must be an integer between 0 and 2147483647")
  const token = query.get("continuation-token")
  const after = token === undefined ? (query.get("start-after") ?? "") : Buffer.from(token, "base64url").toString()
  const found = page(list(prefix), prefix, delimiter, after, Math.min(limit, 1000))
  const text = (value: string) =>
    query.get("encoding-type") === "url" ? value.split("/").map(encode).join("/") : value
  return xml("ListBucketResult", {
    Name: bucket,
    Prefix: text(prefix),
    Delimiter: delimiter ? text(delimiter) : undefined,
    StartAfter: query.has("start-after") ? text(query.get("start-after") ?? "") : undefined,
    KeyCount: found.objects.length + found.prefixes.length,
    MaxKeys: limit,
    EncodingType: query.get("encoding-type"),
    IsTruncated: found.next !== undefined,
    ContinuationToken: token,
    NextContinuationToken: found.next === undefined ? undefined : Buffer.from(found.next).toString("base64url"),
    Contents: found.objects.map((object) => ({
      Key: text(object.key),
      LastModified: object.modified,
      ETag: `"${object.etag}"`,
      Size: object.size,
      StorageClass: "STANDARD",
    })),
    CommonPrefixes: found.prefixes.map((common) => ({ Prefix: text(common) })),
  })
}

interface Page {
  objects: StoredObject[]
  prefixes: string[]
  /** Where the next page starts: after this key or common prefix. */
  next: string | undefined
}

function page(all: StoredObject[], prefix: string, delimiter: string, after: string, limit: number): Page {
  const result: Page = { objects: [], prefixes: [], next: undefined }
  let last = ""
  const from = Buffer.from(after)
  for (const object of all) {
    const end = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1
    const common = end < 0 ? undefined : object.key.slice(0, end + delimiter.length)
    if (after !== "" && Buffer.compare(Buffer.from(object.key), from) <= 0) continue
    if (common !== undefined && (common === after || common === result.prefixes.at(-1))) continue
    if (result.objects.length + result.prefixes.length === limit) {
      result.next = last === "" ? undefined : last
      return result
    }
    if (common === undefined) result.objects.push(object)
    else result.prefixes.push(common)
    last = common ?? object.key
  }
  return result
}
