import { collectionOf, nameOfId } from "./document.ts"

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** The values of a path's parameters in an address. */
function parametersIn(path: string, url: string): Record<string, string> {
  const pattern = new RegExp(`${path.replace(/\{(\w+)\}/g, "(?<$1>[^/?]+)")}(?:\\?|$)`)
  return { ...pattern.exec(url)?.groups }
}

/** More ids of one kind than this are not kept: the latest are likeliest to be there still. */
const KEPT = 12

export type Pool = ReturnType<typeof createPool>

/**
 * The real ids of a tenant by what they are called, gathered from the API's own answers: what a new route answers is
 * found without anybody naming it here.
 */
export function createPool() {
  const known = new Map<string, string[]>()
  const pinned = new Set<string>()
  const add = (name: string, value: string) => {
    const values = known.get(name) ?? []
    if (values.includes(value) || pinned.has(name)) return
    known.set(name, [...values, value].slice(-KEPT))
  }
  /** Under which other ids an id was found, by the names of the path's parameters. */
  const places = new Map<string, Record<string, string>>()
  const walk = (value: unknown, name: string, path: string, under: Record<string, string>) => {
    if (Array.isArray(value)) for (const item of value) walk(item, name, path, under)
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (UUID.test(key)) add(nameOfId(name), key)
        walk(inner, key, path, under)
      }
    } else if (typeof value === "string") {
      if (name === "id" && UUID.test(value)) places.set(value, under)
      if (UUID.test(value)) add(name === "id" ? collectionOf(path) : nameOfId(name), value)
      if (name === "token_url") add("token", value.split("/").at(-1) ?? "")
    }
  }
  return {
    add,
    /** The only id of its name there is to be, whatever answers tell: most others belong under it. */
    pin: (name: string, value: string) => {
      known.set(name, [value])
      pinned.add(name)
    },
    /** Takes away an id that leads to nothing any more. */
    forget: (value: string) => {
      for (const [name, values] of known) {
        if (!pinned.has(name) && values.includes(value))
          known.set(
            name,
            values.filter((other) => other !== value),
          )
      }
    },
    /** Keeps the ids that an answer of the operation at `path`, sent to `url`, has. */
    harvest: (path: string, url: string, answer: unknown) => walk(answer, "", path, parametersIn(path, url)),
    /** A path's parameters with those before the last made to be where the last one is, as far as that is known. */
    fitted: (parameters: Record<string, unknown>): Record<string, unknown> => {
      const under = places.get(String(Object.values(parameters).at(-1))) ?? {}
      const known = Object.entries(under).filter(
        ([name]) => name in parameters && name !== Object.keys(parameters).at(-1),
      )
      return { ...parameters, ...Object.fromEntries(known) }
    },
    /** The ids of the right kind for a place, or any where the kind is not known. */
    of: (name: string, path: string): string[] => {
      const own = name === "id" ? collectionOf(path) : nameOfId(name)
      const exact = known.get(own) ?? known.get(name)
      if (exact && exact.length > 0) return exact
      const alike = [...known].filter(([kind]) => own.endsWith(`_${kind}`) || kind.endsWith(`_${own}`))
      if (alike.length > 0) return alike.flatMap(([, values]) => values)
      return known.get(collectionOf(path)) ?? []
    },
    all: (): string[] => [...known.values()].flat(),
  }
}
