import { createHash, type Hash } from "node:crypto"
import type { IncomingMessage } from "node:http"
import { Transform, type TransformCallback } from "node:stream"
import { crc32 } from "node:zlib"
import { S3Error } from "./error.ts"

/** S3's own limit for one request. */
const MAX_BODY = 5 * 1024 ** 3

export interface Digest {
  size: number
  md5: string
}

/**
 * The plain bytes of an upload: unwraps `aws-chunked` (what the SDK sends for streams, with a checksum behind the data)
 * and checks length and every checksum the client gave. `digest()` is valid once the stream has ended.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function uploadBody(
  request: IncomingMessage,
  query: Map<string, string>,
): { stream: Transform; digest: () => Digest } {
  const header = (name: string) => {
    const value = request.headers[name] ?? query.get(name)
    return typeof value === "string" ? value : undefined
  }
  const payload = header("x-amz-content-sha256")
  const streaming = payload?.startsWith("STREAMING-") ?? false
  if (streaming && payload !== "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    throw new S3Error(501, "NotImplemented", `${payload} is not supported here.`)
  const length = header(streaming ? "x-amz-decoded-content-length" : "content-length")
  if (length === undefined && !request.headers["transfer-encoding"])
    throw new S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
  const meter = new Meter({
    length: length === undefined ? undefined : Number(length),
    sha256: payload && /^[0-9a-f]{64}$/.test(payload) ? payload : undefined,
    md5: header("content-md5"),
    crc32: header("x-amz-checksum-crc32"),
    sha256Base64: header("x-amz-checksum-sha256"),
  })
  if (!streaming) return { stream: request.pipe(meter), digest: () => meter.digest() }
  const unchunk = new Unchunk((trailers) => meter.expect(trailers))
  request.on("error", (error) => unchunk.destroy(error))
  unchunk.on("error", (error) => meter.destroy(error))
  return { stream: request.pipe(unchunk).pipe(meter), digest: () => meter.digest() }
}

interface Expected {
  length: number | undefined
  sha256: string | undefined
  md5: string | undefined
  crc32: string | undefined
  sha256Base64: string | undefined
}

class Meter extends Transform {
  #expected: Expected
  #size = 0
  #crc = 0
  #md5: Hash = createHash("md5")
  #sha256: Hash = createHash("sha256")
  #digest: Digest | undefined

  constructor(expected: Expected) {
    super()
    this.#expected = expected
  }

  expect(trailers: Map<string, string>): void {
    this.#expected.crc32 ??= trailers.get("x-amz-checksum-crc32")
    this.#expected.sha256Base64 ??= trailers.get("x-amz-checksum-sha256")
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#size += chunk.length
    this.#crc = crc32(chunk, this.#crc)
    this.#md5.update(chunk)
    this.#sha256.update(chunk)
    if (this.#size <= MAX_BODY) done(null, chunk)
    else done(new S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size."))
  }

  override _flush(done: TransformCallback): void {
    const md5 = this.#md5.digest()
    this.#digest = { size: this.#size, md5: md5.toString("hex") }
    done(this.#mistake(md5, this.#sha256.digest()))
  }

  #mistake(md5: Buffer, sha256: Buffer): S3Error | undefined {
    const expected = this.#expected
    if (expected.length !== undefined && expected.length !== this.#size)
      return new S3Error(400, "IncompleteBody", "You did not provide the number of bytes you announced.")
    if (expected.sha256 !== undefined && expected.sha256 !== sha256.toString("hex"))
      return new S3Error(400, "XAmzContentSHA256Mismatch", "The signed hash is not that of the body.")
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(this.#crc)
    const checks = [
      [expected.md5, md5],
      [expected.crc32, crc],
      [expected.sha256Base64, sha256],
    ] as const
    if (checks.some(([wanted, found]) => wanted !== undefined && wanted !== found.toString("base64")))
      return new S3Error(400, "BadDigest", "The checksum you specified did not match what we received.")
    return undefined
  }

  digest(): Digest {
    if (!this.#digest) throw new Error("the upload has not ended")
    return this.#digest
  }
}

/** `<hex size>[;extensions]\r\n<bytes>\r\n` … `0\r\n<trailers>\r\n\r\n` */
class Unchunk extends Transform {
  #buffer: Buffer = Buffer.alloc(0)
  #left = 0
  #state: "size" | "data" | "data-end" | "trailers" = "size"
  #trailers = new Map<string, string>()
  #onTrailers: (trailers: Map<string, string>) => void

  constructor(onTrailers: (trailers: Map<string, string>) => void) {
    super()
    this.#onTrailers = onTrailers
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#buffer = this.#buffer.length ? Buffer.concat([this.#buffer, chunk]) : chunk
    try {
      while (this.#step()) {}
      done()
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  }

  override _flush(done: TransformCallback): void {
    if (this.#state === "trailers") {
      this.#onTrailers(this.#trailers)
      done()
    } else done(new S3Error(400, "IncompleteBody", "The request body terminated unexpectedly."))
  }

  #step(): boolean {
    if (this.#state === "data") return this.#data()
    const line = this.#line()
    if (line === undefined) return false
    if (this.#state === "data-end") {
      this.#state = "size"
    } else if (this.#state === "size") {
      const size = /^([0-9a-f]{1,8})(;.*)?$/i.exec(line)?.[1]
      if (size === undefined) throw new S3Error(400, "InvalidRequest", "The aws-chunked body is malformed.")
      this.#left = Number.parseInt(size, 16)
      this.#state = this.#left === 0 ? "trailers" : "data"
    } else {
      const colon = line.indexOf(":")
      if (colon > 0) this.#trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
    }
    return true
  }

  #data(): boolean {
    if (this.#buffer.length === 0) return false
    const part = this.#buffer.subarray(0, this.#left)
    this.#buffer = this.#buffer.subarray(part.length)
    this.#left -= part.length
    this.push(part)
    if (this.#left === 0) this.#state = "data-end"
    return true
  }

  #line(): string | undefined {
    const end = this.#buffer.indexOf("\r\n")
    if (end < 0) {
      if (this.#buffer.length > 8192) throw new S3Error(400, "InvalidRequest", "The aws-chunked body is malformed.")
      return undefined
    }
    const line = this.#buffer.toString("latin1", 0, end)
    this.#buffer = this.#buffer.subarray(end + 2)
    return line
  }
}
