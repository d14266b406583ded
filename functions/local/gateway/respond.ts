import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { promisify } from "node:util"
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from "node:zlib"

/** CloudFront compresses from this size on. */
const MIN_BYTES = 1000
const COMPRESSIBLE =
  /^(text\/(?!event-stream)|application\/(json|javascript|xml|wasm|manifest\+json|problem\+json|ld\+json)|image\/svg\+xml)/i
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

export type Encoding = "br" | "gzip"

/** The encoding CloudFront would choose: Brotli where it is accepted, else gzip. */
export function chooseEncoding(accept: string | string[] | undefined): Encoding | undefined {
  const accepted = new Map<string, number>()
  for (const item of String(accept ?? "").split(",")) {
    const [name = "", ...parameters] = item.trim().toLowerCase().split(";")
    const weight = parameters.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find((q) => q !== undefined)
    accepted.set(name.trim(), weight === undefined ? 1 : Number(weight))
  }
  return (["br", "gzip"] as const).find((name) => (accepted.get(name) ?? 0) > 0)
}

export function compress(body: Buffer, encoding: Encoding, quality = 4): Promise<Buffer> {
  if (encoding === "gzip") return compressGzip(body)
  return compressBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
}

export function isCompressible(contentType: string | undefined): boolean {
  return COMPRESSIBLE.test(contentType ?? "")
}

/** Sends a response, compressed as CloudFront would. Header names are lower case. */
export async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  body: Buffer | Readable,
): Promise<void> {
  const bodiless = request.method === "HEAD" || status === 204 || status === 304
  const encoding = bodiless ? undefined : encodingFor(request, headers, body)
  if (encoding) {
    headers["content-encoding"] = encoding
    headers.vary = headers.vary ? `${headers.vary}, accept-encoding` : "accept-encoding"
    if (typeof headers.etag === "string" && !headers.etag.startsWith("W/")) headers.etag = `W/${headers.etag}`
    delete headers["content-length"]
  }
  if (body instanceof Readable) {
    if (bodiless) {
      body.destroy()
      response.writeHead(status, headers).end()
      return
    }
    response.writeHead(status, headers)
    response.flushHeaders()
    if (!encoding) await pipeline(body, response)
    else await pipeline(body, encoder(encoding), response)
    return
  }
  const bytes = encoding ? await compress(body, encoding) : body
  if (status !== 204 && status !== 304 && (request.method !== "HEAD" || bytes.length))
    headers["content-length"] = bytes.length
  response.writeHead(status, headers).end(bodiless ? undefined : bytes)
}

/** Each chunk is flushed, so that a page that streams arrives as it is made. */
function encoder(encoding: Encoding) {
  if (encoding === "gzip") return createGzip({ flush: constants.Z_SYNC_FLUSH })
  return createBrotliCompress({ ...BROTLI, flush: constants.BROTLI_OPERATION_FLUSH })
}

function encodingFor(
  request: IncomingMessage,
  headers: OutgoingHttpHeaders,
  body: Buffer | Readable,
): Encoding | undefined {
  if (headers["content-encoding"] || !isCompressible(String(headers["content-type"] ?? ""))) return undefined
  if (/no-transform/.test(String(headers["cache-control"] ?? ""))) return undefined
  const length = body instanceof Readable ? Number(headers["content-length"] ?? Infinity) : body.length
  return length < MIN_BYTES ? undefined : chooseEncoding(request.headers["accept-encoding"])
}
