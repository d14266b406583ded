import { useEffect, useState } from "react"
import { onAnnounce } from "../lib/announce.ts"

/** The live region behind `announce`. */
export function Announcer() {
  const [message, setMessage] = useState("")
  useEffect(() => onAnnounce(setMessage), [])
  return (
    <div aria-live="polite" role="status" className="sr-only">
      {message}
    </div>
  )
}
