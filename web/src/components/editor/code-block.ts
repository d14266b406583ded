import { t } from "@lingui/core/macro"
import type { NodeViewRendererProps } from "@tiptap/core"
import { createHighlightPlugin, type Parser } from "prosemirror-highlight"
import { createParser } from "prosemirror-highlight/lowlight"
import { FencedCode } from "./extensions.ts"
import { loadedHighlighter, loadHighlighter } from "./highlighter.ts"
import { languageOf, languages } from "./languages.ts"

/** The code block of the editor: in the colours of its language, which is chosen at its corner. */
export const CodeBlock = FencedCode.extend({
  addNodeView: () => view,
  addProseMirrorPlugins: () => [createHighlightPlugin({ parser: parse, nodeTypes: ["codeBlock"] })],
})

/** Whether the highlighter did not come: asked again at once, it would be asked for without end. */
let unreachable = false

const parse: Parser = (options) => {
  const language = languageOf(options.language)
  const highlight = loadedHighlighter()
  if (!language || (!highlight && unreachable)) return []
  if (!highlight) {
    // Answered with a promise, the plugin asks again when it is kept.
    return loadHighlighter().then((loaded) => {
      unreachable = !loaded
    })
  }
  const tree = highlight(language, options.content)
  if (!tree) return []
  return createParser({ highlight: () => tree, highlightAuto: () => tree })({ ...options, language })
}

/** The block's code and, at its corner, the choice of its language. Plain DOM: it is drawn for every block. */
function view({ node: first, editor, getPos }: NodeViewRendererProps) {
  const dom = document.createElement("div")
  dom.className = "code-block"
  const select = document.createElement("select")
  select.contentEditable = "false"
  select.setAttribute("aria-label", t`Language of the code`)
  const pre = document.createElement("pre")
  const contentDOM = document.createElement("code")
  pre.append(contentDOM)
  dom.append(select, pre)

  let node = first
  const show = () => {
    const fence = String(node.attrs.language ?? "")
    const known = languageOf(fence)
    // A language we do not know is kept as it was written.
    const other = fence && !known ? [new Option(fence, fence)] : []
    const choices = languages.map(({ id, name }) => new Option(name, id))
    select.replaceChildren(new Option(t`Plain text`, ""), ...other, ...choices)
    select.value = known ?? fence
  }
  show()
  select.addEventListener("change", () => {
    const at = getPos()
    if (at === undefined) return
    editor.view.dispatch(editor.state.tr.setNodeAttribute(at, "language", select.value || null))
  })
  select.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    event.stopPropagation()
    // The browser still thinks of where its cursor was among the old colours: it has to be set anew.
    document.getSelection()?.removeAllRanges()
    editor.commands.focus((getPos() ?? 0) + node.nodeSize - 1)
  })
  return {
    dom,
    contentDOM,
    update: (next: typeof first) => {
      if (next.type !== node.type) return false
      const changed = next.attrs.language !== node.attrs.language
      node = next
      if (changed) show()
      return true
    },
    stopEvent: (event: Event) => event.target === select,
    ignoreMutation: (mutation: { target: Node }) => !contentDOM.contains(mutation.target),
  }
}
