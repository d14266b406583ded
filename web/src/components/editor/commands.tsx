import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import type { ChainedCommands, Editor } from "@tiptap/core"
import {
  Code,
  Heading1,
  Heading2,
  Heading3,
  ImageUp,
  List,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Minus,
  Quote,
  Table,
} from "lucide-react"
import { i18n } from "../../lib/i18n.ts"
import type { Source } from "./suggestions.tsx"
import { tableCommands } from "./table-commands.ts"

/** Something that is done to the block one writes in. */
export type Command = {
  id: string
  label: MessageDescriptor
  /** What people may call it besides, in English as in Markdown and other editors. */
  words: string
  Icon: LucideIcon
  /** What one types instead. */
  hint?: string
  run: (editor: Editor) => void
}

/** What only paragraphs come first in: what is no paragraph leaves it. */
const items = ["listItem", "taskItem"]

/** Leaves every list around, one after the other, and goes on from there. */
function outside(editor: Editor): ChainedCommands {
  for (let item = itemAround(editor); item; item = itemAround(editor)) {
    if (!editor.commands.liftListItem(item)) break
  }
  return editor.chain()
}

/** The kind of the innermost item of a list that the cursor is in. */
function itemAround({ state }: Editor): string | undefined {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    const { name } = $from.node(depth).type
    if (items.includes(name)) return name
  }
  return undefined
}

const heading = (level: 1 | 2 | 3, label: MessageDescriptor, Icon: LucideIcon): Command => ({
  id: `h${level}`,
  label,
  words: `h${level} title`,
  Icon,
  hint: "#".repeat(level),
  run: (editor) => outside(editor).setNode("heading", { level }).run(),
})

/** What stays as it is when it is that already. */
const once =
  (name: string, run: Command["run"]): Command["run"] =>
  (editor) => {
    if (!editor.isActive(name)) run(editor)
  }

const blocks: Command[] = [
  heading(1, msg`Heading 1`, Heading1),
  heading(2, msg`Heading 2`, Heading2),
  heading(3, msg`Heading 3`, Heading3),
  {
    id: "bullets",
    label: msg`Bullet list`,
    words: "ul unordered",
    Icon: List,
    hint: "-",
    run: once("bulletList", (editor) => editor.commands.toggleBulletList()),
  },
  {
    id: "numbers",
    label: msg`Numbered list`,
    words: "ol ordered",
    Icon: ListOrdered,
    hint: "1.",
    run: once("orderedList", (editor) => editor.commands.toggleOrderedList()),
  },
  {
    id: "checks",
    label: msg`Check list`,
    words: "todo task checkbox",
    Icon: ListChecks,
    hint: "[ ]",
    run: once("taskList", (editor) => editor.commands.toggleTaskList()),
  },
  {
    id: "quote",
    label: msg`Quote`,
    words: "blockquote",
    Icon: Quote,
    hint: ">",
    run: once("blockquote", (editor) => outside(editor).setBlockquote().run()),
  },
  {
    id: "code",
    label: msg`Code block`,
    words: "pre fence",
    Icon: Code,
    hint: "```",
    run: (editor) => outside(editor).setCodeBlock().run(),
  },
  {
    id: "table",
    label: msg`Table`,
    words: "grid",
    Icon: Table,
    run: (editor) => outside(editor).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
  },
  {
    id: "divider",
    label: msg`Divider`,
    words: "hr rule line",
    Icon: Minus,
    hint: "---",
    run: (editor) => outside(editor).setHorizontalRule().run(),
  },
]

/** `/`: what the block one writes in can become; within a table, what can be done to the table. */
export const commandSource = (chooseImage: () => (() => void) | undefined): Source => ({
  char: "/",
  title: () => t`Insert`,
  choices: (query, editor) => {
    const add = chooseImage()
    const image: Command = {
      id: "image",
      label: msg`Image…`,
      words: "picture upload",
      Icon: ImageUp,
      run: () => add?.(),
    }
    const commands = editor.isActive("table") ? tableCommands : blocks
    return [...commands, ...(add ? [image] : [])]
      .map((command) => ({ ...command, name: i18n._(command.label) }))
      .filter(({ name, words }) => answers(`${name} ${words}`, query))
      .map(({ id, name, Icon, hint, run }) => ({
        id,
        label: name,
        icon: <Icon aria-hidden />,
        ...(hint && { hint }),
        insert: (_editor, { from, to }) => {
          // What it stood behind ends there, and not with a space; an image stays in the line.
          const spaced = id !== image.id && editor.state.doc.resolve(from).nodeBefore?.text?.endsWith(" ")
          editor
            .chain()
            .focus()
            .deleteRange({ from: spaced ? from - 1 : from, to })
            .run()
          run(editor)
        },
      }))
  },
})

/** Whether one of the words begins with what was typed. */
function answers(words: string, query: string): boolean {
  const typed = query.toLowerCase()
  const all = words.toLowerCase()
  return all.startsWith(typed) || all.includes(` ${typed}`)
}
