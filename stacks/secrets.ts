import { keep } from "./settings.ts"

/** When each was made anew. Another date here, and the next deployment makes another secret. */
const rotated = { authSecret: "never", originSecret: "never" }

/** Signs sessions and conversation tokens. */
export const authSecret = new random.RandomPassword(
  "AuthSecret",
  { length: 48, special: false, keepers: { rotated: rotated.authSecret } },
  keep,
).result

/** The first encrypts, all decrypt. To rotate, put a new name in front. */
const encryptionKeyNames = ["k1"]

/** As the product reads it: "k1:<base64 of 32 bytes>[,k0:...]". */
export const encryptionKeys = $util
  .all(
    encryptionKeyNames.map((name) => {
      const key = new random.RandomBytes(`EncryptionKey${name.toUpperCase()}`, { length: 32 }, keep)
      return $interpolate`${name}:${key.base64}`
    }),
  )
  .apply((keys) => keys.join(","))

/** By it the load balancer knows our own CloudFront distribution. */
export const originSecret = new random.RandomPassword("OriginSecret", {
  length: 48,
  special: false,
  keepers: { rotated: rotated.originSecret },
}).result
