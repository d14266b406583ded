import { t } from "@lingui/core/macro"
import { Check, Copy } from "lucide-react"
import { type ReactNode, useState } from "react"
import { notify } from "../lib/notify.ts"
import { Button } from "./button.tsx"

/** Copies a text and says so. */
export function CopyButton({ text, children = t`Copy` }: { text: string; children?: ReactNode }) {
  const [copied, setCopied] = useState(false)
  return (
    <Button
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => {
            setCopied(true)
            setTimeout(() => setCopied(false), 2000)
          },
          () => notify(t`Copying is not allowed here`, t`Select the text and copy it yourself.`),
        )
      }}
    >
      {copied ? <Check size={13} /> : <Copy size={13} />}
      {copied ? t`Copied` : children}
    </Button>
  )
}
