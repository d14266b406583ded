import * as z from "zod"

const isLoopback = (url: string) => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(url).hostname)

/** An OpenID Connect provider people may sign in through. */
const IdentityProvider = z.strictObject({
  /** Part of the address that the provider sends browsers back to. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, "small letters, digits and dashes"),
  /** What the button says: “Continue with …”. */
  name: z.string().trim().min(1).max(60),
  issuer: z.url().refine((url) => url.startsWith("https://") || isLoopback(url), "must start with https://"),
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
})

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    context.addIssue("not JSON")
    return z.NEVER
  }
})

const Environment = z.object({
  APP_URL: z.url(),
  DATABASE_URL: z.string().min(1),
  /** host:port of the WebSocket pipe in front of a local PostgreSQL; unset in the cloud, where Neon has its own. */
  NEON_LOCAL_PROXY: z.string().optional(),
  UPSTASH_REDIS_REST_URL: z.url(),
  UPSTASH_REDIS_REST_TOKEN: z.string().min(1),
  S3_BUCKET: z.string().min(1),
  S3_REGION: z.string().default("us-east-1"),
  /** An object store that is not AWS's, at the address browsers reach it by too. */
  S3_ENDPOINT: z.url().optional(),
  SES_ENDPOINT: z.url().optional(),
  /** Set by Lambda from the function's role; on one machine by the built-in store. */
  AWS_ACCESS_KEY_ID: z.string().min(1),
  AWS_SECRET_ACCESS_KEY: z.string().min(1),
  AWS_SESSION_TOKEN: z.string().optional(),
  MAIL_FROM: z.string().min(3),
  AUTH_SECRET: z.string().min(32),
  /** A JSON list of `{id, name, issuer, client_id, client_secret}`; each sends people back to `/api/v1/auth/callback/<id>`. */
  OIDC_PROVIDERS: json.pipe(z.array(IdentityProvider).max(10)).default([]),
  /** `id:base64` pairs of 32 bytes, comma separated; the first one encrypts, all decrypt. */
  ENCRYPTION_KEYS: z.string().min(1),
  /** `off` counts no requests: for tests and measurements that send thousands. Nothing a request carries can set it. */
  RATE_LIMIT: z.enum(["on", "off"]).default("on"),
})
type Environment = z.infer<typeof Environment>

const values = new Map<string, unknown>()

/** One setting of the process, parsed when first read, so that a surface needs only what it uses. A missing one names itself. */
export function setting<K extends keyof Environment>(name: K): Environment[K] {
  const raw = process.env[name]
  const kept = values.get(`${name}=${raw}`)
  if (kept !== undefined) return kept as Environment[K]
  const parsed = Environment.shape[name].safeParse(raw === "" ? undefined : raw)
  if (!parsed.success) {
    throw new Error(`${name} is ${raw ? "not valid" : "missing"}: set the environment variable ${name}.`)
  }
  values.set(`${name}=${raw}`, parsed.data)
  return parsed.data as Environment[K]
}
