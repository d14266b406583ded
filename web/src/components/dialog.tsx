import { Dialog as Base } from "@base-ui/react/dialog"
import { t } from "@lingui/core/macro"
import { X } from "lucide-react"
import type { ReactNode } from "react"
import { cx } from "../lib/cx.ts"
import { Button, IconButton } from "./button.tsx"

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children: ReactNode
  wide?: boolean
  /** As wide as the window, for pictures. */
  size?: "full"
  /** Keeps the title for screen readers only. */
  bare?: boolean
}

/** A modal dialog: focus stays inside, Esc and the backdrop close it, focus returns to where it was. */
export function Dialog({ open, onOpenChange, title, description, children, wide, size, bare }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 grid items-start justify-items-center overflow-y-auto px-3 py-[10vh] max-phone:items-end max-phone:p-0">
          <Base.Popup
            className={cx(
              "w-full rounded-md border border-line-strong bg-panel shadow-lift outline-none transition duration-150 data-ending-style:scale-[0.98] data-starting-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:opacity-0 max-phone:rounded-b-none",
              size === "full" ? "max-w-[min(72rem,96vw)]" : wide ? "max-w-2xl" : "max-w-md",
            )}
          >
            {bare ? (
              <Base.Title className="sr-only">{title}</Base.Title>
            ) : (
              <header className={cx("flex gap-2 px-5 pt-4", description ? "items-start" : "items-center")}>
                <div className="min-w-0 flex-1">
                  <Base.Title className="font-semibold text-md">{title}</Base.Title>
                  {description && <Base.Description className="mt-0.5 text-muted">{description}</Base.Description>}
                </div>
                <Base.Close render={<IconButton label={t`Close`} className="-me-2" />}>
                  <X size={15} />
                </Base.Close>
              </header>
            )}
            <div className={bare ? "" : "px-5 pt-3 pb-5"}>{children}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

/** Asks before something that cannot be taken back. */
export function Confirm({
  open,
  onOpenChange,
  title,
  children,
  action,
  onConfirm,
  busy,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  children: ReactNode
  action: string
  onConfirm: () => void
  busy?: boolean
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      <div className="text-muted">{children}</div>
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>{t`Cancel`}</Button>
        <Button variant="danger" onClick={onConfirm} busy={busy}>
          {action}
        </Button>
      </div>
    </Dialog>
  )
}
