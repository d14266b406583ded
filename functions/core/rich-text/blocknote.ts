import type { AlignType, BlockContent, List, ListItem, Nodes, PhrasingContent, TableRow } from "mdast"
import { gfmStrikethroughToMarkdown } from "mdast-util-gfm-strikethrough"
import { gfmTableToMarkdown } from "mdast-util-gfm-table"
import { gfmTaskListItemToMarkdown } from "mdast-util-gfm-task-list-item"
import { toMarkdown } from "mdast-util-to-markdown"
import * as z from "zod"
import { HARMLESS, inlinesOf, type MentionHandle, phrasing, plainText } from "./inline.ts"

/**
 * A block of the BlockNote editor, as far as it must be right to be read at all. What is inside is read piece by piece,
 * and what nobody knows counts as the text it carries: a document of a newer editor loses its looks, never its words.
 */
export const Block = z
  .looseObject({
    type: z.string().max(100).describe("paragraph, heading, bulletListItem, codeBlock, table, …"),
    props: z.record(z.string(), z.unknown()).optional(),
    content: z.unknown().optional().describe("Inline content, a text, or the rows of a table"),
    children: z.array(z.unknown()).optional().describe("Blocks of the same shape"),
  })
  .meta({ id: "BlockNoteBlock" })
type Block = z.infer<typeof Block>

/** Paragraphs, items, cells, stretches of one style, line breaks: writing one takes up to 0.1 ms. */
export const PIECES = 60_000

/** Blocks that lie deeper are read as if they lay here; an editor's indentation ends long before. */
const DEEPEST = 12

const listItems: Record<string, { ordered: boolean; checks: boolean }> = {
  bulletListItem: { ordered: false, checks: false },
  toggleListItem: { ordered: false, checks: false },
  checkListItem: { ordered: false, checks: true },
  numberedListItem: { ordered: true, checks: false },
}

/**
 * The Markdown of a document of BlockNote blocks: headings, lists, checkboxes, code, tables, links, images, quotes,
 * dividers and styles are kept, a mention becomes `@handle`, and what Markdown has no sign for (colours, indentation)
 * goes. Signs of Markdown in texts are escaped. Linear in the size of the blocks, and never throws.
 * @returns undefined when they are more than `PIECES`
 */
export function blocksToMarkdown(blocks: readonly unknown[], handleOf: MentionHandle): string | undefined {
  const children = new Reader(handleOf).flow(blocks, 0)
  if (count(children) > PIECES) return undefined
  return toMarkdown(
    { type: "root", children },
    {
      bullet: "-",
      rule: "-",
      fences: true,
      listItemIndent: "one",
      // Padding every cell to the widest one would multiply a large table's size.
      extensions: [
        gfmTableToMarkdown({ tablePipeAlign: false }),
        gfmStrikethroughToMarkdown(),
        gfmTaskListItemToMarkdown(),
      ],
    },
  ).trimEnd()
}

/** Nodes of a tree, those within them counted. */
const count = (nodes: Nodes[]): number =>
  nodes.reduce((sum, node) => sum + 1 + ("children" in node ? count(node.children) : 0), 0)

class Reader {
  readonly #handleOf: MentionHandle
  constructor(handleOf: MentionHandle) {
    this.#handleOf = handleOf
  }

  /** Blocks one below the other; neighbours of one kind of list item become one list. */
  flow(raw: readonly unknown[], depth: number): BlockContent[] {
    const flow: BlockContent[] = []
    let list: { kind: string; node: List } | undefined
    for (const block of depth < DEEPEST ? read(raw) : flattened(raw)) {
      const kind = listItems[block.type]
      if (!kind) {
        list = undefined
        flow.push(...this.#block(block), ...this.flow(block.children ?? [], depth + 1))
        continue
      }
      const item = this.#item(block, kind.checks, depth)
      // An empty item would be read as part of the text above it.
      if (item.children.length === 0) continue
      if (list?.kind !== block.type || (kind.ordered && number(block.props?.start) !== undefined)) {
        const start = kind.ordered ? { start: number(block.props?.start) ?? 1 } : {}
        list = {
          kind: block.type,
          node: { type: "list", ordered: kind.ordered, ...start, spread: false, children: [] },
        }
        flow.push(list.node)
      }
      list.node.children.push(item)
    }
    return flow
  }

  #item(block: Block, checks: boolean, depth: number): ListItem {
    const checked = checks ? { checked: block.props?.checked === true } : {}
    const inline = this.#inline(block)
    const below = this.flow(block.children ?? [], depth + 1)
    return {
      type: "listItem",
      spread: false,
      ...checked,
      children: inline.length > 0 ? [paragraph(inline), ...below] : below,
    }
  }

  #inline(block: Block): PhrasingContent[] {
    return phrasing(inlinesOf(block.content), this.#handleOf)
  }

  /** What a block is without its children. */
  #block(block: Block): BlockContent[] {
    const { type, props = {}, content } = block
    if (type === "divider" || type === "pageBreak") return [{ type: "thematicBreak" }]
    if (type === "codeBlock" || type === "mermaid") return [code(block)]
    const rows = z.looseObject({ rows: z.array(z.unknown()) }).safeParse(content)
    if (rows.success) return this.#table(rows.data.rows)
    const inline = this.#inline(block)
    if (type === "heading") {
      const level = Math.min(Math.max(number(props.level) ?? 1, 1), 6)
      return inline.length > 0 ? [{ type: "heading", depth: level as 1 | 2 | 3 | 4 | 5 | 6, children: inline }] : []
    }
    if (inline.length === 0) return embedded(type, props)
    return type === "quote" ? [{ type: "blockquote", children: [paragraph(inline)] }] : [paragraph(inline)]
  }

  /** GitHub's tables start with a row of headers, so the first row is that. */
  #table(raw: unknown[]): BlockContent[] {
    const Cell = z.looseObject({ content: z.unknown() })
    const rows = raw.map((row): TableRow => {
      const { cells } = z
        .object({ cells: z.array(z.unknown()).catch([]) })
        .catch({ cells: [] })
        .parse(row)
      return {
        type: "tableRow",
        children: cells.map((cell) => {
          const whole = Array.isArray(cell) || typeof cell === "string" ? undefined : Cell.safeParse(cell).data
          return { type: "tableCell", children: phrasing(inlinesOf(whole ? whole.content : cell), this.#handleOf) }
        }),
      }
    })
    const filled = rows.filter((row) => row.children.length > 0)
    if (filled.length === 0) return []
    const align: AlignType[] = []
    return [{ type: "table", align, children: filled }]
  }
}

const paragraph = (children: PhrasingContent[]) => ({ type: "paragraph" as const, children })

const number = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 1_000_000_000 ? value : undefined

const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "")

function read(raw: readonly unknown[]): Block[] {
  return raw.flatMap((each) => {
    const block = Block.safeParse(each)
    if (block.success) return [block.data]
    // Not a block: its words are kept all the same.
    const inline = inlinesOf([each])
    return inline.length > 0 ? [{ type: "paragraph", content: inline }] : []
  })
}

/** All blocks under these, without their nesting: found by a loop, since the nesting may be deeper than a stack. */
function flattened(raw: readonly unknown[]): Block[] {
  const blocks: Block[] = []
  const waiting = [...raw].reverse()
  while (waiting.length > 0) {
    const [block] = read([waiting.pop()])
    if (!block) continue
    const { children = [], ...alone } = block
    blocks.push(alone)
    for (let at = children.length - 1; at >= 0; at--) waiting.push(children[at])
  }
  return blocks
}

function code(block: Block): BlockContent {
  const language = block.type === "mermaid" ? "mermaid" : text(block.props?.language)
  const lang = /^[\w+#.-]{1,40}$/.test(language) && language !== "text" ? language : null
  const value = plainText(inlinesOf(block.content)) || (typeof block.props?.code === "string" ? block.props.code : "")
  return { type: "code", lang, value }
}

/** A block without inline content: a picture, a file, or whatever text its properties carry. */
function embedded(type: string, props: Record<string, unknown>): BlockContent[] {
  const [url, name, caption] = [text(props.url), text(props.name), text(props.caption)]
  if (url && HARMLESS.test(url)) {
    const label = name || caption
    const title = name && caption && name !== caption ? caption : null
    if (type === "image") return [paragraph([{ type: "image", url, alt: label, title }])]
    return [paragraph([{ type: "link", url, title, children: [{ type: "text", value: label || url }] }])]
  }
  const words = [...new Set([text(props.text), text(props.code), text(props.title), name, caption].filter(Boolean))]
  return words.map((value) => paragraph([{ type: "text", value }]))
}
