import { useCallback, useMemo } from "react"
import { recall, remember, useRecalled } from "../../lib/stored.ts"

/** Folders that are remembered at most. */
const MOST = 1_000

const listOf = (text: string | null) => new Set((text ?? "").split("\n").filter(Boolean))

/** Which folders of a project's documents are closed, in this browser. Its function's identity does not change. */
export function useFolds(projectId: string) {
  const key = `docs-closed-${projectId}`
  const text = useRecalled(key)
  const closed = useMemo(() => listOf(text), [text])
  const fold = useCallback(
    (folderId: string, isClosed: boolean) => {
      // Several may be opened before the tree is drawn anew.
      const now = listOf(recall(key))
      if (now.has(folderId) === isClosed) return
      if (isClosed) now.add(folderId)
      else now.delete(folderId)
      remember(key, [...now].slice(-MOST).join("\n"))
    },
    [key],
  )
  return { closed, fold }
}
