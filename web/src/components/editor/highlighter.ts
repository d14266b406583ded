type Highlight = typeof import("./highlight.ts").highlight

let loaded: Highlight | undefined
let loading: Promise<Highlight | undefined> | undefined

/** The highlighter, once some code has needed it. */
export const loadedHighlighter = (): Highlight | undefined => loaded

/** Loads the highlighter. Without a connection it is none and code stays plain; the next code tries again. */
export function loadHighlighter(): Promise<Highlight | undefined> {
  loading ??= import("./highlight.ts").then(
    (module) => {
      loaded = module.highlight
      return loaded
    },
    () => {
      loading = undefined
      return undefined
    },
  )
  return loading
}
