import type { SearchResult } from "../../lib/api.gen.ts"

/** A passage with what was found in it marked. Text stays text: what somebody wrote never becomes markup. */
export function Snippet({ pieces }: { pieces: SearchResult["snippet"] }) {
  return pieces.map(({ text, match }, place) =>
    match ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one passage never move
      <mark key={place} className="rounded-xs bg-accent-soft px-px text-accent-text">
        {text}
      </mark>
    ) : (
      text
    ),
  )
}
