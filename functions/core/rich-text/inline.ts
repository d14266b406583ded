import type { PhrasingContent } from "mdast"
import * as z from "zod"

/** How a mentioned member's handle is told from the name that the editor keeps. */
export type MentionHandle = (name: string) => string

const styles = ["bold", "italic", "strike", "underline", "code"] as const
type Style = (typeof styles)[number]

type Run = { text: string; styles: ReadonlySet<Style>; href: string | null }

export type Inline = ({ kind: "text" } & Run) | { kind: "mention"; name: string; handle: string | null }

const Text = z.looseObject({ type: z.literal("text").optional(), text: z.string(), styles: z.unknown().optional() })
const Link = z.looseObject({ type: z.literal("link"), href: z.string(), content: z.unknown() })
const Other = z.looseObject({
  type: z.string().optional(),
  props: z.record(z.string(), z.unknown()).catch({}),
  content: z.unknown().optional(),
})

/** Addresses that are not code. */
export const HARMLESS = /^(?!\s*(?:javascript|vbscript|data):)/i

/** Inline content within inline content; an editor has two levels. */
const DEEPEST = 6

/** A block's inline content as runs, before mentions have their handles. Whatever it is, it never throws. */
export function inlinesOf(content: unknown, href: string | null = null, depth = 0): Inline[] {
  if (typeof content === "string") return [{ kind: "text", text: content, styles: new Set(), href }]
  if (!Array.isArray(content) || depth > DEEPEST) return []
  return content.flatMap((each): Inline[] => inline(each, href, depth))
}

function inline(each: unknown, href: string | null, depth: number): Inline[] {
  if (typeof each === "string") return inlinesOf(each, href)
  const link = Link.safeParse(each)
  if (link.success) {
    const inside = inlinesOf(link.data.content, HARMLESS.test(link.data.href) ? link.data.href : null, depth + 1)
    return inside.length > 0 ? inside : inlinesOf(link.data.href, href)
  }
  const run = Text.safeParse(each)
  if (run.success) return [{ kind: "text", text: run.data.text, styles: stylesOf(run.data.styles), href }]
  const other = Other.safeParse(each)
  if (!other.success) return []
  const inside = inlinesOf(other.data.content, href, depth + 1)
  return inside.length > 0 ? inside : reference(other.data.type ?? "", other.data.props, href)
}

function stylesOf(raw: unknown): ReadonlySet<Style> {
  const set = z.record(z.string(), z.unknown()).catch({}).parse(raw)
  return new Set(styles.filter((style) => set[style] === true))
}

/** Something that stands for a thing: a member, a task, a document. */
function reference(type: string, props: Record<string, unknown>, href: string | null): Inline[] {
  const first = (...names: string[]) =>
    names.map((name) => props[name]).find((value) => typeof value === "string" && value)
  const named = String(first("name", "label", "title", "text", "user", "key") ?? "")
  if (/mention/i.test(type)) {
    const handle = first("handle", "username")
    return named || handle ? [{ kind: "mention", name: named, handle: handle ? String(handle) : null }] : []
  }
  const key = first("key", "taskKey", "task_key")
  return inlinesOf(key ? String(key) : named, href).filter((run) => run.kind !== "text" || run.text !== "")
}

/** The words alone, for code. */
export function plainText(inlines: Inline[]): string {
  return inlines.map((each) => (each.kind === "text" ? each.text : `@${each.handle ?? each.name}`)).join("")
}

/** Inline content as Markdown's phrasing: neighbours of one style share its marks, so that none stand back to back. */
export function phrasing(inlines: Inline[], handleOf: MentionHandle): PhrasingContent[] {
  const runs = inlines.flatMap((each): Run[] => {
    if (each.kind === "mention") {
      const text = `@${each.handle ?? handleOf(each.name)}`
      return [{ text, styles: new Set(), href: null }]
    }
    return each.text === "" ? [] : [each]
  })
  return linked(trimmed(runs).inner)
}

/** Runs without the space at their two ends: a mark may not stand next to one. */
function trimmed(runs: Run[]): { before: Run[]; inner: Run[]; after: Run[] } {
  const isSpace = (run: Run) => run.text.trim() === ""
  const first = runs.findIndex((run) => !isSpace(run))
  if (first < 0) return { before: runs, inner: [], after: [] }
  const last = runs.findLastIndex((run) => !isSpace(run))
  const inner = runs.slice(first, last + 1)
  const [before, after] = [runs.slice(0, first), runs.slice(last + 1)]
  const [head, tail] = [inner[0], inner.at(-1)]
  const leading = head?.text.slice(0, head.text.length - head.text.trimStart().length) ?? ""
  const trailing = tail?.text.slice(tail.text.trimEnd().length) ?? ""
  if (head && leading) {
    before.push({ ...head, text: leading })
    inner[0] = { ...head, text: head.text.trimStart() }
  }
  const end = inner.at(-1)
  if (end && trailing) {
    after.unshift({ ...end, text: trailing })
    inner[inner.length - 1] = { ...end, text: end.text.trimEnd() }
  }
  return { before, inner, after }
}

/** Splits a list where its elements' key changes. */
function grouped<T, K>(all: T[], keyOf: (one: T) => K): { key: K; group: T[] }[] {
  const groups: { key: K; group: T[] }[] = []
  for (const one of all) {
    const key = keyOf(one)
    const last = groups.at(-1)
    if (last && last.key === key) last.group.push(one)
    else groups.push({ key, group: [one] })
  }
  return groups
}

function linked(runs: Run[]): PhrasingContent[] {
  return grouped(runs, (run) => run.href).flatMap(({ key: url, group }): PhrasingContent[] =>
    url === null ? styled(group, styles) : [{ type: "link", url, children: styled(group, styles) }],
  )
}

function styled(runs: Run[], [style, ...rest]: readonly Style[]): PhrasingContent[] {
  if (!style) return plain(runs)
  return grouped(runs, (run) => run.styles.has(style)).flatMap(({ key: has, group }): PhrasingContent[] => {
    if (!has) return styled(group, rest)
    if (style === "code") {
      const value = group.map((run) => run.text).join("")
      return value.trim() ? [{ type: "inlineCode", value: value.replace(/\s*\n\s*/g, " ") }] : plain(group)
    }
    const { before, inner, after } = trimmed(group)
    return [...plain(before), ...marked(style, styled(inner, rest)), ...plain(after)]
  })
}

function marked(style: Style, children: PhrasingContent[]): PhrasingContent[] {
  if (children.length === 0) return []
  if (style === "bold") return [{ type: "strong", children }]
  if (style === "italic") return [{ type: "emphasis", children }]
  if (style === "strike") return [{ type: "delete", children }]
  // Markdown has no sign of its own for it.
  return [{ type: "html", value: "<u>" }, ...children, { type: "html", value: "</u>" }]
}

/** Text, with its line breaks as Markdown's. */
function plain(runs: Run[]): PhrasingContent[] {
  return runs
    .map((run) => run.text)
    .join("")
    .split(/\r\n?|\n/)
    .flatMap((line, index): PhrasingContent[] => [
      ...(index > 0 ? [{ type: "break" as const }] : []),
      ...(line ? [{ type: "text" as const, value: line }] : []),
    ])
}
