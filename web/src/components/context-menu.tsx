import { Menu as Base } from "@base-ui/react/menu"
import { Check, ChevronRight } from "lucide-react"
import type { ReactNode } from "react"
import { menuRow } from "./menu.tsx"

/** Where a menu opens: beside an element, or where the pointer is. */
export type Anchor = Element | { x: number; y: number }

const around = (anchor: Anchor) =>
  anchor instanceof Element ? anchor : { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) }

/** A menu without a button of its own, opened by a right click, Shift+F10 or a button of what it is about. */
export function ContextMenu({
  anchor,
  label,
  onClose,
  children,
}: {
  anchor: Anchor
  label: string
  onClose: () => void
  children: ReactNode
}) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner anchor={around(anchor)} align="start" sideOffset={4} className="z-50 outline-none">
          <Base.Popup
            aria-label={label}
            className="popup thin-scroll max-h-(--available-height) min-w-52 overflow-y-auto p-1 outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** An entry that opens a menu beside it. */
export function SubMenu({ label, icon, children }: { label: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <Base.SubmenuRoot closeParentOnEsc>
      <Base.SubmenuTrigger className={`${menuRow} data-popup-open:bg-hover`}>
        <span className="grid w-4 place-items-center text-muted [&_svg]:size-3.5">{icon}</span>
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <ChevronRight size={13} aria-hidden className="text-muted rtl:-scale-x-100" />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignOffset={-5} className="z-50 outline-none">
          <Base.Popup className="popup thin-scroll max-h-[min(22rem,var(--available-height))] min-w-44 overflow-y-auto p-1 outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  )
}

/** An entry that is on, off, or (of several things) partly on. */
export function MenuCheck({
  checked,
  icon,
  children,
  onChange,
  stays,
}: {
  checked: boolean
  icon?: ReactNode
  children: ReactNode
  onChange: (checked: boolean) => void
  /** The menu stays open for the next one. */
  stays?: boolean
}) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={onChange} closeOnClick={!stays} className={menuRow}>
      <span className="grid w-5 place-items-center [&_svg]:size-3.5">{icon}</span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <Base.CheckboxItemIndicator>
        <Check size={13} aria-hidden />
      </Base.CheckboxItemIndicator>
    </Base.CheckboxItem>
  )
}
