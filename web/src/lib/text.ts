/**
 * How well `query` matches `text`: 0 is not at all. Every word of the query must occur; a word's start counts more than
 * its middle, and letters merely in order count least.
 */
export function fuzzyScore(text: string, query: string): number {
  const hay = text.toLowerCase()
  let score = 1
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = hay.indexOf(word)
    if (at >= 0) score += at === 0 || /[^a-z0-9]/.test(hay.charAt(at - 1)) ? 4 : 2
    else if (isSubsequence(hay, word)) score += 0.5
    else return 0
  }
  return score
}

function isSubsequence(hay: string, word: string): boolean {
  let at = -1
  for (const letter of word) {
    at = hay.indexOf(letter, at + 1)
    if (at < 0) return false
  }
  return true
}

/** Only links a click may follow: web, mail, or within this site. Everything else (`javascript:` …) is `undefined`. */
export function safeHref(href: unknown): string | undefined {
  if (typeof href !== "string") return undefined
  const trimmed = href.trim()
  if (/^(https?:|mailto:)/i.test(trimmed)) return trimmed
  return /^(\/(?!\/)|#|\?)/.test(trimmed) ? trimmed : undefined
}

/** Only a path of this site may be returned to after sign-in, so that a link cannot send a person elsewhere. */
export function safeReturnPath(path: string | undefined): string {
  return path && /^\/(?![/\\])/.test(path) ? path : "/"
}

/** The text that base64url says (RFC 4648, 5), or nothing when it says none. */
export function fromBase64Url(encoded: string): string {
  try {
    return atob(encoded.replaceAll("-", "+").replaceAll("_", "/"))
  } catch {
    return ""
  }
}
