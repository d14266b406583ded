import { t } from "@lingui/core/macro"
import { ApiError } from "../../lib/errors.ts"
import { type AttachedFile, type Place, requestsOf } from "./requests.ts"

/** Times that bytes are sent before it counts as failed: one lost connection must not cost a large file. */
const TRIES = 3

type Watch = {
  signal: AbortSignal
  /** Bytes that have been sent. */
  onProgress: (sent: number) => void
}

/**
 * Sends a file to the object store and puts it where it belongs: announced, sent whole or in parts one after the other, completed.
 * @throws ApiError when it was refused or did not arrive; AbortError when the signal ended it
 */
export async function sendFile(place: Place, file: File, watch: Watch): Promise<AttachedFile> {
  const requests = requestsOf(place)
  const content_type = file.type || "application/octet-stream"
  const announced = { file_name: nameOf(file), content_type, file_size: file.size }
  const session = await requests.announce(announced, watch.signal)
  const parts: { part_number: number; etag: string }[] = []
  if (session.upload_url) await put(session.upload_url, file, content_type, watch)
  for (const { part_number, upload_url } of session.parts) {
    const size = session.part_size ?? file.size
    const from = (part_number - 1) * size
    const onProgress = (sent: number) => watch.onProgress(from + sent)
    const piece = file.slice(from, from + size)
    parts.push({ part_number, etag: await put(upload_url, piece, undefined, { ...watch, onProgress }) })
  }
  return requests.complete({ file_id: session.file_id, parts }, watch.signal)
}

/** What is pasted has no name that says anything, or none at all. */
function nameOf(file: File): string {
  const name = file.name.replace(/[\p{Cc}/\\]/gu, "_").trim()
  return name.slice(-255) || "file"
}

async function put(address: string, body: Blob, type: string | undefined, watch: Watch): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await putOnce(address, body, type, watch)
    } catch (error) {
      if (watch.signal.aborted || attempt === TRIES || (error instanceof ApiError && error.status >= 400)) throw error
      watch.onProgress(0)
    }
  }
}

/** @returns what the store names the bytes. `fetch` tells nothing of progress, hence the older interface. */
function putOnce(address: string, body: Blob, type: string | undefined, { signal, onProgress }: Watch) {
  return new Promise<string>((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    signal.addEventListener("abort", abort)
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onload = () => {
      if (request.status < 300) resolve(request.getResponseHeader("etag") ?? "")
      else reject(new ApiError(request.status, "UPLOAD_REFUSED", t`The file was not taken. Try again.`))
    }
    request.onerror = () => reject(new ApiError(0, "NETWORK", t`The file could not be sent.`))
    request.onabort = () => reject(new DOMException(t`The upload was cancelled.`, "AbortError"))
    request.onloadend = () => signal.removeEventListener("abort", abort)
    request.open("PUT", address)
    if (type) request.setRequestHeader("content-type", type)
    request.send(body)
    if (signal.aborted) request.abort()
  })
}
