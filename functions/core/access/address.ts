import { isIP } from "node:net"

/**
 * The header that names the address a request came from. The router's function at the edge writes it (the gateway on
 * one machine), over whatever the client sent, and nothing but the router reaches a function: so it can be believed.
 * `X-Forwarded-For` cannot: its first entry is what the client wrote. A function's own `sourceIp` is CloudFront's.
 */
export const addressHeader = "x-paca-address"

/** The address in that header; undefined when nothing stood before the function, or what it says is no address. */
export function addressOf(header: (name: string) => string | null | undefined): string | undefined {
  const address = header(addressHeader)
    ?.trim()
    .replace(/^::ffff:(?=\d+\.)/i, "")
  return address && isIP(address) ? address : undefined
}

/** An address as it is usually written: IPv6 in lower case, with its zeros left out (RFC 5952). */
export function plainAddress(address: string): string {
  return isIP(address) === 6 && !address.includes("%") ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address
}

/** Who shares an address: one IPv4 address, or the 64 bits of an IPv6 one that a provider hands to one customer. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [left = "", right] = plainAddress(address).split("::")
  const before = left.split(":").filter(Boolean)
  const after = (right ?? "").split(":").filter(Boolean)
  const gap = right === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  return `${[...before, ...Array<string>(gap).fill("0"), ...after].slice(0, 4).join(":")}::/64`
}

/** This machine itself: everything that runs on it, and every tunnel to it, so it tells nobody from anybody. */
export function isLoopback(address: string): boolean {
  return address.startsWith("127.") || plainAddress(address) === "::1"
}
