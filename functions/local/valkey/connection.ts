import type { Command, Commands, Context } from "./command.ts"
import { CommandError, Failure, OK, type Reply, Status, syntaxError } from "./reply.ts"

/** The Redis version whose commands and errors we follow. */
const VERSION = "7.0.15"

function authenticate({ session, password }: Context, given: string, user = "default"): void {
  if (password === undefined)
    throw new CommandError(
      "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?",
    )
  if (user !== "default" || given !== password)
    throw new CommandError("WRONGPASS invalid username-password pair or user is disabled.")
  session.authenticated = true
}

function hello(context: Context, args: string[]): Reply {
  const [protocol, ...options] = args
  if (protocol !== undefined && !/^-?\d+$/.test(protocol))
    throw new CommandError("ERR Protocol version is not an integer or out of range")
  // Clients that ask for RESP3 fall back to RESP2 on this answer.
  if (protocol !== undefined && protocol !== "2") throw new CommandError("NOPROTO unsupported protocol version")
  for (let at = 0; at < options.length; ) {
    const option = options[at]?.toUpperCase()
    if (option === "AUTH" && at + 2 < options.length) {
      authenticate(context, options[at + 2] ?? "", options[at + 1])
      at += 3
    } else if (option === "SETNAME" && at + 1 < options.length) {
      context.session.name = options[at + 1] ?? ""
      at += 2
    } else throw syntaxError()
  }
  requireAuthentication(context)
  const { id } = context.session
  return [
    "server",
    "redis",
    "version",
    VERSION,
    "proto",
    2,
    "id",
    id,
    "mode",
    "standalone",
    "role",
    "master",
    "modules",
    [],
  ]
}

export function requireAuthentication({ session, password }: Context): void {
  if (password !== undefined && !session.authenticated) throw new CommandError("NOAUTH Authentication required.")
}

function client({ session }: Context, [subcommand = "", ...args]: string[]): Reply {
  switch (subcommand.toUpperCase()) {
    case "SETNAME":
      session.name = args[0] ?? ""
      return OK
    case "GETNAME":
      return session.name === "" ? null : session.name
    case "ID":
      return session.id
    case "SETINFO":
    case "NO-EVICT":
    case "NO-TOUCH":
      return OK
    default:
      return new Failure(`ERR unknown subcommand '${subcommand}'. Try CLIENT HELP.`)
  }
}

function serverInfo({ store }: Context): Reply {
  const keys = store.keys()
  const lines = ["# Server", `redis_version:${VERSION}`, "redis_mode:standalone", "server_name:paca"]
  lines.push("", "# Persistence", "loading:0", "", "# Replication", "role:master", "", "# Keyspace")
  if (keys.length) lines.push(`db0:keys=${keys.length},expires=0,avg_ttl=0`)
  return `${lines.join("\r\n")}\r\n`
}

/** Answers what client libraries ask on connecting. */
export const connection: Commands = {
  PING: {
    arity: -1,
    run: (_context, args) => {
      if (args.length > 1) throw new CommandError("ERR wrong number of arguments for 'ping' command")
      return args[0] ?? new Status("PONG")
    },
  },
  ECHO: { arity: 2, run: (_context, [text = ""]) => text },
  AUTH: {
    arity: -2,
    run: (context, args) => {
      if (args.length > 2) throw syntaxError()
      if (args.length === 2) authenticate(context, args[1] ?? "", args[0])
      else authenticate(context, args[0] ?? "")
      return OK
    },
  },
  HELLO: { arity: -1, run: hello },
  SELECT: {
    arity: 2,
    run: (_context, [index = ""]) => {
      if (!/^\d+$/.test(index)) throw new CommandError("ERR value is not an integer or out of range")
      if (index !== "0") throw new CommandError("ERR DB index is out of range")
      return OK
    },
  },
  CLIENT: { arity: -2, run: client },
  INFO: { arity: -1, run: serverInfo },
  QUIT: {
    arity: -1,
    run: ({ session }) => {
      session.closing = true
      return OK
    },
  },
}

/** COMMAND, for clients that list what the server knows. */
export function commandList(commands: () => Commands): Command {
  return {
    arity: -1,
    run: (_context, [subcommand]) => {
      const names = Object.keys(commands()).map((name) => name.toLowerCase())
      if (subcommand?.toUpperCase() === "COUNT") return names.length
      if (subcommand?.toUpperCase() === "LIST") return names
      return []
    },
  }
}
