import { CircleDot, FileText, MessageSquare } from "lucide-react"
import type { ReactNode } from "react"
import type { SearchKind } from "./api.ts"

/** How the kinds look and are called. */
export const kinds: Record<SearchKind, { label: string; plural: string; icon: ReactNode }> = {
  task: { label: "Task", plural: "Tasks", icon: <CircleDot size={14} /> },
  comment: { label: "Comment", plural: "Comments", icon: <MessageSquare size={14} /> },
  doc: { label: "Document", plural: "Documents", icon: <FileText size={14} /> },
}
