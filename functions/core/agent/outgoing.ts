import { lookup as callbackLookup } from "node:dns"
import { lookup } from "node:dns/promises"
import { BlockList, isIP, type LookupFunction } from "node:net"

/** Ranges that no request made on a user's behalf may reach (RFC 6890 and cloud metadata). */
const refused = new BlockList()
for (const [address, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  refused.addSubnet(address, prefix, "ipv4")
}
for (const [address, prefix] of [
  ["::", 127],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  refused.addSubnet(address, prefix, "ipv6")
}

function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  return refused.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4")
}

/**
 * Why a URL given by a user may not be requested, or undefined when it may. On one machine (`PACA_ALLOW_LOCAL_URLS=1`,
 * which `npm start` sets) loopback addresses are allowed, so that a local model server can be used.
 */
export async function refusedUrl(url: string): Promise<string | undefined> {
  if (!URL.canParse(url)) return "not a URL."
  const { protocol, hostname, username, password } = new URL(url)
  if (username || password) return "must not contain a user name or password."
  const local = process.env.PACA_ALLOW_LOCAL_URLS === "1"
  if (protocol !== "https:" && !(local && protocol === "http:")) return "must start with https://."
  const host = hostname.replace(/^\[|\]$/g, "")
  if (local && (host === "localhost" || host === "127.0.0.1" || host === "::1")) return undefined
  const addresses = isIP(host) ? [host] : await resolve(host)
  if (addresses.length === 0) return `the host ${host} cannot be found.`
  if (addresses.some(isPrivate)) return "points to a private address."
  return undefined
}

async function resolve(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map((found) => found.address)
  } catch {
    return []
  }
}

/**
 * Resolves a name for a connection and refuses private addresses, so that a name cannot lead elsewhere between the check
 * and the request. On one machine loopback addresses are allowed, as in `refusedUrl`.
 */
export const checkedLookup: LookupFunction = (hostname, options, callback) => {
  callbackLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "")
    const local = process.env.PACA_ALLOW_LOCAL_URLS === "1" && hostname === "localhost"
    const [first] = addresses
    if (!first || (!local && addresses.some(({ address }) => isPrivate(address))))
      return callback(new Error("It points to a private address."), "")
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
