import { t } from "@lingui/core/macro"
import { useCallback, useRef, useState } from "react"
import { ApiError } from "../../lib/errors.ts"
import { notify, notifyError, notifyUndo } from "../../lib/notify.ts"

/** A text as it is kept, and which version of what holds it that is. */
export type Kept = { text: string; version: number }

type Ticks = {
  /** Names the text among all: a later notice of it takes the place of an earlier one. */
  id: string
  kept: Kept
  /** Saves a text that began with this version; a newer one refuses it (409). */
  save: (text: string, version: number) => Promise<Kept>
  /** Reads it again. */
  reload: () => Promise<Kept>
}

/**
 * Boxes that are ticked where a text is shown: at once, saved one after the other, with a way back. If somebody changed
 * the text itself meanwhile, theirs is shown, and the person is told.
 * @returns the text to show, and what ticks a box of it
 */
export function useTicks({ id, kept, save, reload }: Ticks) {
  const [pending, setPending] = useState<string>()
  const latest = useRef({ kept, save, reload })
  latest.current = { kept, save, reload }
  const wanted = useRef<string>(undefined)

  const run = useCallback(async () => {
    let { text, version } = latest.current.kept
    try {
      while (wanted.current !== undefined && wanted.current !== text) {
        try {
          const sent: string = wanted.current
          version = (await latest.current.save(sent, version)).version
          text = sent
        } catch (error) {
          if (!(error instanceof ApiError) || error.error_code !== "VERSION_CONFLICT") throw error
          const now = await latest.current.reload()
          if (now.text !== text) {
            notify(t`Somebody changed this text meanwhile. Look at it and tick again.`)
            break
          }
          // Something else of it changed: nothing is lost by saving again, once.
          if (now.version === version) throw error
          version = now.version
        }
      }
    } catch (error) {
      notifyError(error, t`The tick could not be kept`)
    } finally {
      wanted.current = undefined
      setPending(undefined)
    }
  }, [])

  const tick = useCallback(
    async (index: number, checked: boolean) => {
      const { boxesOf, withTick } = await import("./tick.ts")
      const idle = wanted.current === undefined
      const before = wanted.current ?? latest.current.kept.text
      const next = withTick(before, index, checked)
      if (next === undefined) return
      wanted.current = next
      setPending(next)
      if (idle) run()
      const box = boxesOf(next)[index]
      const label = box?.label || t`An item`
      notifyUndo(`tick ${id} ${index}`, checked ? t`“${label}” is ticked` : t`“${label}” is open again`, () => {
        // What was written meanwhile may have moved it.
        const now = boxesOf(wanted.current ?? latest.current.kept.text)
        const same = (each: (typeof now)[number] | undefined) => each?.label === box?.label && each?.checked === checked
        const at = same(now[index]) ? index : now.findIndex(same)
        if (at >= 0) untick.current(at, !checked)
      })
    },
    [id, run],
  )
  const untick = useRef(tick)
  untick.current = tick

  return { text: pending ?? kept.text, tick }
}
