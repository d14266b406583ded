import type { JSONContent } from "@tiptap/core"
import { MarkdownManager } from "@tiptap/markdown"
import { describe, expect, it } from "vitest"
import { contentExtensions, parseMarkdown } from "./extensions.ts"

const manager = new MarkdownManager({ extensions: contentExtensions() })
const again = (markdown: string) => manager.serialize(manager.parse(markdown)).trim()

function mentions(node: JSONContent): string[] {
  if (node.type === "mention") return [String(node.attrs?.id)]
  return (node.content ?? []).flatMap(mentions)
}

describe("mentions in Markdown", () => {
  it("are read where a person wrote them", () => {
    expect(mentions(parseMarkdown("@dev and (@mara-o), then **@tester**."))).toEqual(["dev", "mara-o", "tester"])
  })
  it("are neither e-mail addresses, nor code, nor parts of links", () => {
    expect(mentions(parseMarkdown("dev@example.org `@code` https://example.org/@path\n\n```\n@block\n```"))).toEqual([])
  })
  it("are written back as they were", () => {
    expect(again("Ask @dev_2 or @mara-o.")).toBe("Ask @dev_2 or @mara-o.")
  })
})

describe("a text that is opened and saved", () => {
  for (const text of [
    "## Done when\n\n- [x] told\n- [ ] written",
    "1. one\n2. two",
    "| Case | Result |\n| ---- | ------ |\n| half | told   |",
    "```ts\nconst a = user_id * 2\n```",
    "> quoted",
    "![a chart](https://example.org/a.png)",
    "See [the docs](https://example.org) and **bold** `code_here`.",
  ])
    it(`keeps ${JSON.stringify(text.split("\n")[0])}`, () => {
      expect(again(text)).toBe(text)
    })
})
