import { randomUUID } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync } from "node:fs"
import { rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as z from "zod"

const Mail = z.object({
  id: z.string(),
  /** RFC 3339. */
  at: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  subject: z.string(),
  text: z.string().nullable(),
  html: z.string().nullable(),
})
export type Mail = z.infer<typeof Mail>

/** The oldest mail goes when there are more. */
const KEEP = 500

/** Mail that would have been sent, one JSON file each, newest first. */
export class Mailbox {
  readonly #folder: string
  #mails: Mail[] = []
  #count: number

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(folder)) {
      const parsed = name.endsWith(".json") ? Mail.safeParse(readJson(join(folder, name))) : undefined
      if (parsed?.success) this.#mails.push(parsed.data)
    }
    this.#mails.sort((a, b) => (a.id < b.id ? 1 : -1))
    this.#count = Number.parseInt(this.#mails[0]?.id ?? "0", 10)
  }

  async add(mail: Omit<Mail, "id">): Promise<Mail> {
    // The number keeps the order of mails of the same millisecond, the rest keeps addresses from being guessed.
    const kept = { id: `${String(++this.#count).padStart(8, "0")}-${randomUUID()}`, ...mail }
    const path = join(this.#folder, `${kept.id}.json`)
    await writeFile(`${path}.new`, JSON.stringify(kept, null, 2), { mode: 0o600 })
    await rename(`${path}.new`, path)
    this.#mails.unshift(kept)
    for (const old of this.#mails.splice(KEEP)) await rm(join(this.#folder, `${old.id}.json`), { force: true })
    return kept
  }

  list(): Mail[] {
    return this.#mails
  }

  find(id: string): Mail | undefined {
    return this.#mails.find((mail) => mail.id === id)
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"))
  } catch {
    return undefined
  }
}
