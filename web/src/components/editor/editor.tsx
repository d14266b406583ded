import { t } from "@lingui/core/macro"
import type { Editor as TiptapEditor } from "@tiptap/core"
import { Placeholder } from "@tiptap/extensions"
import { Markdown } from "@tiptap/markdown"
import type { Transaction } from "@tiptap/pm/state"
import type { EditorView } from "@tiptap/pm/view"
import { EditorContent, useEditor } from "@tiptap/react"
import type { SuggestionKeyDownProps, SuggestionProps } from "@tiptap/suggestion"
import { useEffect, useRef, useState } from "react"
import { createPortal } from "react-dom"
import { cx } from "../../lib/cx.ts"
import type { Mentionable } from "../../lib/mentionable.ts"
import { fuzzyScore } from "../../lib/text.ts"
import { Face } from "../face.tsx"
import { CodeBlock } from "./code-block.ts"
import { contentExtensions, Handle } from "./extensions.ts"

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

type Offer = { items: Mentionable[]; at: DOMRect; choose: (member: Mentionable) => void }

/** The Markdown editor: what is typed is formatted as it is typed, `@` offers the members. */
export default function Editor(props: EditorProps) {
  const latest = useRef(props)
  latest.current = props
  const [offer, setOffer] = useState<Offer>()
  const [chosen, setChosen] = useState(0)
  const open = useRef<{ offer: Offer | undefined; chosen: number }>({ offer: undefined, chosen: 0 })
  open.current = { offer, chosen }
  const incoming = useRef(0)

  const editorRef = useRef<TiptapEditor>(null)
  const editor = useEditor({
    immediatelyRender: false,
    autofocus: props.autoFocus ? "end" : false,
    content: props.initial,
    contentType: "markdown",
    extensions: [
      ...contentExtensions({
        codeBlock: CodeBlock,
        handle: Handle.configure({
          HTMLAttributes: { class: "mention" },
          suggestion: {
            items: ({ query }) => rank(latest.current.members, query),
            render: () => ({
              onStart: (at) => show(at),
              onUpdate: (at) => show(at),
              onKeyDown: (key) => onSuggestionKey(key),
              onExit: () => setOffer(undefined),
            }),
          },
        }),
      }),
      Markdown,
      Placeholder.configure({ placeholder: props.placeholder ?? "" }),
    ],
    editorProps: {
      attributes: {
        class: cx("prose outline-none", props.className),
        "aria-label": props.label,
        role: "textbox",
        "aria-multiline": "true",
      },
      handleKeyDown: (_view, event) => {
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
          latest.current.onSubmit?.()
          return true
        }
        if (event.key === "Escape" && !open.current.offer && latest.current.onCancel) {
          event.stopPropagation()
          latest.current.onCancel()
          return true
        }
        return false
      },
      handlePaste: (view, event) => takeImages(view, event.clipboardData, view.state.selection.from),
      handleDrop: (view, event, _slice, moved) => {
        if (moved) return false
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
        const taken = takeImages(view, event.dataTransfer, at?.pos ?? view.state.selection.from)
        if (taken) event.preventDefault()
        return taken
      },
    },
    onUpdate: ({ editor: now }) => latest.current.onChange(now.getMarkdown()),
    onBlur: () => latest.current.onBlur?.(),
  })

  editorRef.current = editor

  const { replacement } = props
  const replaced = useRef(replacement?.count)
  useEffect(() => {
    if (!editor || !replacement || replaced.current === replacement.count) return
    replaced.current = replacement.count
    replaceText(editor, replacement.text)
  }, [editor, replacement])

  /** Images become part of the text; other files are left to whoever stands around it. */
  function takeImages(view: EditorView, from: DataTransfer | null, position: number): boolean {
    const files = [...(from?.files ?? [])]
    const { onImage } = latest.current
    if (!onImage || files.length === 0 || !files.every((file) => file.type.startsWith("image/"))) return false
    for (const file of files) insertImage(view, position, onImage(file))
    return true
  }

  /** Puts an image where it was dropped, once it has arrived; what is written meanwhile moves the place. */
  async function insertImage(
    view: EditorView,
    position: number,
    arriving: ReturnType<NonNullable<EditorProps["onImage"]>>,
  ) {
    const target = editorRef.current
    if (!target) return
    let at = position
    const follow = ({ transaction }: { transaction: Transaction }) => {
      at = transaction.mapping.map(at)
    }
    target.on("transaction", follow)
    incoming.current++
    latest.current.onWaiting?.(true)
    const image = await arriving
    target.off("transaction", follow)
    if (image && !view.isDestroyed) target.chain().insertContentAt(at, { type: "image", attrs: image }).run()
    incoming.current--
    if (incoming.current === 0) latest.current.onWaiting?.(false)
  }

  function show(at: SuggestionProps<Mentionable>) {
    const place = at.clientRect?.()
    setChosen(0)
    setOffer(
      place && at.items.length > 0
        ? { items: at.items, at: place, choose: (member) => at.command({ id: member.handle, label: member.handle }) }
        : undefined,
    )
  }

  function onSuggestionKey({ event }: SuggestionKeyDownProps): boolean {
    const { offer: now, chosen: at } = open.current
    if (!now) return false
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setChosen((at + (event.key === "ArrowDown" ? 1 : -1) + now.items.length) % now.items.length)
      return true
    }
    if (event.key === "Enter" || event.key === "Tab") {
      const member = now.items[at]
      if (member) now.choose(member)
      return true
    }
    if (event.key !== "Escape") return false
    event.stopPropagation()
    setOffer(undefined)
    return true
  }

  useEffect(() => () => setOffer(undefined), [])

  return (
    <>
      <EditorContent editor={editor} />
      {offer &&
        createPortal(
          <div
            role="listbox"
            aria-label={t`Members to mention`}
            className="popup fixed z-50 w-60 p-1"
            style={{ left: Math.min(offer.at.left, window.innerWidth - 250), ...vertical(offer) }}
          >
            {offer.items.map((member, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the text; the arrow keys choose
              // biome-ignore lint/a11y/useKeyWithClickEvents: Enter and Tab are handled by the text
              <div
                key={member.id}
                role="option"
                aria-selected={index === chosen}
                className={cx("flex h-8 items-center gap-2 rounded-sm px-2", index === chosen && "bg-hover")}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => offer.choose(member)}
              >
                <Face name={member.name} kind={member.kind} />
                <span className="truncate">{member.name}</span>
                <span className="ms-auto shrink-0 text-muted text-xs">@{member.handle}</span>
              </div>
            ))}
          </div>,
          document.body,
        )}
    </>
  )
}

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

function vertical({ at, items }: Offer) {
  const height = items.length * 32 + 10
  return at.bottom + height + 8 < window.innerHeight
    ? { top: at.bottom + 6 }
    : { top: Math.max(8, at.top - height - 6) }
}

function rank(members: Mentionable[], query: string): Mentionable[] {
  return members
    .map((member) => ({ member, score: query ? fuzzyScore(`${member.handle} ${member.name}`, query) : 1 }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score || a.member.name.localeCompare(b.member.name))
    .slice(0, 6)
    .map((each) => each.member)
}
