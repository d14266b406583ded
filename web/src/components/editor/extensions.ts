import { type AnyExtension, mergeAttributes, Node } from "@tiptap/core"
import { TaskItem, TaskList } from "@tiptap/extension-list"
import Mention from "@tiptap/extension-mention"
import { TableKit } from "@tiptap/extension-table"
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

/** What a text may hold, shared by the editor and the view, so that both show the same. */
export function contentExtensions(handle: AnyExtension = Handle): AnyExtension[] {
  return [
    StarterKit.configure({
      underline: false,
      heading: { levels: [1, 2, 3, 4] },
      link: { openOnClick: false, autolink: true, isAllowedUri: (url) => safeHref(url) !== undefined },
    }),
    TaskList,
    TaskItem.configure({ nested: true }),
    TableKit.configure({ table: { resizable: false } }),
    Image,
    handle,
  ]
}

let parser: MarkdownManager | undefined

/** Reads Markdown into the document the editor would make of it. */
export function parseMarkdown(markdown: string) {
  parser ??= new MarkdownManager({ extensions: contentExtensions() })
  return parser.parse(markdown)
}
