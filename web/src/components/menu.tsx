import { Menu as Base } from "@base-ui/react/menu"
import { Check } from "lucide-react"
import type { ReactElement, ReactNode } from "react"
import { cx } from "../lib/cx.ts"

export const menuRow =
  "flex h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 text-ink outline-none data-highlighted:bg-hover data-disabled:opacity-50 max-phone:h-10"

/** A menu behind a button. */
export function Menu({
  trigger,
  children,
  align = "end",
  defaultOpen,
}: {
  trigger: ReactElement<Record<string, unknown>>
  children: ReactNode
  align?: "start" | "end"
  defaultOpen?: boolean
}) {
  return (
    <Base.Root defaultOpen={defaultOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="z-50 outline-none">
          <Base.Popup className="popup min-w-44 p-1 outline-none">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export function MenuItem({
  children,
  icon,
  hint,
  onSelect,
  danger,
  render,
  disabled,
}: {
  children: ReactNode
  icon?: ReactNode
  hint?: ReactNode
  onSelect?: () => void
  danger?: boolean
  render?: ReactElement<Record<string, unknown>>
  disabled?: boolean
}) {
  return (
    <Base.Item className={cx(menuRow, danger && "text-red")} onClick={onSelect} render={render} disabled={disabled}>
      {icon && <span className="grid w-4 place-items-center text-muted [&_svg]:size-3.5">{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint}
    </Base.Item>
  )
}

export function MenuChoice<T extends string>({
  value,
  onChange,
  choices,
  label,
}: {
  value: T
  onChange: (value: T) => void
  choices: { value: T; label: string; icon?: ReactNode }[]
  label: string
}) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChange} aria-label={label}>
      {choices.map((choice) => (
        <Base.RadioItem key={choice.value} value={choice.value} className={menuRow} closeOnClick>
          <span className="grid w-4 place-items-center text-muted [&_svg]:size-3.5">{choice.icon}</span>
          <span className="flex-1">{choice.label}</span>
          <Base.RadioItemIndicator>
            <Check size={13} />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-2 pt-1.5 pb-1 font-medium text-muted text-xs">{children}</div>
}

export function MenuLine() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />
}
