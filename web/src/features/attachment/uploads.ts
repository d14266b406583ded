import { t } from "@lingui/core/macro"
import { type QueryClient, useQueryClient } from "@tanstack/react-query"
import { useCallback, useMemo, useSyncExternalStore } from "react"
import { announce } from "../../lib/announce.ts"
import type { Attachment } from "../../lib/api.gen.ts"
import { adviceFor } from "../../lib/errors.ts"
import { bytes } from "../../lib/format.ts"
import { keys } from "../../lib/keys.ts"
import { notify } from "../../lib/notify.ts"
import { contentAddress, contentLimit, fileLimit, type Place, showAttachment } from "./api.ts"
import { sendFile } from "./send.ts"

/** A file on its way to a task. */
export type Upload = {
  id: number
  file: File
  /** Bytes that have been sent. */
  sent: number
  /** Why it did not arrive; it then waits for the person to try again or to let go. */
  problem?: string
  cancel: () => void
}

/** They outlive the panel that started them: who closes it or looks at another task loses no file. */
const running = new Map<string, readonly Upload[]>()
const listeners = new Set<() => void>()
const none: readonly Upload[] = []
let count = 0

function change(taskId: string, update: (uploads: readonly Upload[]) => readonly Upload[]): void {
  const next = update(running.get(taskId) ?? none)
  if (next.length > 0) running.set(taskId, next)
  else running.delete(taskId)
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

/** @returns the file as the task has it now; undefined when it was cancelled or refused, which the list shows */
async function start(client: QueryClient, place: Place, file: File): Promise<Attachment | undefined> {
  const { projectId, taskId } = place
  const id = ++count
  const control = new AbortController()
  const drop = () => change(taskId, (all) => all.filter((upload) => upload.id !== id))
  const show = (fields: Partial<Upload>) =>
    change(taskId, (all) => all.map((upload) => (upload.id === id ? { ...upload, ...fields } : upload)))
  const cancel = () => {
    control.abort()
    drop()
  }
  const problem = refusal(file)
  change(taskId, (all) => [...all, { id, file, sent: 0, cancel, ...(problem && { problem }) }])
  if (problem) return undefined
  try {
    const made = await sendFile(place, file, { signal: control.signal, onProgress: (sent) => show({ sent }) })
    showAttachment(client, place, made)
    drop()
    client.invalidateQueries({ queryKey: keys.activities(projectId, taskId) })
    announce(t`${{ name: made.file.file_name }} is attached`)
    return made
  } catch (error) {
    if (control.signal.aborted) return undefined
    const message = error instanceof Error ? error.message : t`It could not be sent.`
    show({ problem: `${message} ${adviceFor(error)}`.trim() })
    return undefined
  }
}

/** The files on their way to a task. */
export function useUploads({ taskId }: Place): readonly Upload[] {
  return useSyncExternalStore(
    subscribe,
    () => running.get(taskId) ?? none,
    () => none,
  )
}

/** Starts to send a file. */
export function useSend({ projectId, taskId }: Place) {
  const client = useQueryClient()
  return useMemo(() => (file: File) => start(client, { projectId, taskId }, file), [client, projectId, taskId])
}

/** Attaches an image that is pasted or dropped into a text, which then shows it from the task. */
export function useInlineImages({ projectId, taskId }: Place) {
  const send = useSend({ projectId, taskId })
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
      return { src: contentAddress({ projectId, taskId }, made.id), alt }
    },
    [send, projectId, taskId],
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
