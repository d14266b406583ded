import { cloneElement, type ReactElement, type ReactNode, Suspense, useState } from "react"

type Props = {
  /** The button as it looks while its popup was never asked for. */
  trigger: ReactElement<Record<string, unknown>>
  load: () => Promise<unknown>
  /** The lazy component, which opens at once and shows the same trigger. */
  children: ReactNode
}

/** A button whose popup is loaded when somebody reaches for it, not with the page. */
export function LazyPopup({ trigger, load, children }: Props) {
  const [wanted, setWanted] = useState(false)
  const button = cloneElement(trigger, {
    "aria-haspopup": true,
    onPointerEnter: load,
    onFocus: load,
    onClick: () => setWanted(true),
  })
  if (!wanted) return button
  return <Suspense fallback={button}>{children}</Suspense>
}
