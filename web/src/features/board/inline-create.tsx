import { t } from "@lingui/core/macro"
import { type ReactNode, useRef, useState } from "react"
import { cx } from "../../lib/cx.ts"

type Props = { name: string; onCreate: (title: string) => Promise<unknown>; icon: ReactNode; line?: boolean }

/** Adds tasks at a group's end: Enter keeps the field for the next one, Esc closes it. With `line` it is one line high. */
export function InlineCreate({ name: group, onCreate, icon, line }: Props) {
  const [open, setOpen] = useState(false)
  const [title, setTitle] = useState("")
  const opener = useRef<HTMLButtonElement>(null)

  function submit() {
    const name = title.trim()
    if (!name) return
    setTitle("")
    // What was typed comes back if the task could not be created.
    onCreate(name).catch(() => setTitle((now) => now || name))
  }

  function close() {
    setOpen(false)
    setTitle("")
    requestAnimationFrame(() => opener.current?.focus())
  }

  return (
    <div className={line ? "w-full" : "shrink-0 p-2 pt-1"}>
      {open ? (
        <textarea
          // biome-ignore lint/a11y/noAutofocus: it appears because the person asked for it
          autoFocus
          aria-label={group ? t`Title of a new task in ${group}` : t`Title of a new task`}
          placeholder={t`What needs to be done?`}
          rows={line ? 1 : 2}
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
          className={cx(
            "block w-full resize-none border border-accent bg-panel font-medium outline-none",
            line ? "h-8 rounded-sm px-2 py-1.5" : "rounded-md p-2.5",
          )}
        />
      ) : (
        <button
          ref={opener}
          type="button"
          onClick={() => setOpen(true)}
          className="flex h-7 w-full items-center gap-1.5 rounded-sm px-2 text-muted hover:bg-hover hover:text-ink max-phone:h-10"
        >
          {icon}
          {t`Add task`}
        </button>
      )}
    </div>
  )
}
