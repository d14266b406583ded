import { cva, type VariantProps } from "class-variance-authority"
import type { ComponentProps } from "react"
import { cx } from "../lib/cx.ts"

/** The look of a button, also for links that act as one. */
export const buttonLook = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-sm border font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50",
  {
    variants: {
      variant: {
        plain: "border-line-strong bg-panel text-ink enabled:hover:bg-hover [a&]:hover:bg-hover",
        primary:
          "border-transparent bg-accent text-panel enabled:hover:bg-[color-mix(in_oklab,var(--accent)_88%,var(--text))] [a&]:hover:bg-[color-mix(in_oklab,var(--accent)_88%,var(--text))]",
        ghost:
          "border-transparent text-muted enabled:hover:bg-hover enabled:hover:text-ink [a&]:hover:bg-hover [a&]:hover:text-ink",
        danger:
          "border-transparent bg-red text-panel enabled:hover:bg-[color-mix(in_oklab,var(--red)_88%,var(--text))]",
        agent:
          "border-transparent bg-agent-soft text-agent enabled:hover:bg-[color-mix(in_oklab,var(--agent)_18%,var(--agent-soft))]",
      },
      size: {
        sm: "h-7 px-2.5 text-sm max-phone:h-9 max-phone:px-3",
        md: "h-9 px-3.5 text-sm",
        icon: "size-7 text-sm max-phone:size-9",
      },
    },
    defaultVariants: { variant: "plain", size: "sm" },
  },
)

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonLook> & { busy?: boolean }

/** A button; while `busy` it refuses clicks and says so. */
export function Button({ variant, size, busy, className, disabled, type = "button", ...props }: ButtonProps) {
  return (
    <button
      type={type}
      className={cx(buttonLook({ variant, size }), className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...props}
    />
  )
}

/** A button that shows only an icon; `label` names it for everyone who cannot see it, and on hover. */
export function IconButton({ label, variant = "ghost", ...props }: Omit<ButtonProps, "size"> & { label: string }) {
  return <Button variant={variant} size="icon" aria-label={label} title={label} {...props} />
}
