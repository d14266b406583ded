import fc from "fast-check"
import type { Nodes } from "mdast"
import { fromMarkdown } from "mdast-util-from-markdown"
import { gfmFromMarkdown } from "mdast-util-gfm"
import { gfm } from "micromark-extension-gfm"
import { describe, expect, it } from "vitest"
import { handleFrom, mentions, RichTextInput } from "../text.ts"
import { blocksToMarkdown } from "./blocknote.ts"

const convert = (...blocks: unknown[]) => blocksToMarkdown(blocks, handleFrom) ?? "too many"
const text = (value: string, styles: object = {}) => ({ type: "text", text: value, styles })
const block = (type: string, content: unknown = [], props: object = {}, children: unknown[] = []) => ({
  id: "b",
  type,
  props,
  content,
  children,
})

/** What a reader of the Markdown sees, without its spaces. */
function words(node: Nodes): string {
  if (node.type === "image") return node.alt ?? ""
  if ("value" in node) return node.type === "html" ? "" : node.value
  return "children" in node ? node.children.map(words).join("") : ""
}
const seen = (markdown: string) =>
  words(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })).replace(/\s/g, "")

describe("blocks become Markdown", () => {
  it.each([
    ["headings", [block("heading", [text("Why")], { level: 2 })], "## Why"],
    ["paragraphs", [block("paragraph", "one"), block("paragraph"), block("paragraph", "two")], "one\n\ntwo"],
    [
      "bullets, also nested",
      [block("bulletListItem", "a", {}, [block("bulletListItem", "b")]), block("bulletListItem", "c")],
      "- a\n  - b\n- c",
    ],
    [
      "numbers, from where they start",
      [block("numberedListItem", "a", { start: 4 }), block("numberedListItem", "b")],
      "4. a\n5. b",
    ],
    [
      "checkboxes",
      [block("checkListItem", "done", { checked: true }), block("checkListItem", "open", { checked: false })],
      "- [x] done\n- [ ] open",
    ],
    [
      "code with its language",
      [block("codeBlock", [text("const a = `b`\n```")], { language: "ts" })],
      "````ts\nconst a = `b`\n```\n````",
    ],
    ["diagrams", [{ type: "mermaid", props: { code: "graph TD" } }], "```mermaid\ngraph TD\n```"],
    ["quotes", [block("quote", [text("said")])], "> said"],
    ["dividers", [block("paragraph", "a"), block("divider"), block("paragraph", "b")], "a\n\n---\n\nb"],
    [
      "styles",
      [
        block("paragraph", [
          text("bold", { bold: true }),
          text(" italic", { italic: true }),
          text(" struck", { strike: true }),
          text(" "),
          text("under", { underline: true }),
          text(" "),
          text("code", { code: true }),
        ]),
      ],
      "**bold** *italic* ~~struck~~ <u>under</u> `code`",
    ],
    [
      "links",
      [block("paragraph", [{ type: "link", href: "https://example.org", content: [text("the docs")] }])],
      "[the docs](https://example.org)",
    ],
    [
      "pictures",
      [block("image", undefined, { url: "https://example.org/a.png", name: "a.png", caption: "A chart" })],
      '![a.png](https://example.org/a.png "A chart")',
    ],
    [
      "files",
      [block("file", undefined, { url: "https://example.org/a.pdf", name: "a.pdf" })],
      "[a.pdf](https://example.org/a.pdf)",
    ],
    [
      "tables, of both forms of cells",
      [
        block("table", {
          type: "tableContent",
          rows: [
            { cells: [[text("Case")], [text("Re|sult")]] },
            { cells: [{ type: "tableCell", content: [text("half")], props: {} }, "told"] },
          ],
        }),
      ],
      "| Case | Re\\|sult |\n| - | - |\n| half | told |",
    ],
    [
      "mentions",
      [block("paragraph", [text("Ask "), { type: "teamMention", props: { id: "1", name: "Mara Oduya" } }, text(".")])],
      "Ask @mara-oduya.",
    ],
    [
      "references to tasks",
      [block("paragraph", [text("See "), { type: "taskReference", props: { id: "1", title: "Refunds" } }])],
      "See Refunds",
    ],
    ["line breaks", [block("paragraph", [text("one\ntwo")])], "one\\\ntwo"],
    ["what nobody knows, as its text", [block("alert", [text("Careful")], { kind: "warning" })], "Careful"],
    [
      "what nobody knows and has no text, as its properties",
      [block("embed", undefined, { title: "A board" })],
      "A board",
    ],
  ])("%s", (_what, blocks, markdown) => expect(convert(...blocks)).toBe(markdown))

  it("and signs of Markdown in texts stay signs", () => {
    const plain = "# 1. a_b * [x](y) <b> `c` | - [ ] > & ~~d~~"
    expect(seen(convert(block("paragraph", [text(plain)])))).toBe(plain.replace(/\s/g, ""))
    expect(convert(block("paragraph", [text("1. not a list")]))).toBe("1\\. not a list")
  })

  it("and addresses that are code are no links", () => {
    const link = { type: "link", href: " javascript:alert(1)", content: [text("click")] }
    expect(convert(block("paragraph", [link]))).toBe("click")
    expect(convert(block("image", undefined, { url: "data:text/html,x", name: "x" }))).toBe("x")
  })

  it("and mentions are found again, code's are not", () => {
    const ask = { type: "teamMention", props: { id: "1", name: "Jonas Tveit" } }
    expect(mentions(convert(block("paragraph", [ask]), block("codeBlock", [text("@nobody")])))).toEqual(["jonas-tveit"])
  })

  it("and depth costs neither the words nor the stack", () => {
    let deep: object = block("paragraph", [text("bottom")])
    for (let level = 0; level < 15_000; level++) deep = block("bulletListItem", "level", {}, [deep])
    const started = performance.now()
    const markdown = convert(deep)
    expect(markdown.match(/level/g)).toHaveLength(15_000)
    expect(markdown).toContain("bottom")
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it("in time that grows with their size alone", () => {
    const time = (size: number) => {
      const blocks = Array.from({ length: size }, () =>
        block("bulletListItem", [text("a_b* "), text("bold", { bold: true }), text(" [c]")]),
      )
      const started = performance.now()
      convert(...blocks)
      return performance.now() - started
    }
    time(200)
    expect(time(4_000) / time(1_000)).toBeLessThan(16)
  })
})

describe("input", () => {
  it("is Markdown, its envelope or blocks", () => {
    for (const input of [
      "**a**",
      { format: "markdown", text: "**a**" },
      [block("paragraph", [text("a", { bold: true })])],
    ])
      expect(RichTextInput.parse(input)).toBe("**a**")
  })

  it("is refused when its blocks are too many to be written in time", () => {
    const lines = (count: number) => RichTextInput.safeParse([block("paragraph", [text("a\n".repeat(count))])])
    expect(lines(2_000).success).toBe(true)
    expect(lines(90_000).error?.issues).toMatchObject([{ message: "at most 60000 blocks and stretches of text" }])
  })

  it("is refused when it is none of them", () => {
    for (const input of [1, {}, { format: "html", text: "a" }, [1]])
      expect(RichTextInput.safeParse(input).success).toBe(false)
  })
})

const Style = fc.record(
  { bold: fc.boolean(), italic: fc.boolean(), strike: fc.boolean(), code: fc.boolean() },
  { requiredKeys: [] },
)
const Signs = fc.string({
  unit: fc.constantFrom(
    "a",
    "b",
    "1",
    ".",
    " ",
    "*",
    "_",
    "`",
    "~",
    "[",
    "]",
    "(",
    ")",
    "#",
    "-",
    "+",
    ">",
    "|",
    "<",
    "&",
    ";",
    "!",
    "\\",
    "\n",
    "=",
    ":",
    "/",
  ),
  maxLength: 12,
})
const TextRun = fc.record({ type: fc.constant("text"), text: Signs, styles: Style })
const Inlines = fc.array(TextRun, { maxLength: 5 })
const Kinds = fc.constantFrom(
  "paragraph",
  "heading",
  "quote",
  "bulletListItem",
  "numberedListItem",
  "checkListItem",
  "codeBlock",
  "unheard",
)
const Blocks = fc.letrec<{ block: object }>((tie) => ({
  block: fc.record(
    {
      type: Kinds,
      props: fc.constant({ level: 2 }),
      content: Inlines,
      children: fc.array(tie("block"), { maxLength: 2, depthIdentifier: "d" }),
    },
    { requiredKeys: ["type", "props", "content"] },
  ),
})).block

type Given = { content: { text: string }[]; children?: Given[] }
const given = (block: Given): string =>
  block.content.map((run) => run.text).join("") + (block.children ?? []).map(given).join("")

describe("any blocks", () => {
  it("keep their words, in order, for who reads the Markdown", () => {
    fc.assert(
      fc.property(fc.array(Blocks, { maxLength: 4 }), (blocks) => {
        expect(seen(convert(...blocks))).toBe((blocks as Given[]).map(given).join("").replace(/\s/g, ""))
      }),
      { numRuns: 400 },
    )
  })

  it("never throw, whatever they hold", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.anything(),
            fc.record({ type: fc.string(), props: fc.anything(), content: fc.anything(), children: fc.anything() }),
          ),
        ),
        (blocks) => {
          expect(typeof blocksToMarkdown(blocks, handleFrom)).toBe("string")
        },
      ),
      { numRuns: 400 },
    )
  })
})
