import { randomBytes } from "node:crypto"
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as z from "zod"

const Secrets = z.object({
  auth_secret: z.string().min(32),
  encryption_keys: z.string().min(1),
  postgres_password: z.string().min(16),
  valkey_token: z.string().min(16),
  s3_access_key_id: z.string().min(16),
  s3_secret_access_key: z.string().min(32),
})
export type Secrets = z.infer<typeof Secrets>

/** The secrets of one data folder: made on first use, kept in `secrets.json`, readable by its owner only. */
export function secretsOf(dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json")
  if (existsSync(file)) {
    const found = Secrets.safeParse(JSON.parse(readFileSync(file, "utf8")))
    if (found.success) return found.data
    throw new Error(
      `${file} is damaged. Without it stored keys cannot be read; restore it, or start over with --reset.`,
    )
  }
  const secrets: Secrets = {
    auth_secret: randomBytes(32).toString("base64url"),
    encryption_keys: `k1:${randomBytes(32).toString("base64")}`,
    postgres_password: randomBytes(18).toString("base64url"),
    valkey_token: randomBytes(18).toString("base64url"),
    s3_access_key_id: `PACA${randomBytes(8).toString("hex").toUpperCase()}`,
    s3_secret_access_key: randomBytes(30).toString("base64url"),
  }
  // Written aside and renamed: a crash must not leave half a file, which would make stored secrets unreadable.
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return secrets
}
