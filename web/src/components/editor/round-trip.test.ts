import type { JSONContent } from "@tiptap/core"
import { MarkdownManager } from "@tiptap/markdown"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { contentExtensions } from "./extensions.ts"

const manager = new MarkdownManager({ extensions: contentExtensions() })

const node = (type: string, content: JSONContent[], attrs?: object): JSONContent => ({
  type,
  ...(attrs && { attrs }),
  content,
})

/** Words as people write them, with the signs that mean something to Markdown. */
const word = fc.constantFrom(
  ..."one two PLN-12 #12 # ## - + 1. 2) --- === > a_b *c* ** ` | [x] [ ] ![a](b) <b> &amp; & a<b é 🙂 \\ ~~ __d__ /table e.g.".split(
    " ",
  ),
)
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((all) => all.join(" "))
const text = words.map((value): JSONContent => ({ type: "text", text: value }))
const inline: fc.Arbitrary<JSONContent[]> = fc.oneof(
  { weight: 4, arbitrary: text.map((one) => [one]) },
  fc.tuple(words, fc.constantFrom("bold", "italic", "strike")).map(([value, type]) => [
    { type: "text", text: "Say " },
    { type: "text", text: `x${value.replace(/[^a-z]/g, "")}x`, marks: [{ type }] },
    { type: "text", text: " now" },
  ]),
  fc.constantFrom("a | b", "user_id", "# x", "*y*").map((value) => [
    { type: "text", text: "Run " },
    { type: "text", text: value, marks: [{ type: "code" }] },
  ]),
  fc.constant<JSONContent[]>([
    { type: "text", text: "Ask " },
    { type: "mention", attrs: { id: "dev", label: "dev" } },
  ]),
)
const paragraph = inline.map((content) => node("paragraph", content))

const itemOf = (name: string) =>
  fc
    .tuple(paragraph, fc.boolean())
    .map(([first, checked]) => node(name, [first], name === "taskItem" ? { checked } : undefined))
const list = fc
  .constantFrom("bulletList", "orderedList", "taskList")
  .chain((name) =>
    fc
      .array(itemOf(name === "taskList" ? "taskItem" : "listItem"), { minLength: 1, maxLength: 3 })
      .map((items) => node(name, items)),
  )
const cell = (name: string) => inline.map((content) => node(name, [node("paragraph", content)]))
const table = fc
  .record({ columns: fc.integer({ min: 1, max: 3 }), rows: fc.integer({ min: 1, max: 3 }), header: fc.boolean() })
  .chain(({ columns, rows, header }) => {
    const row = (name: string) =>
      fc.array(cell(name), { minLength: columns, maxLength: columns }).map((cells) => node("tableRow", cells))
    const body = fc.array(row("tableCell"), { minLength: rows, maxLength: rows })
    return fc
      .tuple(row("tableHeader"), body)
      .map(([head, others]) => node("table", header ? [head, ...others] : others))
  })
const code = fc
  .tuple(fc.array(fc.constantFrom("a = 1", "# b", "```", "````ts", "- c", "", "| d |"), { minLength: 1, maxLength: 4 }))
  .filter(([lines]) => lines.at(-1) !== "" && lines.at(0) !== "")
  .map(([lines]) => node("codeBlock", [{ type: "text", text: lines.join("\n") }], { language: "ts" }))

const block = fc.oneof(
  paragraph,
  fc
    .tuple(inline, fc.integer({ min: 1, max: 4 }))
    // Hashes at the end of a heading are no part of it to Markdown.
    .filter(([content]) => !/#$/.test(content.at(-1)?.text ?? ""))
    .map(([content, level]) => node("heading", content, { level })),
  list,
  table,
  code,
  paragraph.map((inner) => node("blockquote", [inner])),
)

/** What a document says, without what Markdown leaves to its reader: neighbours of the same kind become one. */
function said(json: JSONContent): unknown {
  const { type, attrs, text: value, marks, content } = json
  const kept = Object.entries(attrs ?? {}).filter(([key]) => ["level", "checked", "language", "id"].includes(key))
  const inner: JSONContent[] = []
  for (const each of content ?? []) {
    const last = inner.at(-1)
    const joins =
      each.type === "text" && last?.type === "text" && JSON.stringify(last.marks) === JSON.stringify(each.marks)
    if (joins) inner[inner.length - 1] = { ...each, text: `${last.text}${each.text}` }
    else inner.push(each)
  }
  return {
    type,
    ...(value !== undefined && { value: value }),
    ...(marks?.length && { marks: marks.map((mark) => mark.type) }),
    ...(kept.length && { attrs: Object.fromEntries(kept) }),
    ...(inner.length && { content: inner.map(said) }),
  }
}

describe("a text that is saved and opened again", () => {
  it("says what it said, whatever block it is", () => {
    fc.assert(
      fc.property(block, (one) => {
        const doc = node("doc", [one])
        const markdown = manager.serialize(doc)
        expect(said(manager.parse(markdown)), markdown).toEqual(said(doc))
      }),
      { numRuns: 500 },
    )
  })

  it("changes no more when it is saved again", () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), (blocks) => {
        // What stands side by side is one to Markdown, as two lists of a kind are: the first time that shows.
        const again = (markdown: string) => manager.serialize(manager.parse(markdown))
        const once = again(manager.serialize(node("doc", blocks)))
        expect(again(once)).toBe(once)
      }),
      { numRuns: 300 },
    )
  })
})
