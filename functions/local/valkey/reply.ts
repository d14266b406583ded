/**
 * What a command answers. Strings are byte strings: one character per byte (latin1), so that any value survives,
 * `Map` and `<` compare as Valkey does, and the wire needs no conversion.
 */
export type Reply = string | number | bigint | null | Status | Failure | NullArray | Reply[]

/** A simple string such as OK. */
export class Status {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** An error answer; the first word is its code. */
export class Failure {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

/** RESP2 tells "no list" (*-1) from "no value" ($-1). */
export class NullArray {}

export const OK = new Status("OK")
export const NULL_ARRAY = new NullArray()

/** Thrown by a command before it changed anything; becomes the answer. */
export class CommandError extends Error {}

export const syntaxError = () => new CommandError("ERR syntax error")
export const wrongType = () => new CommandError("WRONGTYPE Operation against a key holding the wrong kind of value")
export const notInteger = () => new CommandError("ERR value is not an integer or out of range")
export const wrongArity = (name: string) =>
  new CommandError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`)
