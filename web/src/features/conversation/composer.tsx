import { t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { SendHorizontal, Square } from "lucide-react"
import { type KeyboardEvent, useEffect, useRef, useState } from "react"
import { Button } from "../../components/button.tsx"
import { inputLook } from "../../components/field.tsx"
import { Kbd } from "../../components/kbd.tsx"
import { cx } from "../../lib/cx.ts"
import { keepUnfinished, unfinished } from "../../lib/unfinished.ts"

type Props = {
  name: string
  /** Names what is written here, should it be left unsent. */
  draft: string
  busy: boolean
  /** Sends what was written. What could not be sent stays in the field. */
  onSend: (text: string) => Promise<unknown>
  /** Stops the agent, while it answers. */
  onStop?: (() => void) | undefined
}

/** Where one writes to an agent: Enter sends, Shift and Enter begin a line. */
export function Composer({ name, draft, busy, onSend, onStop }: Props) {
  const [text, setText] = useState(() => unfinished(draft))
  useEffect(() => keepUnfinished(draft, text), [draft, text])
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    // Where fingers type, the keyboard would come up and cover the chat.
    if (matchMedia("(pointer: fine)").matches) field.current?.focus({ preventScroll: true })
  }, [])

  async function send() {
    const message = text.trim()
    if (!message || busy) return
    setText("")
    try {
      await onSend(message)
    } catch {
      // The error is told elsewhere; what was written comes back, before what was written since.
      setText((now) => (now ? `${message}\n${now}` : message))
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter also ends what an input method composes.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <form
      className="grid shrink-0 gap-1.5 border-t px-4 py-3 max-phone:px-2"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          aria-label={t`Message ${name}`}
          aria-describedby="composer-keys"
          placeholder={t`Message ${name}…`}
          rows={1}
          maxLength={20_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          className={cx(inputLook, "thin-scroll field-sizing-content max-h-48 min-h-9 resize-none py-2")}
        />
        {onStop && (
          <Button size="md" onClick={onStop}>
            <Square size={11} aria-hidden /> {t({ message: "Stop", context: "verb" })}
          </Button>
        )}
        <Button type="submit" size="md" variant="primary" disabled={!text.trim()} busy={busy} aria-label={t`Send`}>
          <SendHorizontal size={14} aria-hidden className="rtl:-scale-x-100" />
        </Button>
      </div>
      <p id="composer-keys" className="text-muted text-xs max-phone:hidden">
        <Trans>
          <Kbd>Enter</Kbd> sends, <Kbd>Shift</Kbd> <Kbd>Enter</Kbd> begins a new line. Markdown works. Everybody in the
          project can read this chat.
        </Trans>
      </p>
    </form>
  )
}
