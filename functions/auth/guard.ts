import { createHmac, timingSafeEqual } from "node:crypto"
import * as z from "zod"
import { networkOf } from "../core/access/address.ts"
import { within } from "../core/access/rate-limit.ts"
import { sha256 } from "../core/access/secret.ts"
import { clock } from "../core/clock.ts"
import { setting } from "../core/config.ts"
import { valkey } from "../core/valkey.ts"

/**
 * Slows down who guesses passwords, without giving anybody a way to shut somebody else out. Wrong guesses count against
 * whoever makes them: an account and the network they come from, together. When many networks guess at one account, each
 * gets fewer tries, but always one; and a device that has signed in to the account before counts for itself alone. An
 * account that does not exist is guarded like any other, so refusals tell nothing about it.
 */
const guard = {
  /** Tries from one network at one account in a quarter of an hour. */
  tries: 10,
  /** Wrong guesses at one account within an hour, and how many tries each network has per hour from then on. */
  underAttack: [
    { guesses: 100, tries: 1 },
    { guesses: 20, tries: 3 },
  ],
  /** Wrong guesses from one network, at any accounts, within an hour. Devices that are known are not counted in. */
  network: 100,
  /** Tries from a device that is known, in a quarter of an hour. */
  device: 20,
} as const

const QUARTER = 15 * 60
const HOUR = 60 * 60
/** Signing in may wait longer for the store than a request may: a busy moment must not be a chance to guess. Milliseconds. */
export const PATIENCE = 3_000

/** Who tries to sign in to what. */
export type Attempt = {
  email: string
  address: string | undefined
  /** What the browser sent as its device cookie. */
  deviceCookie: string | null | undefined
}

const accountOf = (email: string) => sha256(email.trim().toLowerCase()).slice(0, 32)

/** A browser may be known to several accounts, one cookie for each. */
export const deviceCookieName = (email: string) => `paca_device_${accountOf(email).slice(0, 8)}`

/** Seconds for which a device stays known. */
export const DEVICE_AGE = 365 * 24 * 60 * 60

const sign = (id: string, email: string) =>
  createHmac("sha256", setting("AUTH_SECRET"))
    .update(`device:${id}:${accountOf(email)}`)
    .digest("base64url")

/** A cookie by which this browser is known to have signed in to this account. It opens nothing. */
export function newDevice(email: string): string {
  const id = clock.secret(12)
  return `${id}.${sign(id, email)}`
}

/** The id in a device cookie; undefined when it was not made here for this account. */
export function knownDevice(cookie: string | null | undefined, email: string): string | undefined {
  const [id, signature = ""] = cookie?.split(".") ?? []
  if (!id) return undefined
  const [given, wanted] = [Buffer.from(signature), Buffer.from(sign(id, email))]
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? id : undefined
}

const windowOf = (seconds: number) => Math.floor(clock.now() / 1_000 / seconds)
const left = (seconds: number) => Math.max(1, Math.ceil(seconds - ((clock.now() / 1_000) % seconds)))

function keysOf({ email, address, deviceCookie }: Attempt) {
  const account = accountOf(email)
  const network = address === undefined ? "unknown" : networkOf(address)
  const device = knownDevice(deviceCookie, email)
  return {
    device: device && `paca:guard:device:${account}:${device}:${windowOf(QUARTER)}`,
    quarter: `paca:guard:pair:${account}:${network}:${windowOf(QUARTER)}`,
    hour: `paca:guard:pair-hour:${account}:${network}:${windowOf(HOUR)}`,
    account: `paca:guard:account:${account}:${windowOf(HOUR)}`,
    network: `paca:guard:network:${network}:${windowOf(HOUR)}`,
  }
}

const Count = z.coerce.number()
const Replies = z.array(z.unknown())

/** A store that is away lets everybody in who knows the password: shutting all out would be the better attack. */
async function orNothing<T>(work: () => Promise<T>): Promise<T | undefined> {
  if (setting("RATE_LIMIT") === "off") return undefined
  try {
    return await within(PATIENCE, work())
  } catch (error) {
    console.error(JSON.stringify({ level: "warn", message: "sign-ins are not guarded", error: String(error) }))
    return undefined
  }
}

/**
 * Counts a try before its password is looked at, so that tries at the same moment count too.
 * @returns undefined when it may be made, else for how many seconds not
 */
export async function waitBefore(attempt: Attempt): Promise<number | undefined> {
  return orNothing(async () => {
    const keys = keysOf(attempt)
    const pipeline = valkey().pipeline()
    if (keys.device) {
      pipeline.incr(keys.device).expire(keys.device, QUARTER)
      const [tries] = Replies.parse(await pipeline.exec())
      return Count.parse(tries) > guard.device ? left(QUARTER) : undefined
    }
    pipeline.incr(keys.quarter).expire(keys.quarter, QUARTER)
    pipeline.incr(keys.hour).expire(keys.hour, HOUR)
    pipeline.get(keys.account)
    pipeline.get(keys.network)
    const [quarter, , hour, , account, network] = Replies.parse(await pipeline.exec()).map((reply) =>
      Count.parse(reply ?? 0),
    )
    const attack = guard.underAttack.find(({ guesses }) => (account ?? 0) >= guesses)
    if (attack && (hour ?? 0) > attack.tries) return left(HOUR)
    if ((network ?? 0) >= guard.network) return left(HOUR)
    return (quarter ?? 0) > guard.tries ? left(QUARTER) : undefined
  })
}

/** Counts a wrong guess. */
export async function guessedWrong(attempt: Attempt): Promise<void> {
  const keys = keysOf(attempt)
  if (keys.device) return
  await orNothing(() =>
    valkey()
      .pipeline()
      .incr(keys.account)
      .expire(keys.account, HOUR)
      .incr(keys.network)
      .expire(keys.network, HOUR)
      .exec(),
  )
}

/** Forgets the tries of somebody who knew the password. */
export async function guessedRight(attempt: Attempt): Promise<void> {
  const keys = keysOf(attempt)
  await orNothing(() => valkey().del(...(keys.device ? [keys.device] : [keys.quarter, keys.hour])))
}
