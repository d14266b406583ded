import type { JSONContent } from "@tiptap/core"
import { parseMarkdown, writeMarkdown } from "./extensions.ts"

/** A box of a check list, as the text shows it. */
export type Box = { checked: boolean; label: string }

function boxesIn(node: JSONContent): JSONContent[] {
  const inner = (node.content ?? []).flatMap(boxesIn)
  return node.type === "taskItem" ? [node, ...inner] : inner
}

const wordsOf = (node: JSONContent): string =>
  node.text ?? (node.attrs?.label as string | undefined) ?? (node.content ?? []).map(wordsOf).join("")

/** The boxes of a text in the order in which they are shown. */
export function boxesOf(markdown: string): Box[] {
  return boxesIn(parseMarkdown(markdown)).map((box) => ({
    checked: Boolean(box.attrs?.checked),
    label: wordsOf(box.content?.[0] ?? {}).trim(),
  }))
}

/**
 * The text with one box ticked or opened again, and every other sign as it was: which of the brackets is meant is found by
 * reading the changed text. Should none be found, the text is written anew.
 * @param index of the box, in the order in which they are shown
 * @returns nothing when there is no such box
 */
export function withTick(markdown: string, index: number, checked: boolean): string | undefined {
  const wanted = parseMarkdown(markdown)
  const box = boxesIn(wanted)[index]
  if (!box) return undefined
  box.attrs = { ...box.attrs, checked }
  const meant = JSON.stringify(wanted)
  const brackets = [...markdown.matchAll(/\[[ xX]\]/g)]
  // Usually it is the one of that number; those in code and in words come besides.
  const likely = [...brackets.slice(index), ...brackets.slice(0, index)]
  for (const { index: at } of likely) {
    const next = `${markdown.slice(0, at)}[${checked ? "x" : " "}]${markdown.slice(at + 3)}`
    if (JSON.stringify(parseMarkdown(next)) === meant) return next
  }
  return writeMarkdown(wanted)
}
