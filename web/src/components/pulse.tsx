import { t } from "@lingui/core/macro"
import { cx } from "../lib/cx.ts"

/** The dot of an agent at work. It breathes unless the system asks for calm. */
export function Pulse({ still }: { still?: boolean }) {
  return (
    <i
      aria-hidden
      className={cx(
        "block size-1.5 shrink-0 rounded-full bg-current shadow-[0_0_0_3px_color-mix(in_oklab,currentColor_25%,transparent)]",
        !still && "animate-breathe",
      )}
    />
  )
}

/** Says that an agent answers from a script, wherever its model would be named. */
export function ModelLabel({ provider, model }: { provider: string; model?: string | null }) {
  if (provider === "demo")
    return <span className="rounded-xs bg-hover px-1.5 py-px text-muted text-xs">{t`scripted, no LLM`}</span>
  return model ? <span className="text-muted text-xs">{model}</span> : null
}
