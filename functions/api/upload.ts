import type { HonoRequest } from "hono"
import { BadRequest, tooLarge } from "../core/error.ts"

const missing = (message: string) => BadRequest(`file: ${message}`, { issues: [{ path: "file", message }] })

/** Room for the multipart frame around a file. Bytes. */
const FRAME = 64 * 1024

/**
 * The fields of a `multipart/form-data` body whose file has at most `limit` bytes; its `file` as bytes.
 * @throws BODY_TOO_LARGE; BAD_REQUEST when it is not multipart or has no file
 */
export async function readUpload(request: HonoRequest, limit: number): Promise<Record<string, unknown>> {
  const body = await request.arrayBuffer()
  if (body.byteLength > limit + FRAME) throw tooLarge(limit)
  const headers = { "content-type": request.header("content-type") ?? "" }
  const form = await new Response(body, { headers }).formData().catch(() => undefined)
  if (!form) throw missing("the body must be multipart/form-data.")
  const file = form.get("file")
  if (!(file instanceof File)) throw missing('send the CSV as the multipart field "file".')
  const fields = [...form].filter(([name, value]) => name !== "file" && typeof value === "string")
  return { ...Object.fromEntries(fields), file: new Uint8Array(await file.arrayBuffer()) }
}
