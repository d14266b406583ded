import type { Editor } from "@tiptap/core"
import type { Transaction } from "@tiptap/pm/state"
import type { EditorView } from "@tiptap/pm/view"
import type { EditorProps } from "./editor.tsx"

type Hooks = Pick<EditorProps, "onImage" | "onWaiting">

/** How images get into a text: pasted, dropped or chosen, each into its place once it has arrived. */
export function imagesInto(editor: () => Editor | null, hooks: () => Hooks) {
  let incoming = 0

  /** Puts an image where it was dropped, once it has arrived; what is written meanwhile moves the place. */
  async function insert(position: number, arriving: ReturnType<NonNullable<Hooks["onImage"]>>) {
    const target = editor()
    if (!target) return
    let at = position
    const follow = ({ transaction }: { transaction: Transaction }) => {
      at = transaction.mapping.map(at)
    }
    target.on("transaction", follow)
    incoming++
    hooks().onWaiting?.(true)
    const image = await arriving
    target.off("transaction", follow)
    if (image && !target.isDestroyed) target.chain().insertContentAt(at, { type: "image", attrs: image }).run()
    incoming--
    if (incoming === 0) hooks().onWaiting?.(false)
  }

  /** Images become part of the text; other files are left to whoever stands around it. */
  function take(from: DataTransfer | null, position: number): boolean {
    const files = [...(from?.files ?? [])]
    const { onImage } = hooks()
    if (!onImage || files.length === 0 || !files.every((file) => file.type.startsWith("image/"))) return false
    for (const file of files) insert(position, onImage(file))
    return true
  }

  return {
    handlePaste: (view: EditorView, event: ClipboardEvent) => take(event.clipboardData, view.state.selection.from),
    handleDrop: (view: EditorView, event: DragEvent, _slice: unknown, moved: boolean) => {
      if (moved) return false
      const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
      const taken = take(event.dataTransfer, at?.pos ?? view.state.selection.from)
      if (taken) event.preventDefault()
      return taken
    },
    /** Lets the person choose images for the place of the cursor; nothing where a text takes none. */
    choose: () =>
      hooks().onImage &&
      (() => {
        const input = document.createElement("input")
        Object.assign(input, { type: "file", accept: "image/*", multiple: true })
        input.addEventListener("change", () => {
          const { onImage } = hooks()
          const place = editor()?.state.selection.from ?? 0
          for (const file of input.files ?? []) if (onImage) insert(place, onImage(file))
        })
        input.click()
      }),
  }
}
