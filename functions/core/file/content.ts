import * as z from "zod"

/** A file as it is answered over HTTP, instead of JSON. */
export const FileContent = z.object({
  bytes: z.instanceof(Uint8Array),
  name: z.string(),
  type: z.string(),
  inline: z.boolean(),
})

/** Bytes of a file that are looked at to tell its type. */
export const SNIFFED_BYTES = 4_096

export const OCTETS = "application/octet-stream"

/** What a browser may show by itself. Nothing of this runs scripts: no HTML, no SVG, no XML. */
export const shown = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "application/pdf",
  "audio/mpeg",
  "audio/wav",
  "video/mp4",
  "video/webm",
  "text/plain",
])

/** How a browser is told to treat a file of this type: what it cannot show safely is saved, whatever it is. */
export function presentation(type: string): { type: string; inline: boolean } {
  if (type === "text/plain") return { type: "text/plain; charset=utf-8", inline: true }
  return shown.has(type) ? { type, inline: true } : { type: OCTETS, inline: false }
}

/** `Content-Disposition` with a name of any script (RFC 6266). */
export function disposition(name: string, inline: boolean): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_")
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
  return `${inline ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
