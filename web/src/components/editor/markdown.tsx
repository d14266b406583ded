import { t } from "@lingui/core/macro"
import { lazy, Suspense, useSyncExternalStore } from "react"
import { SkeletonLines } from "../skeleton.tsx"
import type { EditorProps } from "./editor.tsx"
import type { ViewProps } from "./view.tsx"

const View = lazy(() => import("./view.tsx"))
const Editor = lazy(() => import("./editor.tsx"))

const never = () => () => {}

/** False on the server and while its page is taken over: Markdown is read with the browser's own parser. */
function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

/** A Markdown text, rendered. Its code is loaded when the first text is shown. */
export function MarkdownView({ text, members, onTick }: ViewProps) {
  const waiting = <SkeletonLines lines={Math.min(4, 1 + Math.floor(text.length / 80))} label={t`Loading the text`} />
  if (!useInBrowser()) return waiting
  return (
    <Suspense fallback={waiting}>
      <View text={text} members={members} onTick={onTick} />
    </Suspense>
  )
}

/** The Markdown editor. Its code is loaded when somebody starts to write. */
export function MarkdownEditor(props: EditorProps) {
  if (!useInBrowser()) return null
  return (
    <Suspense fallback={<SkeletonLines lines={3} label={t`Loading the editor`} />}>
      <Editor {...props} />
    </Suspense>
  )
}

/** Loads the code of the view and the editor ahead of the click that needs it. */
export function preloadMarkdown(): void {
  import("./view.tsx")
  import("./editor.tsx")
}
