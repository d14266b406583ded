import { t } from "@lingui/core/macro"
import { CircleDot, FileText, MessageSquare } from "lucide-react"
import type { ReactNode } from "react"
import type { SearchKind } from "./api.ts"

/** How the kinds look and are called, in the language of the page that asks. */
export const kinds: Record<SearchKind, { label: string; plural: string; icon: ReactNode }> = {
  task: {
    get label() {
      return t`Task`
    },
    get plural() {
      return t`Tasks`
    },
    icon: <CircleDot size={14} />,
  },
  comment: {
    get label() {
      return t`Comment`
    },
    get plural() {
      return t`Comments`
    },
    icon: <MessageSquare size={14} />,
  },
  doc: {
    get label() {
      return t`Document`
    },
    get plural() {
      return t`Documents`
    },
    icon: <FileText size={14} />,
  },
}
