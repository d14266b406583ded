import type { Method, Route } from "../route.ts"

/**
 * The parts of the API, in the order of the OpenAPI document. Each is loaded with the first request it answers: a
 * function that has just started need not read all of the product to show one board. `index.gen.ts` says which part
 * answers what.
 */
export const parts = {
  people: async () => (await import("./people.ts")).peopleRoutes,
  projects: async () => (await import("./projects.ts")).projectRoutes,
  beginning: async () => (await import("./beginning.ts")).beginningRoutes,
  planning: async () => (await import("./planning.ts")).planningRoutes,
  views: async () => (await import("./views.ts")).viewRoutes,
  tasks: async () => (await import("./tasks.ts")).taskRoutes,
  documents: async () => (await import("./documents.ts")).documentRoutes,
  agents: async () => (await import("./agents.ts")).agentRoutes,
  admin: async () => (await import("./admin.ts")).adminRoutes,
} satisfies Record<string, () => Promise<Route[]>>

type Part = keyof typeof parts

/** A route by its name, and the part that has it. */
export type Entry = [method: Method, path: string, part: Part, name: string]

/** The route of an entry of the index. */
export async function load([, , part, name]: Entry): Promise<Route> {
  const found = (await parts[part]()).find((route) => route.name === name)
  if (!found) throw new Error(`${part} has no route ${name}: run "npm run generate".`)
  return found
}

/** Every entry of the index, from the routes themselves. */
export async function entries(): Promise<Entry[]> {
  const names = Object.keys(parts) as Part[]
  const lists = names.map(async (part) =>
    (await parts[part]()).map(({ method, path, name }): Entry => [method, path, part, name]),
  )
  return (await Promise.all(lists)).flat()
}
