import { createHash, createHmac, timingSafeEqual } from "node:crypto"
import type { IncomingHttpHeaders } from "node:http"
import { accessDenied, S3Error } from "./error.ts"

export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
}

export interface SignedRequest {
  method: string
  /** Path and query as they came over the wire. */
  url: string
  headers: IncomingHttpHeaders
}

interface Claim {
  accessKeyId: string
  date: string
  scope: string
  signedHeaders: string[]
  signature: string
  payloadHash: string
}

const ALGORITHM = "AWS4-HMAC-SHA256"
const SKEW_MS = 15 * 60_000
const LONGEST_EXPIRY_SECONDS = 7 * 24 * 3600

/**
 * Checks an AWS Signature Version 4 as S3 does: in the `Authorization` header, or in the query of a presigned URL.
 * Throws `AccessDenied`, `InvalidAccessKeyId`, `RequestTimeTooSkewed` or `SignatureDoesNotMatch`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
export function verifySignature(request: SignedRequest, credentials: Credentials, now: number): void {
  const { path, query } = parseUrl(request.url)
  const claim = request.headers.authorization ? fromHeader(request.headers, now) : fromQuery(new Map(query), now)
  if (claim.accessKeyId !== credentials.accessKeyId)
    throw new S3Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
  requireSigned(request.headers, claim.signedHeaders)

  const canonicalQuery = query
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join("&")
  const canonicalHeaders = claim.signedHeaders.map((name) => `${name}:${headerValue(request.headers, name)}\n`).join("")
  const canonical = [
    request.method,
    path.split("/").map(encode).join("/"),
    canonicalQuery,
    canonicalHeaders,
    claim.signedHeaders.join(";"),
    claim.payloadHash,
  ].join("\n")
  const toSign = [ALGORITHM, claim.date, claim.scope, sha256(canonical)].join("\n")
  const expected = hmac(signingKey(credentials.secretAccessKey, claim.scope), toSign).toString("hex")
  if (!equal(expected, claim.signature))
    throw new S3Error(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    )
}

/** Splits a request target into its decoded path and its decoded query pairs, in order. */
export function parseUrl(url: string): { path: string; query: [string, string][] } {
  const at = url.indexOf("?")
  const decode = (text: string) => {
    try {
      return decodeURIComponent(text)
    } catch {
      throw new S3Error(400, "InvalidURI", "Couldn't parse the specified URI.")
    }
  }
  const pairs =
    at < 0
      ? []
      : url
          .slice(at + 1)
          .split("&")
          .filter(Boolean)
  const query = pairs.map((pair): [string, string] => {
    const equals = pair.indexOf("=")
    return equals < 0 ? [decode(pair), ""] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))]
  })
  return { path: decode(at < 0 ? url : url.slice(0, at)), query }
}

function fromHeader(headers: IncomingHttpHeaders, now: number): Claim {
  const match = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
    headers.authorization ?? "",
  )
  if (!match) throw new S3Error(400, "AuthorizationHeaderMalformed", "The authorization header is malformed.")
  const date = String(headers["x-amz-date"] ?? "")
  if (Math.abs(now - time(date)) > SKEW_MS)
    throw new S3Error(
      403,
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
    )
  const payloadHash = headers["x-amz-content-sha256"]
  if (typeof payloadHash !== "string")
    throw new S3Error(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256")
  return {
    ...scopeOf(match[1] ?? ""),
    date,
    signedHeaders: (match[2] ?? "").split(";"),
    signature: match[3] ?? "",
    payloadHash,
  }
}

function fromQuery(query: Map<string, string>, now: number): Claim {
  const signature = query.get("X-Amz-Signature")
  if (query.get("X-Amz-Algorithm") !== ALGORITHM || !signature) throw accessDenied()
  const date = query.get("X-Amz-Date") ?? ""
  const seconds = Number(query.get("X-Amz-Expires"))
  if (!(seconds > 0 && seconds <= LONGEST_EXPIRY_SECONDS))
    throw new S3Error(400, "AuthorizationQueryParametersError", "X-Amz-Expires must be between 1 and 604800 seconds")
  const signedAt = time(date)
  if (signedAt - now > SKEW_MS) throw accessDenied("Request is not yet valid")
  if (now > signedAt + seconds * 1000) throw accessDenied("Request has expired")
  return {
    ...scopeOf(query.get("X-Amz-Credential") ?? ""),
    date,
    signedHeaders: (query.get("X-Amz-SignedHeaders") ?? "").split(";"),
    signature,
    payloadHash: query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
  }
}

function scopeOf(credential: string): { accessKeyId: string; scope: string } {
  const [accessKeyId = "", ...scope] = credential.split("/")
  if (scope.length !== 4 || scope[2] !== "s3" || scope[3] !== "aws4_request") throw accessDenied()
  return { accessKeyId, scope: scope.join("/") }
}

/** What a request says in `x-amz-*` headers must be signed, or anybody on the way could add to it. */
function requireSigned(headers: IncomingHttpHeaders, signed: string[]): void {
  const unsigned = Object.keys(headers).filter((name) => name.startsWith("x-amz-") && !signed.includes(name))
  if (unsigned.length || !signed.includes("host"))
    throw accessDenied("There were headers present in the request which were not signed")
}

function time(date: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date)
  if (!match) throw accessDenied("AWS authentication requires a valid Date or x-amz-date header")
  const [, year, month, day, hour, minute, second] = match
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

function headerValue(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return (Array.isArray(value) ? value.join(",") : (value ?? "")).trim().replace(/ +/g, " ")
}

function signingKey(secret: string, scope: string): Buffer {
  return scope.split("/").reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secret}`))
}

const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest()
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const equal = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** RFC 3986: everything but letters, digits and `-_.~`. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
