import * as z from "zod"
import type * as Components from "./api.gen.ts"
import { type Api, unwrap } from "./client.ts"
import { type ToolContext, Unclear } from "./tool.ts"

/** How tools name things: by id, or by what people call them. */

export const projectId = z
  .string()
  .trim()
  .min(1)
  .optional()
  .describe("The project: its id, or its prefix such as PLN. May be left out when the server is bound to one project.")

export const taskReference = z
  .union([z.string().trim().min(1), z.int().min(1)])
  .describe("The task: its key such as PLN-12, its number, or its id.")

const Id = z.uuid()
const isId = (text: string) => Id.safeParse(text).success
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** The project a call is about. @throws Unclear when none is named and the server is bound to none */
export async function resolveProject(context: ToolContext, named: string | undefined): Promise<string> {
  const wanted = named ?? context.projectId
  if (wanted === undefined)
    throw new Unclear("Say which project: pass projectId. list_projects shows the projects you can open.")
  if (isId(wanted)) return wanted
  return byPrefix(context.api, wanted)
}

async function byPrefix(api: Api, prefix: string): Promise<string> {
  const projects = await unwrap(api.GET("/projects"))
  const found = projects.filter((project) => same(project.prefix, prefix) || same(project.name, prefix))
  const [only] = found
  if (found.length === 1 && only) return only.id
  const known = projects.map((project) => project.prefix).join(", ") || "none"
  throw new Unclear(
    found.length === 0
      ? `You can open no project "${prefix}". Yours: ${known}.`
      : `Several projects are called "${prefix}". Pass the project's id; list_projects shows it.`,
  )
}

export type TaskPlace = {
  project: string
  id: string
  /** The task itself, when finding it needed reading it. */
  task?: Components.Task
}

/** The project and id of a task that was named by key, number or id. A key also tells the project when nothing else does. */
export async function resolveTask(
  context: ToolContext,
  named: string | undefined,
  reference: string | number,
): Promise<TaskPlace> {
  const text = String(reference)
  const [, prefix, number] = /^(?:([a-z][a-z0-9]*)-)?(\d{1,9})$/i.exec(text) ?? []
  const project = await resolveProject(context, named ?? context.projectId ?? prefix)
  if (isId(text)) return { project, id: text }
  if (!number) throw new Unclear(`"${text}" does not name a task. Use a key such as PLN-12, a number, or an id.`)
  const found = await unwrap(
    context.api.GET("/projects/{projectId}/tasks/by-number/{number}", {
      params: { path: { projectId: project, number: Number(number) } },
    }),
  )
  if (prefix && !same(found.key, text)) {
    throw new Unclear(`${text} is not in this project, whose keys look like ${found.key}. Pass the other projectId.`)
  }
  return { project, id: found.id, task: found }
}

/** One of several things by its id or name, without regard to case. @throws Unclear that lists them all */
function pick<T extends { id: string }>(things: T[], wanted: string, noun: string, namesOf: (thing: T) => string[]): T {
  const text = wanted.trim()
  const byId = things.find((thing) => thing.id === text)
  if (byId) return byId
  const found = things.filter((thing) => namesOf(thing).some((name) => same(name, text)))
  const [only] = found
  if (found.length === 1 && only) return only
  const all = things.map((thing) => namesOf(thing)[0]).join(", ") || "none"
  throw new Unclear(
    found.length === 0
      ? `There is no ${noun} "${wanted}" in this project. There are: ${all}.`
      : `"${wanted}" fits more than one ${noun}. Use its id or another name. There are: ${all}.`,
  )
}

/** Pages of a list that are looked through for a name. */
const PAGES = 20
const PAGE = 100

/** All of a project's documents, without their texts; the first two thousand of them. */
export async function allDocuments({ api }: ToolContext, project: string): Promise<Components.DocumentItem[]> {
  const all: Components.DocumentItem[] = []
  for (let page = 1; page <= PAGES; page++) {
    const query = { page, page_size: PAGE }
    const found = await unwrap(
      api.GET("/projects/{projectId}/docs", { params: { path: { projectId: project }, query } }),
    )
    all.push(...found.items)
    if (all.length >= found.total || found.items.length === 0) break
  }
  return all
}

/** The id of a document that was named by its title or id. */
export async function resolveDocument(context: ToolContext, project: string, reference: string): Promise<string> {
  if (isId(reference.trim())) return reference.trim()
  return pick(await allDocuments(context, project), reference, "document", (doc) => [doc.title]).id
}

/** The id of a folder that was named by its name, its path (`Specs/API`) or its id. */
export async function resolveFolder({ api }: ToolContext, project: string, reference: string): Promise<string> {
  if (isId(reference.trim())) return reference.trim()
  const folders = await unwrap(
    api.GET("/projects/{projectId}/docs/folders", { params: { path: { projectId: project } } }),
  )
  const paths = folderPaths(folders)
  return pick(folders, reference, "folder", (folder) => [paths.get(folder.id) ?? folder.name, folder.name]).id
}

/** Each folder's path from the top, such as `Specs/API`. */
export function folderPaths(folders: Components.DocFolder[]): Map<string, string> {
  const byId = new Map(folders.map((folder) => [folder.id, folder]))
  const paths = new Map<string, string>()
  for (const folder of folders) {
    const names: string[] = []
    // No folder lies in itself; a list read while one moved must still come to an end.
    for (let at: Components.DocFolder | undefined = folder; at && names.length <= folders.length; ) {
      names.unshift(at.name)
      at = at.parent_id ? byId.get(at.parent_id) : undefined
    }
    paths.set(folder.id, names.join("/"))
  }
  return paths
}

type Named = { id: string; name: string }
type Handled = Named & { handle: string }

/** What tasks refer to, and how to find each by name. Every list is fetched at most once, and only when needed. */
export function directory(api: Api, project: string) {
  const place = { params: { path: { projectId: project } } }
  const once = <T>(load: () => Promise<T>) => {
    let loaded: Promise<T> | undefined
    return () => {
      loaded ??= load()
      return loaded
    }
  }
  const statuses = once(() => unwrap(api.GET("/projects/{projectId}/task-statuses", place)))
  const types = once(() => unwrap(api.GET("/projects/{projectId}/task-types", place)))
  const members = once(() => unwrap(api.GET("/projects/{projectId}/members", place)))
  const sprints = once(() => unwrap(api.GET("/projects/{projectId}/sprints", place)))
  const customFields = once(() => unwrap(api.GET("/projects/{projectId}/custom-fields", place)))
  const named = (thing: Named) => [thing.name]
  const handled = (thing: Handled) => [`@${thing.handle}`, thing.handle, thing.name]
  return {
    statuses,
    types,
    members,
    customFields,
    status: async (name: string) => pick(await statuses(), name, "status", named),
    type: async (name: string) => pick(await types(), name, "task type", named),
    member: async (name: string) => pick(await members(), name, "member", handled),
    sprint: async (name: string) => pick(await sprints(), name, "sprint", named),
    customField: async (name: string) => pick(await customFields(), name, "custom field", named),
  }
}

export type Directory = ReturnType<typeof directory>
