import { z } from "zod"

/** Rich text as it is answered: Markdown in its envelope. */
export const RichText = z.object({ format: z.literal("markdown"), text: z.string() }).meta({ id: "RichText" })

const TEXT_LIMIT = 200_000

/** Rich text as it may be sent: a Markdown string or the envelope. Parsed to the Markdown. */
export const RichTextInput = z
  .union([z.string(), RichText])
  .transform((value) => (typeof value === "string" ? value : value.text))
  .pipe(z.string().max(TEXT_LIMIT, `at most ${TEXT_LIMIT} characters`))

export const richText = (text: string) => ({ format: "markdown" as const, text })

/** Handles mentioned as `@handle`, lower-cased and without repeats. Not inside code, e-mail addresses or links' paths. */
export function mentions(markdown: string): string[] {
  const prose = markdown.replace(/```[\s\S]*?(```|$)/g, " ").replace(/`[^`\n]*`/g, " ")
  return [
    ...new Set(
      [...prose.matchAll(/(?<![\w@/.-])@([a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9]))*)/gi)].map((match) =>
        (match[1] ?? "").toLowerCase(),
      ),
    ),
  ]
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
