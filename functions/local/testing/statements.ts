import { Client } from "@neondatabase/serverless"

let heard: string[] | undefined

const send = Client.prototype.query

function textOf(config: unknown): string {
  if (typeof config === "string") return config
  return typeof config === "object" && config !== null && "text" in config ? String(config.text) : ""
}

// Import this before anything connects: a connection keeps the function that it was opened with.
Object.assign(Client.prototype, {
  query(this: Client, ...parameters: unknown[]) {
    heard?.push(textOf(parameters[0]))
    return Reflect.apply(send, this, parameters)
  },
})

/** The statements that PostgreSQL is sent while something is done; one thing at a time. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  heard = []
  try {
    await work()
    return heard
  } finally {
    heard = undefined
  }
}
