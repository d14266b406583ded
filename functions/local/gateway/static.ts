import { createHash } from "node:crypto"
import { readFile, stat } from "node:fs/promises"
import type { IncomingMessage, ServerResponse } from "node:http"
import { extname, join, normalize, sep } from "node:path"
import { chooseEncoding, compress, type Encoding, isCompressible } from "./respond.ts"

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
}

interface Asset {
  modified: number
  body: Buffer
  etag: string
  encoded: Map<Encoding, Promise<Buffer>>
}

/** The files of the browser build, as the CDN serves them; each is read and compressed once. */
export class StaticFiles {
  readonly #root: string
  readonly #assets = new Map<string, Asset>()

  constructor(root: string) {
    this.#root = root
  }

  /** Serves the file a request names; false when there is none, so the request goes on to the app. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (request.method !== "GET" && request.method !== "HEAD") return false
    const path = this.#path(request.url ?? "/")
    const asset = path && (await this.#asset(path))
    if (!path || !asset) return false
    const type = TYPES[extname(path)] ?? "application/octet-stream"
    // Names under assets/ carry a hash of their content and never change; others are asked for again.
    const hashed = path.startsWith(join(this.#root, "assets") + sep)
    const headers = {
      "content-type": type,
      "cache-control": hashed ? "public, max-age=31536000, immutable" : "public, max-age=0, must-revalidate",
      etag: asset.etag,
      "x-content-type-options": "nosniff",
      ...(isCompressible(type) && { vary: "accept-encoding" }),
    }
    if (request.headers["if-none-match"]?.includes(asset.etag)) {
      response.writeHead(304, headers).end()
      return true
    }
    const encoding =
      isCompressible(type) && asset.body.length >= 1000 ? chooseEncoding(request.headers["accept-encoding"]) : undefined
    const body = encoding ? await this.#encoded(asset, encoding) : asset.body
    response.writeHead(200, {
      ...headers,
      "content-length": body.length,
      ...(encoding && { "content-encoding": encoding }),
    })
    response.end(request.method === "HEAD" ? undefined : body)
    return true
  }

  #path(url: string): string | undefined {
    try {
      const path = normalize(join(this.#root, decodeURIComponent(url.split("?")[0] ?? "/")))
      return path.startsWith(this.#root + sep) && !path.includes("\0") ? path : undefined
    } catch {
      return undefined
    }
  }

  async #asset(path: string): Promise<Asset | undefined> {
    const found = await stat(path).catch(() => undefined)
    if (!found?.isFile()) return undefined
    const known = this.#assets.get(path)
    if (known?.modified === found.mtimeMs) return known
    const body = await readFile(path)
    const etag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`
    const asset = { modified: found.mtimeMs, body, etag, encoded: new Map() }
    this.#assets.set(path, asset)
    return asset
  }

  #encoded(asset: Asset, encoding: Encoding): Promise<Buffer> {
    const known = asset.encoded.get(encoding)
    if (known) return known
    const made = compress(asset.body, encoding, 6)
    asset.encoded.set(encoding, made)
    return made
  }
}
