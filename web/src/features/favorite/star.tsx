import { t } from "@lingui/core/macro"
import { Star as StarIcon } from "lucide-react"
import { IconButton } from "../../components/button.tsx"
import { announce } from "../../lib/announce.ts"
import type { Favorite } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { type Kept, useKeep } from "./api.ts"

/** Keeps what the page shows at hand in the navigation. */
export function Star({ what, favorites }: { what: Kept; favorites: Favorite[] | undefined }) {
  const keep = useKeep()
  const kept = favorites?.some(({ id }) => id === what.id) ?? false
  return (
    <IconButton
      label={kept ? t`Remove from favourites` : t`Add to favourites`}
      aria-pressed={kept}
      disabled={!favorites}
      onClick={() => {
        keep.mutate({ what, keep: !kept })
        announce(kept ? t`Removed from your favourites` : t`Added to your favourites`)
      }}
    >
      <StarIcon size={15} className={cx(kept && "fill-amber text-amber")} />
    </IconButton>
  )
}
