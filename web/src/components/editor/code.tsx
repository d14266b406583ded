import { Fragment, type ReactNode, useEffect, useMemo, useState } from "react"
import { loadedHighlighter, loadHighlighter } from "./highlighter.ts"
import { languageOf } from "./languages.ts"

type Tree = NonNullable<ReturnType<typeof import("./highlight.ts").highlight>>
type Content = Tree["children"][number]

/** Code in the colours of its language; plain in an unknown one, and until the highlighter is there. */
export function Code({ code, fence }: { code: string; fence: unknown }) {
  const language = languageOf(fence)
  const [highlight, setHighlight] = useState(() => loadedHighlighter())
  useEffect(() => {
    if (!language || highlight) return
    let current = true
    loadHighlighter().then((loaded) => {
      if (current) setHighlight(() => loaded)
    })
    return () => {
      current = false
    }
  }, [language, highlight])
  const tree = useMemo(() => language && highlight?.(language, code), [language, highlight, code])
  return <code>{tree ? renderAll(tree.children) : code}</code>
}

function renderAll(nodes: Content[]): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: code is rendered anew as a whole
  return nodes.map((node, index) => <Fragment key={index}>{render(node)}</Fragment>)
}

function render(node: Content): ReactNode {
  if (node.type === "text") return node.value
  if (node.type !== "element") return null
  const names = node.properties.className
  return <span className={Array.isArray(names) ? names.join(" ") : undefined}>{renderAll(node.children)}</span>
}
