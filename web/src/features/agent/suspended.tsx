import { t } from "@lingui/core/macro"
/** The mark of an agent that takes nothing up. */
export function Suspended() {
  return <span className="rounded-xs bg-hover px-1.5 py-px text-amber text-xs">{t`suspended`}</span>
}
