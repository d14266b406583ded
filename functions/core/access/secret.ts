import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto"
import { setting } from "../config.ts"

/** SHA-256 in hex: how keys and link secrets are kept. They are long and random, so no slow hash is needed. */
export function sha256(secret: string): string {
  return createHash("sha256").update(secret).digest("hex")
}

function keys(): Map<string, Buffer> {
  const pairs = setting("ENCRYPTION_KEYS")
    .split(",")
    .map((pair) => {
      const at = pair.indexOf(":")
      return [pair.slice(0, at).trim(), Buffer.from(pair.slice(at + 1), "base64")] as const
    })
  for (const [id, key] of pairs) {
    if (!id || key.length !== 32) throw new Error("ENCRYPTION_KEYS must be id:base64 pairs of 32 bytes each.")
  }
  return new Map(pairs)
}

/** Encrypts with AES-256-GCM under the newest key: `keyId.iv.tag.ciphertext`, base64url. `context` must be the same to decrypt. */
export function encrypt(plain: string, context: string): string {
  const [newest] = keys()
  if (!newest) throw new Error("ENCRYPTION_KEYS has no key.")
  const iv = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", newest[1], iv).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()])
  return [newest[0], ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".")
}

/** Opens what `encrypt` sealed. @throws when the key is unknown or the text or its context was changed */
export function decrypt(sealed: string, context: string): string {
  const [id, iv, tag, text] = sealed.split(".")
  const key = keys().get(id ?? "")
  if (!key || !iv || !tag || text === undefined)
    throw new Error("A secret was encrypted with a key that is not in ENCRYPTION_KEYS.")
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"))
    .setAAD(Buffer.from(context))
    .setAuthTag(Buffer.from(tag, "base64url"))
  return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString("utf8")
}
