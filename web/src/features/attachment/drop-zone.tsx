import { t } from "@lingui/core/macro"
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from "react"

type Props = { children: ReactNode; disabled: boolean; onFiles: (files: File[]) => void }

const hasFiles = (transfer: DataTransfer) => transfer.types.includes("Files")

/** A place to drop files on, and to paste them while nothing else on the page wants them. */
export function DropZone({ children, disabled, onFiles }: Props) {
  const [over, setOver] = useState(false)
  // Entering a child leaves its parent: only the outermost counts.
  const depth = useRef(0)
  const take = useRef(onFiles)
  take.current = onFiles

  useEffect(() => {
    if (disabled) return
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      const { target } = event
      const elsewhere = target instanceof Element && target.closest("[role=dialog]:not([data-panel])")
      if (files.length === 0 || event.defaultPrevented || elsewhere) return
      event.preventDefault()
      take.current(files)
    }
    window.addEventListener("paste", paste)
    return () => window.removeEventListener("paste", paste)
  }, [disabled])

  function leave() {
    depth.current = 0
    setOver(false)
  }
  const handlers = disabled
    ? {}
    : {
        onDragEnter: (event: DragEvent) => {
          if (!hasFiles(event.dataTransfer)) return
          depth.current++
          setOver(true)
        },
        onDragLeave: () => {
          depth.current = Math.max(0, depth.current - 1)
          if (depth.current === 0) setOver(false)
        },
        onDragOver: (event: DragEvent) => {
          if (hasFiles(event.dataTransfer)) event.preventDefault()
        },
        onDrop: (event: DragEvent) => {
          leave()
          // A text that shows the image has taken it already.
          if (event.defaultPrevented || !hasFiles(event.dataTransfer)) return
          event.preventDefault()
          onFiles([...event.dataTransfer.files])
        },
      }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col" {...handlers}>
      {children}
      {over && (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-2 z-10 grid place-items-end justify-center rounded-md border-2 border-accent border-dashed bg-[color-mix(in_oklab,var(--accent)_8%,transparent)] pb-6"
        >
          <span className="rounded-full bg-accent px-3 py-1 font-medium text-panel">{t`Drop to attach`}</span>
        </div>
      )}
    </div>
  )
}
