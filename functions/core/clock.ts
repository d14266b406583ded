import { randomBytes, randomUUIDv7 } from "node:crypto"

/** The one place where time and randomness enter the domain, so that tests can hold them still. */
export const clock = {
  /** Current time in milliseconds since the epoch. */
  now: (): number => Date.now(),
  /** Current time as an RFC 3339 string in UTC. */
  instant: (): string => new Date(clock.now()).toISOString(),
  /** A new UUIDv7 (RFC 9562), ordered by creation time. */
  id: (): string => randomUUIDv7(),
  /** A secret of `bytes` random bytes, base64url. */
  secret: (bytes = 32): string => randomBytes(bytes).toString("base64url"),
}

/** The instant `milliseconds` from now, as an RFC 3339 string. */
export function instantIn(milliseconds: number): string {
  return new Date(clock.now() + milliseconds).toISOString()
}
