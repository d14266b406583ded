import { BadRequest } from "../core/error.ts"

const missing = (message: string) => BadRequest(`file: ${message}`, { issues: [{ path: "file", message }] })

/** The fields of a `multipart/form-data` body; its `file` as bytes. @throws BAD_REQUEST when it is not multipart or has no file */
export async function readUpload(request: Request): Promise<Record<string, unknown>> {
  const form = await request.formData().catch(() => undefined)
  if (!form) throw missing("the body must be multipart/form-data.")
  const file = form.get("file")
  if (!(file instanceof File)) throw missing('send the CSV as the multipart field "file".')
  const fields = [...form].filter(([name, value]) => name !== "file" && typeof value === "string")
  return { ...Object.fromEntries(fields), file: new Uint8Array(await file.arrayBuffer()) }
}
