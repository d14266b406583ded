import { useQueryClient } from "@tanstack/react-query"
import type { Editor as TiptapEditor } from "@tiptap/core"
import { Placeholder } from "@tiptap/extensions"
import { Markdown } from "@tiptap/markdown"
import { EditorContent, useEditor } from "@tiptap/react"
import { useEffect, useRef, useState } from "react"
import { cx } from "../../lib/cx.ts"
import type { Mentionable } from "../../lib/mentionable.ts"
import { foundQuery } from "../../lib/task-queries.ts"
import { useTextPlace } from "../../lib/text-place.ts"
import { CodeBlock } from "./code-block.ts"
import { commandSource } from "./commands.tsx"
import { contentExtensions, Handle } from "./extensions.ts"
import { imagesInto } from "./images.ts"
import { memberSource, taskSource } from "./mentions.tsx"
import { useSuggestions } from "./suggestions.tsx"
import { focusTableTools, isToolsKey, TableTools } from "./table-tools.tsx"

export type EditorProps = {
  initial: string
  /** A text to show instead, with each new count: what stays the same is left alone, and so is the cursor in it. */
  replacement?: { text: string; count: number }
  label: string
  placeholder?: string
  members: Mentionable[]
  autoFocus?: boolean
  /** The whole text as Markdown, after each change a person made. */
  onChange: (markdown: string) => void
  onBlur?: () => void
  /** Ctrl-Enter or Cmd-Enter. */
  onSubmit?: () => void
  onCancel?: () => void
  className?: string
  /** Takes an image that is pasted or dropped into the text; answers where it is shown from, or nothing if it is not. */
  onImage?: (file: File) => Promise<{ src: string; alt: string } | undefined>
  /** Whether images are still on their way into the text. */
  onWaiting?: (waiting: boolean) => void
}

/**
 * The Markdown editor: what is typed is formatted as it is typed, `/` offers blocks, `@` the members, `#` the tasks of the
 * project it stands in.
 */
export default function Editor(props: EditorProps) {
  const latest = useRef(props)
  latest.current = props
  const place = useTextPlace()
  const client = useQueryClient()
  const editorRef = useRef<TiptapEditor>(null)
  const written = useRef<string>(undefined)
  const [images] = useState(() =>
    imagesInto(
      () => editorRef.current,
      () => latest.current,
    ),
  )
  const suggestions = useSuggestions([
    commandSource(() => images.choose()),
    memberSource(() => latest.current.members),
    ...(place ? [taskSource((query) => client.fetchQuery(foundQuery(place.projectId, query)))] : []),
  ])

  const editor = useEditor({
    immediatelyRender: false,
    autofocus: props.autoFocus ? "end" : false,
    content: props.initial,
    contentType: "markdown",
    extensions: [
      ...contentExtensions({
        codeBlock: CodeBlock,
        handle: Handle.configure({ HTMLAttributes: { class: "mention" } }),
      }),
      suggestions.extension,
      Markdown,
      Placeholder.configure({ placeholder: props.placeholder ?? "" }),
    ],
    editorProps: {
      attributes: {
        class: cx("prose outline-none", props.className),
        "aria-label": props.label,
        role: "textbox",
        "aria-multiline": "true",
        "aria-autocomplete": "list",
      },
      handleKeyDown: (_view, event) => {
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
          latest.current.onSubmit?.()
          return true
        }
        if (event.key === "Escape" && !suggestions.isOpen() && latest.current.onCancel) {
          event.stopPropagation()
          latest.current.onCancel()
          return true
        }
        return isToolsKey(event) && editorRef.current !== null && focusTableTools(editorRef.current)
      },
      handlePaste: images.handlePaste,
      handleDrop: images.handleDrop,
    },
    onCreate: ({ editor: now }) => {
      written.current = textOf(now)
    },
    onUpdate: ({ editor: now }) => {
      const text = textOf(now)
      // Clicking into a text may give it a line to go on in; that changes nothing of it.
      if (text === written.current) return
      written.current = text
      latest.current.onChange(text)
    },
  })

  editorRef.current = editor

  const { replacement } = props
  const replaced = useRef(replacement?.count)
  useEffect(() => {
    if (!editor || !replacement || replaced.current === replacement.count) return
    replaced.current = replacement.count
    replaceText(editor, replacement.text)
  }, [editor, replacement])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that the focus has left
    <div
      className="relative"
      // The tools of a table and the choice of a language belong to the text: who goes there has not left it.
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) latest.current.onBlur?.()
      }}
    >
      <EditorContent editor={editor} />
      {editor && <TableTools editor={editor} />}
      {suggestions.list}
    </div>
  )
}

/** The text as Markdown. The empty line at its end is a place to go on writing, no part of it. */
const textOf = (editor: TiptapEditor) => editor.getMarkdown().replace(/\n+$/, "")

/** Puts another text in, as far as it differs. It is not a person's change: neither told as one, nor taken back by undo. */
function replaceText(editor: TiptapEditor, markdown: string): void {
  const { state, view, schema } = editor
  const json = editor.markdown?.parse(markdown)
  if (!json) return
  const wanted = schema.nodeFromJSON(json)
  const start = state.doc.content.findDiffStart(wanted.content)
  const end = state.doc.content.findDiffEnd(wanted.content)
  if (start === null || !end) return
  // Where something repeats itself, the equal start and the equal end may overlap.
  const overlap = Math.max(0, start - Math.min(end.a, end.b))
  const change = state.tr.replace(start, end.a + overlap, wanted.slice(start, end.b + overlap))
  view.dispatch(change.setMeta("addToHistory", false).setMeta("preventUpdate", true))
}
