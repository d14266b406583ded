import { randomBytes, scrypt } from "node:crypto"

/** scrypt as `functions/auth` computes it: what better-auth stores is `salt:key`, both in hex. */
const COST = { N: 16_384, r: 16, p: 1, maxmem: 128 * 16_384 * 16 * 2 }
const KEY_BYTES = 64

/** A password as it is kept, for an account that an administrator makes. Signing in checks it in `functions/auth`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString("hex")
  const key = await new Promise<Buffer>((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, COST, (error, derived) =>
      error ? reject(error) : resolve(derived),
    )
  })
  return `${salt}:${key.toString("hex")}`
}
