/** What the policy of a page needs to know. */
export type PolicyInput = {
  nonce: string
  /** Where browsers reach Paca. */
  origin: string
  /** Where files are sent to and shown from, when that is another origin. */
  files?: string | undefined
}

/**
 * The Content-Security-Policy of a page (CSP level 3). Scripts run only when they are files of ours or carry the nonce of
 * this very response, so text that somebody wrote can never become one. Styles may stand in the page: Start, the editor
 * and the toasts put them there, and a style can do little.
 */
export function pagePolicy({ nonce, origin, files }: PolicyInput): string {
  const own = new URL(origin)
  const socket = `${own.protocol === "https:" ? "wss" : "ws"}://${own.host}`
  const stored = files && new URL(files).origin !== own.origin ? [new URL(files).origin] : []
  const directives: Record<string, string[]> = {
    "default-src": ["'self'"],
    "script-src": ["'self'", `'nonce-${nonce}'`],
    "script-src-attr": ["'none'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    // Descriptions and comments may show pictures from anywhere, as they may link anywhere.
    "img-src": ["'self'", "data:", "blob:", "https:", ...stored],
    "media-src": ["'self'", "blob:", ...stored],
    "font-src": ["'self'"],
    "connect-src": ["'self'", socket, ...stored],
    "worker-src": ["'self'", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    ...(own.protocol === "https:" && { "upgrade-insecure-requests": [] }),
  }
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ")
}

type Environment = Record<string, string | undefined>

/** Where files are, as the API signs their links: S3 itself, or the server that is used in its place. */
export function filesOrigin({ S3_ENDPOINT, S3_BUCKET, S3_REGION }: Environment): string | undefined {
  if (S3_ENDPOINT) return new URL(S3_ENDPOINT).origin
  return S3_BUCKET && S3_REGION ? `https://${S3_BUCKET}.s3.${S3_REGION}.amazonaws.com` : undefined
}
