import { t } from "@lingui/core/macro"
import { useEffect } from "react"
import { Toaster, toast } from "sonner"
import { noticesMounted } from "../lib/notify.ts"

/** A live region is heard when it stood on the page before what it says. Milliseconds. */
const HEARD_AFTER = 100

/** Where notices appear: what happened, with a way back, and what went wrong. */
export default function Notices() {
  useEffect(() => {
    const timer = setTimeout(() => noticesMounted(toast), HEARD_AFTER)
    return () => clearTimeout(timer)
  }, [])
  return (
    <Toaster
      position="bottom-right"
      visibleToasts={3}
      gap={8}
      containerAriaLabel={t`Notifications`}
      toastOptions={{
        classNames: {
          toast: "!rounded-md !border-line-strong !bg-panel !text-ink !text-sm !shadow-lift !font-sans",
          description: "!text-muted",
          actionButton: "!bg-accent !text-panel !rounded-sm !font-medium",
          error: "!border-[color-mix(in_oklab,var(--red)_40%,var(--line))]",
        },
      }}
    />
  )
}
