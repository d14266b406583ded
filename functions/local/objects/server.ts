import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { type Digest, uploadBody } from "./body.ts"
import { Disk, type StoredObject } from "./disk.ts"
import { invalidArgument, S3Error } from "./error.ts"
import { listObjects } from "./list.ts"
import { Uploads } from "./multipart.ts"
import { sendObject } from "./read.ts"
import { type Credentials, encode, parseUrl, verifySignature } from "./signature.ts"
import { elements, textOf, xml } from "./xml.ts"

export interface ObjectStoreOptions {
  /** Folder of its own; created when missing. */
  dataDir: string
  bucket: string
  region: string
  credentials: Credentials
  /** 0 or absent: any free port. */
  port?: number
  clock?: () => number
  /** Told after an object has appeared, in the shape of an S3 event notification. */
  onObjectCreated?: (event: ObjectCreatedEvent) => void
}

export interface ObjectCreatedEvent {
  Records: {
    eventVersion: "2.1"
    eventSource: "aws:s3"
    awsRegion: string
    eventTime: string
    eventName: `ObjectCreated:${CreatedBy}`
    s3: {
      s3SchemaVersion: "1.0"
      bucket: { name: string; arn: string }
      /** The key is URL-encoded with `+` for a space, as S3 sends it. */
      object: { key: string; size: number; eTag: string }
    }
  }[]
}

type CreatedBy = "Put" | "Copy" | "CompleteMultipartUpload"

export interface ObjectStore {
  port: number
  endpoint: string
  stop(): Promise<void>
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  key: string
  query: Map<string, string>
}

/** Request headers S3 keeps with an object and sends back. */
const KEPT = /^(content-(type|disposition|encoding|language)|cache-control|expires|x-amz-meta-.{1,200})$/
const MAX_XML = 2 << 20

/** One bucket of S3 on the local disk, path-style, on loopback. Every request must be signed. */
export async function startObjectStore(options: ObjectStoreOptions): Promise<ObjectStore> {
  const store = new Bucket(options)
  const server = createServer((request, response) => void store.answer(request, response))
  server.requestTimeout = 0 // a large upload over a slow line may take its time
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(options.port ?? 0, "127.0.0.1", resolve)
  })
  const address = server.address()
  if (!address || typeof address === "string") throw new Error("the object store has no port")
  return {
    port: address.port,
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

class Bucket {
  readonly #options: ObjectStoreOptions
  readonly #clock: () => number
  readonly #disk: Disk
  readonly #uploads: Uploads

  constructor(options: ObjectStoreOptions) {
    this.#options = options
    this.#clock = options.clock ?? Date.now
    this.#disk = new Disk(options.dataDir, this.#clock)
    this.#uploads = new Uploads(this.#disk, this.#clock)
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { path, query } = parseUrl(request.url ?? "/")
      const signed = { method: request.method ?? "GET", url: request.url ?? "/", headers: request.headers }
      verifySignature(signed, this.#options.credentials, this.#clock())
      const [, bucket = "", ...key] = path.split("/")
      if (bucket !== this.#options.bucket) throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist")
      await this.#route({ request, response, key: key.join("/"), query: new Map(query) })
    } catch (error) {
      this.#fail(request, response, error)
    }
  }

  #fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (response.headersSent || response.destroyed) {
      response.destroy()
      return
    }
    const known =
      error instanceof S3Error ? error : new S3Error(500, "InternalError", "We encountered an internal error.")
    if (known !== error) process.stderr.write(`object store: ${error instanceof Error ? error.stack : error}\n`)
    // The rest of a refused upload is not read; the connection cannot be used again.
    const headers = request.complete ? {} : { connection: "close" }
    const body = xml("Error", { Code: known.code, Message: known.message, Resource: request.url?.split("?")[0] })
    response.writeHead(known.status, { "content-type": "application/xml", ...headers })
    response.end(request.method === "HEAD" ? undefined : body)
  }

  async #route(exchange: Exchange): Promise<void> {
    const { request, key, query } = exchange
    const method = request.method ?? "GET"
    if (key === "") return this.#routeBucket(exchange, method)
    const upload = query.get("uploadId")
    if (method === "PUT" && upload !== undefined) return this.#putPart(exchange, upload)
    if (method === "PUT" && request.headers["x-amz-copy-source"]) return this.#copy(exchange)
    if (method === "PUT") return this.#put(exchange)
    if (method === "GET" && upload !== undefined) return this.#listParts(exchange, upload)
    if (method === "GET" || method === "HEAD")
      return sendObject(this.#disk, this.#disk.get(key), method, request.headers, query, exchange.response)
    if (method === "DELETE") {
      if (upload === undefined) await this.#disk.delete(key)
      else await this.#uploads.abort(upload, key)
      exchange.response.writeHead(204).end()
      return
    }
    if (method === "POST" && query.has("uploads")) return this.#createUpload(exchange)
    if (method === "POST" && upload !== undefined) return this.#completeUpload(exchange, upload)
    throw new S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
  }

  async #routeBucket({ request, response, query }: Exchange, method: string): Promise<void> {
    if (method === "HEAD" || method === "PUT") {
      response.writeHead(200, { "x-amz-bucket-region": this.#options.region }).end()
    } else if (method === "GET" && query.has("location")) {
      sendXml(response, xml("LocationConstraint", {}))
    } else if (method === "GET") {
      sendXml(
        response,
        listObjects(this.#options.bucket, query, (prefix) => this.#disk.list(prefix)),
      )
    } else if (method === "POST" && query.has("delete")) {
      await this.#deleteMany(request, response, query)
    } else throw new S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
  }

  async #put({ request, response, key, query }: Exchange): Promise<void> {
    const { stream, digest } = uploadBody(request, query)
    const body = await this.#disk.writeBody(stream, digest)
    const object = await this.#disk.commit(key, [body], body.md5, keptHeaders(request))
    response.writeHead(200, { etag: `"${object.etag}"`, "content-length": 0 }).end()
    this.#created(object, "Put")
  }

  async #copy({ request, response, key }: Exchange): Promise<void> {
    const source = parseUrl(String(request.headers["x-amz-copy-source"]).replace(/^\/?/, "/").split("?")[0] ?? "").path
    const [, bucket, ...sourceKey] = source.split("/")
    if (bucket !== this.#options.bucket) throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist")
    const original = this.#disk.get(sourceKey.join("/"))
    const replaces = request.headers["x-amz-metadata-directive"] === "REPLACE"
    if (sourceKey.join("/") === key && !replaces)
      throw new S3Error(
        400,
        "InvalidRequest",
        "This copy request is illegal because it copies an object to itself without changing it.",
      )
    const digest = (): Digest => ({ size: original.size, md5: original.etag })
    const body = await this.#disk.writeBody(await this.#disk.read(original), digest)
    const object = await this.#disk.commit(
      key,
      [body],
      original.etag,
      replaces ? keptHeaders(request) : original.headers,
    )
    sendXml(response, xml("CopyObjectResult", { ETag: `"${object.etag}"`, LastModified: object.modified }))
    this.#created(object, "Copy")
  }

  async #deleteMany(request: IncomingMessage, response: ServerResponse, query: Map<string, string>): Promise<void> {
    const body = await readXml(request, query)
    const keys = elements(body, "Object").map((object) => textOf(object, "Key") ?? "")
    if (keys.length === 0 || keys.length > 1000)
      throw new S3Error(400, "MalformedXML", "Between 1 and 1000 keys can be deleted at once.")
    for (const key of keys) await this.#disk.delete(key)
    const quiet = textOf(body, "Quiet") === "true"
    sendXml(response, xml("DeleteResult", { Deleted: quiet ? [] : keys.map((Key) => ({ Key })) }))
  }

  #createUpload({ request, response, key }: Exchange): void {
    const UploadId = this.#uploads.create(key, keptHeaders(request))
    request.resume()
    sendXml(response, xml("InitiateMultipartUploadResult", { Bucket: this.#options.bucket, Key: key, UploadId }))
  }

  async #putPart({ request, response, key, query }: Exchange, upload: string): Promise<void> {
    if (request.headers["x-amz-copy-source"])
      throw new S3Error(501, "NotImplemented", "UploadPartCopy is not supported here.")
    const number = Number(query.get("partNumber"))
    this.#uploads.check(upload, key, number)
    const { stream, digest } = uploadBody(request, query)
    const body = await this.#disk.writeBody(stream, digest)
    await this.#uploads.addPart(upload, key, number, body)
    response.writeHead(200, { etag: `"${body.md5}"`, "content-length": 0 }).end()
  }

  #listParts({ response, key }: Exchange, upload: string): void {
    const parts = this.#uploads.list(upload, key)
    const Part = parts.map((part) => ({
      PartNumber: part.number,
      LastModified: part.modified,
      ETag: `"${part.md5}"`,
      Size: part.size,
    }))
    sendXml(
      response,
      xml("ListPartsResult", { Bucket: this.#options.bucket, Key: key, UploadId: upload, IsTruncated: false, Part }),
    )
  }

  async #completeUpload({ request, response, key, query }: Exchange, upload: string): Promise<void> {
    const wanted = elements(await readXml(request, query), "Part").map((part) => ({
      number: Number(textOf(part, "PartNumber")),
      etag: textOf(part, "ETag") ?? "",
    }))
    const object = await this.#uploads.complete(upload, key, wanted)
    const { bucket } = this.#options
    const ETag = `"${object.etag}"`
    sendXml(
      response,
      xml("CompleteMultipartUploadResult", { Location: `/${bucket}/${key}`, Bucket: bucket, Key: key, ETag }),
    )
    this.#created(object, "CompleteMultipartUpload")
  }

  #created(object: StoredObject, by: CreatedBy): void {
    const { bucket, region, onObjectCreated } = this.#options
    const key = object.key.split("/").map(encode).join("/").replaceAll("%20", "+")
    onObjectCreated?.({
      Records: [
        {
          eventVersion: "2.1",
          eventSource: "aws:s3",
          awsRegion: region,
          eventTime: object.modified,
          eventName: `ObjectCreated:${by}`,
          s3: {
            s3SchemaVersion: "1.0",
            bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
            object: { key, size: object.size, eTag: object.etag },
          },
        },
      ],
    })
  }
}

function keptHeaders(request: IncomingMessage): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (!KEPT.test(name) || typeof value !== "string") continue
    // aws-chunked is how the bytes travelled, not what they are.
    const text = name === "content-encoding" ? value.replace(/\s*aws-chunked\s*,?\s*/, "") : value
    if (text !== "") kept[name] = text
  }
  if (Object.entries(kept).reduce((sum, [name, value]) => sum + name.length + value.length, 0) > 4096)
    throw new S3Error(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
  return kept
}

async function readXml(request: IncomingMessage, query: Map<string, string>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of uploadBody(request, query).stream) {
    size += chunk.length
    if (size > MAX_XML) throw invalidArgument("The request body is too large.")
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function sendXml(response: ServerResponse, body: string): void {
  response.writeHead(200, { "content-type": "application/xml", "content-length": Buffer.byteLength(body) }).end(body)
}
