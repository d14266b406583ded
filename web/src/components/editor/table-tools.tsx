import { t } from "@lingui/core/macro"
import type { Editor } from "@tiptap/core"
import { useEditorState } from "@tiptap/react"
import { BubbleMenu } from "@tiptap/react/menus"
import type { KeyboardEvent } from "react"
import { i18n } from "../../lib/i18n.ts"
import { IconButton } from "../button.tsx"
import { tableCommands } from "./table-commands.ts"

/** The key that leads from a table to its tools, as in other editors. */
export const isToolsKey = (event: Pick<KeyboardEvent, "altKey" | "key">) => event.altKey && event.key === "F10"

const LABEL = "data-table-tools"

/** Leads into the tools of the table one writes in. @returns whether there are any */
export function focusTableTools(editor: Editor): boolean {
  const first = editor.view.dom.parentElement?.querySelector<HTMLElement>(`[${LABEL}] button:enabled`)
  if (!editor.isActive("table") || !first) return false
  first.focus()
  return true
}

/** What can be done to the table one writes in, above it. Arrow keys move between the tools, Escape back to the text. */
export function TableTools({ editor }: { editor: Editor }) {
  const inHeader = useEditorState({ editor, selector: ({ editor: now }) => now.isActive("tableHeader") })
  return (
    <BubbleMenu
      editor={editor}
      pluginKey="table-tools"
      updateDelay={0}
      shouldShow={({ editor: now }) => now.isEditable && now.isActive("table")}
      getReferencedVirtualElement={() => tableOf(editor)}
      options={{ placement: "top-start", offset: 6, flip: true, shift: { padding: 8 } }}
      className="z-20"
    >
      <div
        role="toolbar"
        aria-label={t`Table`}
        aria-keyshortcuts="Alt+F10"
        {...{ [LABEL]: "" }}
        className="popup flex w-max max-w-[calc(100vw-16px)] flex-wrap p-0.5"
        onKeyDown={(event) => onKey(event, editor)}
      >
        {tableCommands.map(({ id, label, Icon, run }, index) => (
          <IconButton
            key={id}
            label={i18n._(label)}
            tabIndex={index === 0 ? 0 : -1}
            disabled={inHeader && id === "row-before"}
            aria-pressed={id === "header" ? hasHeader(editor) : undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              editor.commands.focus()
              run(editor)
            }}
          >
            <Icon size={14} aria-hidden />
          </IconButton>
        ))}
      </div>
    </BubbleMenu>
  )
}

function tableOf({ view, state }: Editor) {
  const { node } = view.domAtPos(state.selection.from)
  const table = (node instanceof Element ? node : node.parentElement)?.closest("table")
  return table ? { getBoundingClientRect: () => table.getBoundingClientRect(), contextElement: table } : null
}

/** Whether the table one writes in begins with a header. */
function hasHeader({ state }: Editor): boolean {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (node.type.name === "table") return node.firstChild?.firstChild?.type.name === "tableHeader"
  }
  return false
}

function onKey(event: KeyboardEvent<HTMLElement>, editor: Editor): void {
  if (event.key === "Escape") {
    event.stopPropagation()
    editor.commands.focus()
    return
  }
  const tools = [...event.currentTarget.querySelectorAll<HTMLElement>("button:enabled")]
  const at = tools.findIndex((tool) => tool.matches(":focus"))
  const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? "ArrowLeft" : "ArrowRight"
  const next =
    event.key === "Home"
      ? 0
      : event.key === "End"
        ? tools.length - 1
        : /^Arrow(Left|Right)$/.test(event.key)
          ? (at + (event.key === forward ? 1 : -1) + tools.length) % tools.length
          : undefined
  if (next === undefined) return
  event.preventDefault()
  tools[next]?.focus()
}
