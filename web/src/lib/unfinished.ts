const PREFIX = "paca-unfinished-"

/**
 * Keeps what somebody has written and not sent, so that closing a panel or loading a page anew does not lose it. It stays
 * in this tab, and goes with it; an empty text is kept no longer.
 */
export function keepUnfinished(what: string, text: string): void {
  try {
    if (text.trim() === "") sessionStorage.removeItem(PREFIX + what)
    else sessionStorage.setItem(PREFIX + what, text)
  } catch {
    // Storage may be forbidden or full; then nothing is kept.
  }
}

/** What was written and not sent, or an empty text. */
export function unfinished(what: string): string {
  try {
    return sessionStorage.getItem(PREFIX + what) ?? ""
  } catch {
    return ""
  }
}

/** Forgets all of it: the next one at this browser may be somebody else. */
export function forgetUnfinished(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
  } catch {
    // There is none.
  }
}
