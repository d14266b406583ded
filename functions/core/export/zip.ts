import { configure, ZipWriter } from "@zip.js/zip.js"
import { abortUpload, beginUpload, completeUpload, putPart, type UploadedPart } from "../file/storage.ts"

// A Lambda has no web workers, and the platform compresses by itself.
configure({ useWebWorkers: false })

/** One file of an archive: its text in pieces, made when they are wanted. */
export type Entry = { name: string; text: AsyncIterable<string> }

/** Bytes held in memory before they are sent on. S3 takes no smaller parts than 5 MiB, and at most 10,000. */
const PART = 8 * 1024 * 1024

/**
 * Writes a zip into the object store while its entries are being read, so that memory does not grow with the archive.
 * When anything fails nothing stays.
 * @returns the archive's size in bytes
 */
export async function storeZip(key: string, entries: AsyncIterable<Entry>): Promise<number> {
  const uploadId = await beginUpload(key, "application/zip")
  try {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const [size] = await Promise.all([send(key, uploadId, readable), write(writable, entries)])
    return size
  } catch (error) {
    await abortUpload(key, uploadId).catch(() => {})
    throw error
  }
}

async function write(writable: WritableStream<Uint8Array>, entries: AsyncIterable<Entry>): Promise<void> {
  const zip = new ZipWriter(writable, { level: 6, useUnicodeFileNames: true })
  try {
    for await (const { name, text } of entries) {
      await zip.add(name, streamOf(text))
    }
    await zip.close()
  } catch (error) {
    // The other end waits for bytes that will not come.
    await writable.abort(error).catch(() => {})
    throw error
  }
}

const encoder = new TextEncoder()

/** Text in pieces as a stream of its bytes, made as they are read. */
function streamOf(text: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const pieces = text[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return?.()
    },
  })
}

async function send(key: string, uploadId: string, readable: ReadableStream<Uint8Array>): Promise<number> {
  const parts: UploadedPart[] = []
  let held: Uint8Array[] = []
  let bytes = 0
  let size = 0
  const flush = async () => {
    const body = new Uint8Array(Buffer.concat(held))
    parts.push(await putPart(key, uploadId, parts.length + 1, body))
    held = []
    bytes = 0
  }
  for await (const chunk of readable) {
    held.push(chunk)
    bytes += chunk.length
    size += chunk.length
    if (bytes >= PART) await flush()
  }
  if (bytes > 0) await flush()
  await completeUpload(key, uploadId, parts)
  return size
}
