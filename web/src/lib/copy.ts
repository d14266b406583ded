import { t } from "@lingui/core/macro"
import { notify } from "./notify.ts"

/** Copies a text and says `done`; where the browser does not allow it, shows the text to be copied by hand. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    notify(t`Copying is not allowed here`, text)
    return
  }
  notify(done)
}
