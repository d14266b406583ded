import {
  type AnyExtension,
  type JSONContent,
  type MarkdownParseHelpers,
  type MarkdownRendererHelpers,
  type MarkdownToken,
  mergeAttributes,
  Node,
  type RenderContext,
} from "@tiptap/core"
import { CodeBlock } from "@tiptap/extension-code-block"
import { TaskItem, TaskList } from "@tiptap/extension-list"
import Mention from "@tiptap/extension-mention"
import { Paragraph } from "@tiptap/extension-paragraph"
import { Table, TableKit } from "@tiptap/extension-table"
import { MarkdownManager } from "@tiptap/markdown"
import StarterKit from "@tiptap/starter-kit"
import { safeHref } from "../../lib/text.ts"

/** Images stay images when a text is edited. */
const Image = Node.create({
  name: "image",
  group: "inline",
  inline: true,
  draggable: true,
  addAttributes: () => ({ src: { default: null }, alt: { default: null }, title: { default: null } }),
  parseHTML: () => [{ tag: "img[src]" }],
  renderHTML: ({ HTMLAttributes }) => [
    "img",
    mergeAttributes(HTMLAttributes, { src: safeHref(HTMLAttributes.src) ?? "" }),
  ],
  markdownTokenName: "image",
  parseMarkdown: (token, helpers) =>
    helpers.createNode("image", { src: token.href, title: token.title || null, alt: token.text || null }),
  renderMarkdown: (node) => {
    const { src, alt, title } = node.attrs ?? {}
    return `![${alt ?? ""}](${src ?? ""}${title ? ` "${title}"` : ""})`
  },
})

/** A mention is `@handle` in Markdown, nothing more, so every reader of the text understands it. */
export const Handle = Mention.extend({
  // Members are offered by the same list as everything else that is.
  addProseMirrorPlugins: () => [],
  markdownTokenName: "handle",
  markdownTokenizer: {
    name: "handle",
    level: "inline" as const,
    start: (source: string) => source.search(/(?<![\w.@/])@[a-z0-9]/i),
    tokenize: (source: string) => {
      const match = /^@([a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)(?![\w@])/i.exec(source)
      return match ? { type: "handle", raw: match[0], text: match[1] } : undefined
    },
  },
  parseMarkdown: (token, helpers) => helpers.createNode("mention", { id: token.text, label: token.text }),
  renderMarkdown: (node) => `@${node.attrs?.id ?? ""}`,
  renderText: ({ node }) => `@${node.attrs.id}`,
})

/** A table. One whose header says nothing was written without one: Markdown knows no table without a header. */
const BareTable = Table.extend({
  parseMarkdown(token: MarkdownToken, helpers: MarkdownParseHelpers) {
    const table = this.parent?.(token, helpers)
    if (!table || Array.isArray(table) || !("content" in table)) return table ?? []
    const [header, ...body] = table.content ?? []
    const says = (row: JSONContent | undefined) => row?.content?.some((cell) => cell.content?.[0]?.content?.length)
    return says(header) || !body.some(says) ? table : { ...table, content: body }
  },
  renderMarkdown(node: JSONContent, helpers: MarkdownRendererHelpers, context: RenderContext) {
    // The lines between blocks are not its own: each time it is saved they would become more.
    return (this.parent?.(node, helpers, context) ?? "").trim()
  },
})

/** What begins a block at the start of a line, where it is meant as text. */
const asText = (line: string) =>
  line
    .trimStart()
    .replace(/^(#{1,6}(?=\s|$)|[-+](?=\s|$)|(?:-+|=+)\s*$)/, "\\$1")
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2")

/** A paragraph stays one, also when it begins like a heading or a list. */
const PlainParagraph = Paragraph.extend({
  renderMarkdown(node: JSONContent, helpers: MarkdownRendererHelpers, context: RenderContext) {
    const text = this.parent?.(node, helpers, context) ?? ""
    return text.split("\n").map(asText).join("\n")
  },
})

/** Code in a fence longer than any that the code itself holds. */
export const FencedCode = CodeBlock.extend({
  renderMarkdown(node: JSONContent) {
    const code = (node.content ?? []).map(({ text }) => text ?? "").join("")
    const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length))
    const fence = "`".repeat(longest + 1)
    return `${fence}${node.attrs?.language ?? ""}\n${code}\n${fence}`
  },
})

type Parts = { handle?: AnyExtension; codeBlock?: AnyExtension }

/**
 * What a text may hold, shared by the editor and the view, so that both show the same.
 * @param parts what takes their place in the editor
 */
export function contentExtensions({ handle = Handle, codeBlock = FencedCode }: Parts = {}): AnyExtension[] {
  return [
    StarterKit.configure({
      underline: false,
      codeBlock: false,
      paragraph: false,
      heading: { levels: [1, 2, 3, 4] },
      link: { openOnClick: false, autolink: true, isAllowedUri: (url) => safeHref(url) !== undefined },
    }),
    PlainParagraph,
    TaskList,
    TaskItem.configure({ nested: true }),
    TableKit.configure({ table: false }),
    BareTable.configure({ resizable: false }),
    Image,
    codeBlock,
    handle,
  ]
}

let made: MarkdownManager | undefined

function manager(): MarkdownManager {
  made ??= new MarkdownManager({ extensions: contentExtensions() })
  return made
}

/** Reads Markdown into the document the editor would make of it. */
export const parseMarkdown = (markdown: string): JSONContent => manager().parse(markdown)

/** Writes a document as Markdown. */
export const writeMarkdown = (document: JSONContent): string => manager().serialize(document)
