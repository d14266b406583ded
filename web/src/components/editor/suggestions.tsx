import { size } from "@floating-ui/dom"
import { t } from "@lingui/core/macro"
import { type Editor, Extension, type Range } from "@tiptap/core"
import { type EditorState, PluginKey } from "@tiptap/pm/state"
import { Suggestion, type SuggestionKeyDownProps, type SuggestionProps } from "@tiptap/suggestion"
import { type ReactNode, useEffect, useId, useRef, useState } from "react"
import { createPortal } from "react-dom"
import { cx } from "../../lib/cx.ts"

/** One thing that is offered, and what choosing it does with the typed characters. */
export type Choice = {
  id: string
  label: string
  icon?: ReactNode
  hint?: string
  insert: (editor: Editor, range: Range) => void
}

/** A sign that opens a list when it is typed at the start of a line or after a space. */
export type Source = {
  char: string
  title: () => string
  choices: (query: string, editor: Editor) => Choice[] | Promise<Choice[]>
  /** A pause in typing after which choices are asked for. Milliseconds. */
  debounce?: number
  /** Said where nothing is found; a list that has nothing to say closes. */
  nothing?: () => string
}

type Offer = {
  source: Source
  choices: Choice[]
  loading: boolean
  host: HTMLElement
  choose: (choice: Choice) => void
}

/**
 * What is offered while somebody writes: one mechanism for every sign. Focus stays in the text; the arrow keys choose,
 * Enter and Tab take, Escape closes.
 * @returns the editor's extension, the open list, and whether there is one
 */
export function useSuggestions(sources: Source[]) {
  const [offer, setOffer] = useState<Offer>()
  const [chosen, setChosen] = useState(0)
  const listId = useId()
  const now = useRef({ offer, chosen })
  now.current = { offer, chosen }
  /** Enter was pressed while what is typed was still looked for. */
  const impatient = useRef(false)
  const unmount = useRef<() => void>(undefined)
  const field = useRef<HTMLElement>(undefined)

  function start(at: SuggestionProps<Choice, Choice>) {
    const host = document.createElement("div")
    host.className = "z-50"
    // A dialog lets nobody use what stands beside it.
    const home = at.editor.view.dom.closest("[role=dialog]") ?? document.body
    home.append(host)
    const stop = at.mount(host)
    field.current = at.editor.view.dom
    impatient.current = false
    unmount.current = () => {
      stop()
      host.remove()
    }
    return host
  }

  function show(source: Source, at: SuggestionProps<Choice, Choice>, host: HTMLElement) {
    const before = now.current.offer
    const choices = at.loading && before?.source === source ? before.choices : at.items
    const [first] = choices
    if (!at.loading && impatient.current && first) return at.command(first)
    if (!at.loading) setChosen(0)
    setOffer({ source, choices, loading: at.loading, host, choose: at.command })
  }

  function close() {
    unmount.current?.()
    unmount.current = undefined
    setOffer(undefined)
  }

  function onKey({ event }: SuggestionKeyDownProps): boolean {
    const { offer: open, chosen: at } = now.current
    if (!open) return false
    if (event.key === "Escape") {
      // The list closes by itself; what stands around the text must not.
      event.stopPropagation()
      return true
    }
    const { choices } = open
    const takes = (event.key === "Enter" && !event.metaKey && !event.ctrlKey) || event.key === "Tab"
    if (takes && open.loading) {
      impatient.current = true
      return true
    }
    if (choices.length === 0) return false
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setChosen((at + (event.key === "ArrowDown" ? 1 : -1) + choices.length) % choices.length)
      return true
    }
    const choice = takes ? choices[at] : undefined
    if (choice) open.choose(choice)
    return choice !== undefined
  }

  const [extension] = useState(() =>
    Extension.create({
      name: "suggestions",
      addProseMirrorPlugins() {
        const { editor } = this
        return sources.map((source) => {
          const pluginKey = new PluginKey(`suggestions of ${source.char}`)
          let host: HTMLElement
          return Suggestion<Choice, Choice>({
            editor,
            pluginKey,
            char: source.char,
            debounce: source.debounce ?? 0,
            allowedPrefixes: null,
            floatingUi: { strategy: "fixed", middleware: [fitted] },
            allow: ({ state, range }) => beginsWord(state, range.from),
            // A list opens for what is typed, not for where somebody clicks.
            shouldShow: ({ transaction }) =>
              transaction.docChanged || Boolean(pluginKey.getState(editor.state)?.active),
            items: ({ query }) => source.choices(query, editor),
            command: ({ range, props }) => props.insert(editor, range),
            render: () => ({
              onStart: (at) => {
                host = start(at)
                show(source, at, host)
              },
              onUpdate: (at) => show(source, at, host),
              onKeyDown: onKey,
              onExit: close,
            }),
          })
        })
      },
    }),
  )

  const said = offer && (offer.choices.length > 0 || offer.source.nothing !== undefined)
  const active = offer?.choices[chosen]?.id
  useEffect(() => {
    const text = field.current
    if (!text || active === undefined) return
    text.setAttribute("aria-controls", listId)
    text.setAttribute("aria-activedescendant", `${listId}-${active}`)
    return () => {
      text.removeAttribute("aria-controls")
      text.removeAttribute("aria-activedescendant")
    }
  }, [active, listId])
  useEffect(() => () => unmount.current?.(), [])

  const list = said && createPortal(<List {...{ offer, chosen, listId }} />, offer.host)
  return { extension, list, isOpen: () => now.current.offer !== undefined }
}

/** No wider and higher than there is room for, whatever the writing direction and the screen. */
const fitted = size({
  padding: 8,
  apply: ({ elements, availableHeight }) => {
    elements.floating.style.setProperty("--room", `${Math.max(96, availableHeight)}px`)
  },
})

/** Whether a place is the start of a line or follows a space, and is not code. */
function beginsWord(state: EditorState, position: number): boolean {
  const place = state.doc.resolve(position)
  if (place.parent.type.spec.code || place.marks().some((mark) => mark.type.spec.code)) return false
  const { parentOffset: at, parent } = place
  const before = parent.textBetween(Math.max(0, at - 1), at, "", ({ type }) => (type.name === "hardBreak" ? "\n" : "?"))
  return /^\s?$/.test(before)
}

function List({ offer, chosen, listId }: { offer: Offer; chosen: number; listId: string }) {
  const { source, choices, loading, choose } = offer
  if (choices.length === 0) {
    return (
      <p role="status" className="popup px-3 py-2 text-muted">
        {loading ? t`Searching…` : source.nothing?.()}
      </p>
    )
  }
  return (
    <div
      role="listbox"
      id={listId}
      aria-label={source.title()}
      aria-busy={loading}
      className="popup thin-scroll max-h-[min(20rem,var(--room))] w-72 max-w-[calc(100vw-16px)] overflow-y-auto p-1"
    >
      {choices.map(({ id, icon, label, hint }, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the text; the arrow keys choose
        // biome-ignore lint/a11y/useKeyWithClickEvents: Enter and Tab are handled by the text
        <div
          key={id}
          id={`${listId}-${id}`}
          role="option"
          aria-selected={index === chosen}
          ref={index === chosen ? (row) => row?.scrollIntoView({ block: "nearest" }) : undefined}
          className={cx(
            "flex h-8 cursor-default items-center gap-2 rounded-sm px-2 hover:bg-hover/60 max-phone:h-10",
            index === chosen && "bg-hover",
          )}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            const choice = choices[index]
            if (choice) choose(choice)
          }}
        >
          <span className="grid w-5 shrink-0 place-items-center text-muted [&_svg]:size-3.5">{icon}</span>
          <span className="truncate">{label}</span>
          {hint && <span className="ms-auto shrink-0 text-muted text-xs tabular-nums">{hint}</span>}
        </div>
      ))}
    </div>
  )
}
