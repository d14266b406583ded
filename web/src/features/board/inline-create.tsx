import { type ReactNode, useRef, useState } from "react"
import type { TaskStatus } from "../../lib/api.gen.ts"

type Props = { status: TaskStatus; onCreate: (title: string, statusId: string) => Promise<unknown>; icon: ReactNode }

/** Adds tasks at a column's foot: Enter keeps the field for the next one, Esc closes it. */
export function InlineCreate({ status, onCreate, icon }: Props) {
  const [open, setOpen] = useState(false)
  const [title, setTitle] = useState("")
  const opener = useRef<HTMLButtonElement>(null)

  function submit() {
    const name = title.trim()
    if (!name) return
    setTitle("")
    // What was typed comes back if the task could not be created.
    onCreate(name, status.id).catch(() => setTitle((now) => now || name))
  }

  function close() {
    setOpen(false)
    setTitle("")
    requestAnimationFrame(() => opener.current?.focus())
  }

  return (
    <div className="shrink-0 p-2 pt-1">
      {open ? (
        <textarea
          // biome-ignore lint/a11y/noAutofocus: it appears because the person asked for it
          autoFocus
          aria-label={`Title of a new task in ${status.name}`}
          placeholder="What needs to be done?"
          rows={2}
          maxLength={500}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          onBlur={() => !title.trim() && setOpen(false)}
          onKeyDown={(event) => {
            if (event.key === "Escape") close()
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return
            event.preventDefault()
            submit()
          }}
          className="block w-full resize-none rounded-md border border-accent bg-panel p-2.5 font-medium outline-none"
        />
      ) : (
        <button
          ref={opener}
          type="button"
          onClick={() => setOpen(true)}
          className="flex h-7 w-full items-center gap-1.5 rounded-sm px-2 text-muted hover:bg-hover hover:text-ink max-phone:h-10"
        >
          {icon}
          Add task
        </button>
      )}
    </div>
  )
}
