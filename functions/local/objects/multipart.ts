import { createHash, randomBytes } from "node:crypto"
import type { Body, Disk, StoredObject } from "./disk.ts"
import { invalidArgument, noSuchUpload, S3Error } from "./error.ts"

export interface Part extends Body {
  number: number
  md5: string
  modified: string
}

interface Upload {
  key: string
  headers: Record<string, string>
  parts: Map<number, Part>
  startedAt: number
}

/** S3 wants 5 MiB for every part but the last. */
const MIN_PART = 5 * 1024 * 1024
/** An upload nobody finished is dropped after a day. */
const ABANDONED_AFTER_MS = 24 * 3600 * 1000

/** Uploads under way. They live as long as the process: after a restart a client is told NoSuchUpload and starts over. */
export class Uploads {
  readonly #uploads = new Map<string, Upload>()
  readonly #disk: Disk
  readonly #clock: () => number

  constructor(disk: Disk, clock: () => number) {
    this.#disk = disk
    this.#clock = clock
  }

  create(key: string, headers: Record<string, string>): string {
    this.#dropAbandoned()
    const id = randomBytes(24).toString("base64url")
    this.#uploads.set(id, { key, headers, parts: new Map(), startedAt: this.#clock() })
    return id
  }

  /** Checks before the bytes are read that they belong to something. */
  check(id: string, key: string, number: number): void {
    this.#find(id, key)
    if (!Number.isInteger(number) || number < 1 || number > 10_000)
      throw invalidArgument("Part number must be an integer between 1 and 10000, inclusive")
  }

  async addPart(id: string, key: string, number: number, body: Body & { md5: string }): Promise<void> {
    const upload = this.#uploads.get(id)
    if (!upload || upload.key !== key) {
      await this.#disk.removeBodies([body]) // aborted while the part was on its way
      throw noSuchUpload()
    }
    const before = upload.parts.get(number)
    upload.parts.set(number, { ...body, number, modified: new Date(this.#clock()).toISOString() })
    if (before) await this.#disk.removeBodies([before])
  }

  list(id: string, key: string): Part[] {
    return [...this.#find(id, key).parts.values()].sort((a, b) => a.number - b.number)
  }

  async complete(id: string, key: string, wanted: { number: number; etag: string }[]): Promise<StoredObject> {
    const upload = this.#find(id, key)
    if (wanted.length === 0) throw new S3Error(400, "MalformedXML", "You must specify at least one part")
    const parts = wanted.map(({ number, etag }, at) => {
      const part = upload.parts.get(number)
      if (!part || part.md5 !== etag.replaceAll('"', ""))
        throw new S3Error(400, "InvalidPart", "One or more of the specified parts could not be found.")
      if (at > 0 && number <= (wanted[at - 1]?.number ?? 0))
        throw new S3Error(400, "InvalidPartOrder", "The list of parts was not in ascending order.")
      if (at < wanted.length - 1 && part.size < MIN_PART)
        throw new S3Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
      return part
    })
    this.#uploads.delete(id)
    const digests = createHash("md5")
    for (const part of parts) digests.update(Buffer.from(part.md5, "hex"))
    const object = await this.#disk.commit(key, parts, `${digests.digest("hex")}-${parts.length}`, upload.headers)
    const used = new Set(parts.map((part) => part.file))
    await this.#disk.removeBodies([...upload.parts.values()].filter((part) => !used.has(part.file)))
    return object
  }

  async abort(id: string, key: string): Promise<void> {
    const upload = this.#find(id, key)
    this.#uploads.delete(id)
    await this.#disk.removeBodies([...upload.parts.values()])
  }

  #find(id: string, key: string): Upload {
    const upload = this.#uploads.get(id)
    if (!upload || upload.key !== key) throw noSuchUpload()
    return upload
  }

  #dropAbandoned(): void {
    for (const [id, upload] of this.#uploads) {
      if (this.#clock() - upload.startedAt < ABANDONED_AFTER_MS) continue
      this.abort(id, upload.key).catch(() => {})
    }
  }
}
