import { t } from "@lingui/core/macro"
import { type QueryClient, useQueryClient } from "@tanstack/react-query"
import { useCallback, useMemo, useSyncExternalStore } from "react"
import { announce } from "../../lib/announce.ts"
import { adviceFor } from "../../lib/errors.ts"
import { bytes } from "../../lib/format.ts"
import { notify } from "../../lib/notify.ts"
import { contentLimit, fileLimit, readHistory, showAttachment } from "./api.ts"
import { type AttachedFile, contentAddress, ownerOf, type Place } from "./requests.ts"
import { sendFile } from "./send.ts"

/** A file on its way to a task or a document. */
export type Upload = {
  id: number
  file: File
  /** Bytes that have been sent. */
  sent: number
  /** Why it did not arrive; it then waits for the person to try again or to let go. */
  problem?: string
  cancel: () => void
}

/** They outlive the panel that started them: who closes it or looks at another one loses no file. */
const running = new Map<string, readonly Upload[]>()
const listeners = new Set<() => void>()
const none: readonly Upload[] = []
let count = 0

function change(owner: string, update: (uploads: readonly Upload[]) => readonly Upload[]): void {
  const next = update(running.get(owner) ?? none)
  if (next.length > 0) running.set(owner, next)
  else running.delete(owner)
  const busy = [...running.values()].some((uploads) => uploads.some((upload) => !upload.problem))
  if (busy) window.addEventListener("beforeunload", ask)
  else window.removeEventListener("beforeunload", ask)
  for (const listener of listeners) listener()
}

/** Leaving the page ends uploads; the browser asks first. */
function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

/** Why a file need not be sent at all. */
function refusal(file: File): string | undefined {
  if (file.size === 0) return t`It is empty, or a folder. Choose a file.`
  if (file.size > fileLimit)
    return t`It has ${{ size: bytes(file.size) }}; a file has at most ${{ most: bytes(fileLimit) }}.`
  return undefined
}

/** @returns the file as it is there now; undefined when it was cancelled or refused, which the list shows */
async function start(client: QueryClient, place: Place, file: File): Promise<AttachedFile | undefined> {
  const owner = ownerOf(place)
  const id = ++count
  const control = new AbortController()
  const drop = () => change(owner, (all) => all.filter((upload) => upload.id !== id))
  const show = (fields: Partial<Upload>) =>
    change(owner, (all) => all.map((upload) => (upload.id === id ? { ...upload, ...fields } : upload)))
  const cancel = () => {
    control.abort()
    drop()
  }
  const problem = refusal(file)
  change(owner, (all) => [...all, { id, file, sent: 0, cancel, ...(problem && { problem }) }])
  if (problem) return undefined
  try {
    const made = await sendFile(place, file, { signal: control.signal, onProgress: (sent) => show({ sent }) })
    showAttachment(client, place, made)
    drop()
    readHistory(client, place)
    announce(t`${{ name: made.file.file_name }} is attached`)
    return made
  } catch (error) {
    if (control.signal.aborted) return undefined
    const message = error instanceof Error ? error.message : t`It could not be sent.`
    show({ problem: `${message} ${adviceFor(error)}`.trim() })
    return undefined
  }
}

/** The files on their way to a place. */
export function useUploads(place: Place): readonly Upload[] {
  const owner = ownerOf(place)
  return useSyncExternalStore(
    subscribe,
    () => running.get(owner) ?? none,
    () => none,
  )
}

/** The same place as long as it is about the same thing. */
function useStable(place: Place): Place {
  const { projectId } = place
  const [isTask, id] = ["taskId" in place, ownerOf(place)]
  return useMemo(() => (isTask ? { projectId, taskId: id } : { projectId, docId: id }), [projectId, isTask, id])
}

/** Starts to send a file. Its identity does not change. */
export function useSend(place: Place) {
  const client = useQueryClient()
  const stable = useStable(place)
  return useCallback((file: File) => start(client, stable, file), [client, stable])
}

/** Attaches an image that is pasted or dropped into a text, which then shows it from its place. */
export function useInlineImages(place: Place) {
  const send = useSend(place)
  const stable = useStable(place)
  return useCallback(
    async (file: File) => {
      const made = await send(file)
      if (!made) return undefined
      if (made.file.file_size > contentLimit) {
        notify(
          t`${{ name: made.file.file_name }} is attached`,
          t`Texts show images of at most ${{ size: bytes(contentLimit) }}.`,
        )
        return undefined
      }
      const alt = made.file.file_name.replace(/[[\]\\]/g, "")
      return { src: contentAddress(stable, made.id), alt }
    },
    [send, stable],
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
