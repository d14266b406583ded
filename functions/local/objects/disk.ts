import { createHash, randomBytes } from "node:crypto"
import { createReadStream, createWriteStream, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { open, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import * as z from "zod"
import type { Digest } from "./body.ts"
import { noSuchKey, S3Error } from "./error.ts"

const StoredObject = z.object({
  key: z.string(),
  size: z.number(),
  etag: z.string(),
  /** When it was written, RFC 3339. */
  modified: z.string(),
  /** Names of the files that make up the body, in order: one, or one for each part of a multipart upload. */
  bodies: z.array(z.object({ file: z.string(), size: z.number() })),
  /** content-type, content-disposition, …, and x-amz-meta-*: sent back as they came. */
  headers: z.record(z.string(), z.string()),
})
export type StoredObject = z.infer<typeof StoredObject>
export type Body = StoredObject["bodies"][number]

/** S3's bound for a key, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024

/**
 * Objects as files. A key never becomes a path: the description of an object lies under the hash of its key, its bytes
 * under a random name, so no key can reach outside, and `a` and `a/b` can both exist. Renaming the description into place
 * is what makes an object appear, whole.
 */
export class Disk {
  readonly #objects = new Map<string, StoredObject>()
  readonly #folder: string
  readonly #clock: () => number

  constructor(folder: string, clock: () => number) {
    this.#folder = folder
    this.#clock = clock
    mkdirSync(join(folder, "index"), { recursive: true, mode: 0o700 })
    mkdirSync(join(folder, "bodies"), { recursive: true, mode: 0o700 })
    for (const name of readdirSync(join(folder, "index"))) {
      const path = join(folder, "index", name)
      const parsed = name.endsWith(".json") ? StoredObject.safeParse(parseJson(readFileSync(path, "utf8"))) : undefined
      if (parsed?.success) this.#objects.set(parsed.data.key, parsed.data)
      else rmSync(path)
    }
    this.#sweep()
  }

  /** Bytes no object names were being written when the process ended. */
  #sweep(): void {
    const used = new Set([...this.#objects.values()].flatMap((object) => object.bodies.map((body) => body.file)))
    for (const file of readdirSync(join(this.#folder, "bodies")))
      if (!used.has(file)) rmSync(join(this.#folder, "bodies", file))
  }

  get(key: string): StoredObject {
    const object = this.#objects.get(checkKey(key))
    if (!object) throw noSuchKey()
    return object
  }

  /** All objects with this prefix, in the order of their keys' bytes. */
  list(prefix: string): StoredObject[] {
    const found = [...this.#objects.values()].filter((object) => object.key.startsWith(prefix))
    return found
      .map((object) => ({ object, bytes: Buffer.from(object.key) }))
      .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
      .map(({ object }) => object)
  }

  /** Stores a stream under a random name. On failure nothing is left. */
  async writeBody(stream: Readable, digest: () => Digest): Promise<Body & { md5: string }> {
    const file = randomBytes(16).toString("hex")
    const path = join(this.#folder, "bodies", file)
    try {
      await pipeline(stream, createWriteStream(path, { flags: "wx", mode: 0o600, flush: true }))
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
    return { file, ...digest() }
  }

  /** Makes an object out of bodies, in place of what the key named before. */
  async commit(key: string, bodies: Body[], etag: string, headers: Record<string, string>): Promise<StoredObject> {
    const size = bodies.reduce((sum, body) => sum + body.size, 0)
    const plain = bodies.map(({ file, size }) => ({ file, size }))
    const object = {
      key: checkKey(key),
      size,
      etag,
      modified: new Date(this.#clock()).toISOString(),
      bodies: plain,
      headers,
    }
    const path = this.#indexPath(key)
    const temporary = `${path}.${randomBytes(4).toString("hex")}`
    await writeFile(temporary, JSON.stringify(object), { mode: 0o600, flush: true })
    await rename(temporary, path)
    const before = this.#objects.get(key)
    this.#objects.set(key, object)
    if (before) await this.removeBodies(before.bodies)
    return object
  }

  async delete(key: string): Promise<void> {
    const object = this.#objects.get(checkKey(key))
    if (!object) return
    this.#objects.delete(key)
    await rm(this.#indexPath(key), { force: true })
    await this.removeBodies(object.bodies)
  }

  async removeBodies(bodies: Body[]): Promise<void> {
    for (const { file } of bodies) await rm(join(this.#folder, "bodies", file), { force: true })
  }

  /** The bytes from `start` to `end`, both included. Stays readable when the object is replaced meanwhile. */
  async read(object: StoredObject, start = 0, end = object.size - 1): Promise<Readable> {
    const pieces: Readable[] = []
    let offset = 0
    for (const { file, size } of object.bodies) {
      const from = Math.max(0, start - offset)
      const to = Math.min(size - 1, end - offset)
      offset += size
      if (from > to) continue
      const handle = await open(join(this.#folder, "bodies", file)).catch(() => {
        throw noSuchKey()
      })
      pieces.push(createReadStream("", { fd: handle, start: from, end: to }))
    }
    if (pieces.length === 1 && pieces[0]) return pieces[0]
    return Readable.from(chain(pieces), { objectMode: false })
  }

  #indexPath(key: string): string {
    return join(this.#folder, "index", `${createHash("sha256").update(key).digest("hex")}.json`)
  }
}

async function* chain(pieces: Readable[]): AsyncGenerator<Buffer> {
  try {
    for (const piece of pieces) yield* piece
  } finally {
    for (const piece of pieces) piece.destroy()
  }
}

function checkKey(key: string): string {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error(400, "KeyTooLongError", "Your key is too long")
  if (key === "") throw new S3Error(400, "InvalidRequest", "A key is required.")
  return key
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
