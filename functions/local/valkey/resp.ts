import { Failure, NullArray, type Reply, Status } from "./reply.ts"

/** Greatest length of one argument; as Valkey's default `proto-max-bulk-len` would be 512 MB, but this is one machine. */
const MAX_BULK = 64 << 20
const MAX_ARGUMENTS = 1 << 20

/** A byte stream that is not RESP; the connection is closed after the answer. */
export class ProtocolError extends Error {}

/** Cuts a byte stream into commands. Arguments are byte strings (latin1). */
export class CommandReader {
  #buffer: Buffer = Buffer.alloc(0)
  #at = 0
  #expected = -1
  #args: string[] = []

  /** Adds what arrived and answers the commands that are complete now. */
  push(chunk: Buffer): string[][] {
    const rest = this.#buffer.subarray(this.#at)
    this.#buffer = rest.length ? Buffer.concat([rest, chunk]) : chunk
    this.#at = 0
    const commands: string[][] = []
    for (let command = this.#next(); command; command = this.#next()) if (command.length) commands.push(command)
    return commands
  }

  #next(): string[] | undefined {
    if (this.#expected < 0) {
      const line = this.#line()
      if (line === undefined) return undefined
      // Inline commands are not spoken here, which also keeps web pages from posting commands to this port.
      if (line[0] !== "*") throw new ProtocolError(`ERR Protocol error: expected '*', got '${line[0] ?? ""}'`)
      const count = Number(line.slice(1))
      if (!Number.isInteger(count) || count > MAX_ARGUMENTS)
        throw new ProtocolError("ERR Protocol error: invalid multibulk length")
      if (count <= 0) return []
      this.#expected = count
      this.#args = []
    }
    while (this.#args.length < this.#expected) {
      const argument = this.#bulk()
      if (argument === undefined) return undefined
      this.#args.push(argument)
    }
    this.#expected = -1
    return this.#args
  }

  #line(): string | undefined {
    const end = this.#buffer.indexOf("\r\n", this.#at, "latin1")
    if (end < 0) {
      if (this.#buffer.length - this.#at > 65_536)
        throw new ProtocolError("ERR Protocol error: too big mbulk count string")
      return undefined
    }
    const line = this.#buffer.toString("latin1", this.#at, end)
    this.#at = end + 2
    return line
  }

  #bulk(): string | undefined {
    const start = this.#at
    const line = this.#line()
    if (line === undefined) return undefined
    if (line[0] !== "$") throw new ProtocolError(`ERR Protocol error: expected '$', got '${line[0] ?? ""}'`)
    const length = Number(line.slice(1))
    if (!Number.isInteger(length) || length < 0 || length > MAX_BULK)
      throw new ProtocolError("ERR Protocol error: invalid bulk length")
    if (this.#buffer.length < this.#at + length + 2) {
      this.#at = start // wait for the rest, then read the length again
      return undefined
    }
    const value = this.#buffer.toString("latin1", this.#at, this.#at + length)
    this.#at += length + 2
    return value
  }
}

/** A reply in RESP2, as a byte string. */
export function encodeReply(reply: Reply): string {
  if (reply === null) return "$-1\r\n"
  if (typeof reply === "string") return `$${reply.length}\r\n${reply}\r\n`
  if (typeof reply === "number" || typeof reply === "bigint") return `:${reply}\r\n`
  if (reply instanceof Status) return `+${reply.text}\r\n`
  if (reply instanceof Failure) return `-${reply.message.replace(/[\r\n]/g, " ")}\r\n`
  if (reply instanceof NullArray) return "*-1\r\n"
  return `*${reply.length}\r\n${reply.map(encodeReply).join("")}`
}
