import { t } from "@lingui/core/macro"
import { useEffect, useState } from "react"
import { useLiveStatus, useNetwork } from "../../lib/live.ts"

/** Says when the page may be stale. A short interruption is not worth a word. */
export function ConnectionBanner() {
  const online = useNetwork()
  const status = useLiveStatus()
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (status !== "reconnecting") {
      setLate(false)
      return
    }
    const timer = setTimeout(() => setLate(true), 2500)
    return () => clearTimeout(timer)
  }, [status])
  if (online && !late) return null
  return (
    <p
      role="status"
      className="pointer-events-none fixed bottom-3 left-1/2 z-50 -translate-x-1/2 whitespace-nowrap rounded-full border border-line-strong bg-panel px-3 py-1.5 shadow-lift max-phone:text-xs"
    >
      {online
        ? t`Reconnecting… changes of others arrive later.`
        : t`You are offline; changes will be sent when you are back.`}
    </p>
  )
}
