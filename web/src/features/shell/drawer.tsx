import { Dialog } from "@base-ui/react/dialog"
import { t } from "@lingui/core/macro"
import type { ReactNode } from "react"
import { setToggle } from "../../lib/toggles.ts"

/** The navigation on screens without room for it; following a link closes it. */
export default function Drawer({ open, children }: { open: boolean; children: ReactNode }) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => setToggle("sidebar", next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 wide:hidden" />
        <Dialog.Popup className="fixed inset-y-0 start-0 z-40 w-[min(280px,84vw)] border-e bg-sunken outline-none transition-transform duration-150 ease-out data-ending-style:-translate-x-full data-starting-style:-translate-x-full rtl:data-ending-style:translate-x-full rtl:data-starting-style:translate-x-full wide:hidden">
          <Dialog.Title className="sr-only">{t`Navigation`}</Dialog.Title>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: a followed link closes the drawer; the links carry the semantics */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link clicks it */}
          <div
            className="h-full"
            onClick={(event) => {
              if (event.target instanceof Element && event.target.closest("a")) setToggle("sidebar", false)
            }}
          >
            {children}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
