import * as z from "zod"
import { Block, blocksToMarkdown, PIECES } from "./rich-text/blocknote.ts"

/** Rich text as it is answered: Markdown in its envelope. */
export const RichText = z.object({ format: z.literal("markdown"), text: z.string() }).meta({ id: "RichText" })

const TEXT_LIMIT = 200_000

/**
 * Rich text as it may be sent: a Markdown string, the envelope, or the blocks of a BlockNote editor. Parsed to the
 * Markdown. An editor's mention names a member by the name shown, so its handle is the one that name gives.
 * @param limit characters of Markdown
 */
export const richTextInput = (limit: number) =>
  z
    .union([z.string(), RichText, z.array(Block)])
    .transform((value, context) => {
      if (typeof value === "string") return value
      if (!Array.isArray(value)) return value.text
      const markdown = blocksToMarkdown(value, handleFrom)
      if (markdown !== undefined) return markdown
      context.addIssue({ code: "custom", message: `at most ${PIECES} blocks and stretches of text` })
      return z.NEVER
    })
    .pipe(z.string().max(limit, `at most ${limit} characters`))

export const RichTextInput = richTextInput(TEXT_LIMIT)

export const richText = (text: string) => ({ format: "markdown" as const, text })

/** Markdown without its code, which speaks to nobody. */
export const withoutCode = (markdown: string) => markdown.replace(/```[\s\S]*?(```|$)/g, " ").replace(/`[^`\n]*`/g, " ")

const everyMention = (markdown: string): string[] =>
  [...withoutCode(markdown).matchAll(/(?<![\w@/.-])@([a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9]))*)/gi)].map((match) =>
    (match[1] ?? "").toLowerCase(),
  )

/** Handles mentioned as `@handle`, lower-cased and without repeats. Not inside code, e-mail addresses or links' paths. */
export const mentions = (markdown: string): string[] => [...new Set(everyMention(markdown))]

/**
 * Handles that a text mentions more often than it did before, lower-cased: who was mentioned already does not hear of
 * every later change around that place.
 */
export function mentionsAdded(before: string, after: string): string[] {
  const known = new Map<string, number>()
  for (const handle of everyMention(before)) known.set(handle, (known.get(handle) ?? 0) + 1)
  const added = new Set<string>()
  for (const handle of everyMention(after)) {
    const left = known.get(handle) ?? 0
    if (left > 0) known.set(handle, left - 1)
    else added.add(handle)
  }
  return [...added]
}

/** A @mention-able name made of a person's name or address: lower-case letters, digits and dashes, 2 to 30 characters. */
export function handleFrom(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 24)
  return plain.length >= 2 ? plain : "member"
}

export const Handle = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{1,29}$/, "2 to 30 letters, digits or dashes")

/** A comma-separated query parameter, or one that is repeated, as a list. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.split(",").filter(Boolean) : value),
    z.array(item).max(200),
  )

export const PageInput = z.object({
  page: z.coerce.number().int().min(1).default(1),
  page_size: z.coerce.number().int().min(1).max(100).default(20),
})

/** One page of a list: `{items, page, page_size, total}`. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), page: z.int(), page_size: z.int(), total: z.int() })

/** A calendar day, `YYYY-MM-DD`. */
export const Day = z.iso.date()
