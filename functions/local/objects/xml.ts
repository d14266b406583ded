import { S3Error } from "./error.ts"

type Node = string | number | boolean | undefined | { [name: string]: Node | Node[] }

/** An XML document as S3 writes it; a list repeats its element, undefined leaves it out. */
export function xml(root: string, content: { [name: string]: Node | Node[] }): string {
  const namespace = root === "Error" ? "" : ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace}>${inner(content)}</${root}>`
}

function inner(content: { [name: string]: Node | Node[] }): string {
  return Object.entries(content)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((item) => element(name, item)))
    .join("")
}

function element(name: string, value: Node): string {
  if (value === undefined) return ""
  return `<${name}>${typeof value === "object" ? inner(value) : escapeXml(String(value))}</${name}>`
}

function escapeXml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no control characters except these written out.
  return text.replace(/[&<>"\u0000-\u001f]/g, (char) => entities[char] ?? `&#x${char.charCodeAt(0).toString(16)};`)
}

/** The contents of every `<name>` element. Enough for the flat request bodies of S3, which nest no element in its own kind. */
export function elements(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([^]*?)</${name}>`, "g"))].map((match) => match[1] ?? "")
}

/** The text of the first `<name>` element, with entities resolved. */
export function textOf(text: string, name: string): string | undefined {
  const found = elements(text, name)[0]
  return found?.replace(/&(#x?[0-9a-f]+|\w+);/gi, (_, entity: string) => {
    const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }
    const hex = /^#x([0-9a-f]+)$/i.exec(entity)?.[1]
    const code = hex ? Number.parseInt(hex, 16) : /^#\d+$/.test(entity) ? Number(entity.slice(1)) : undefined
    const char = code !== undefined && code <= 0x10ffff ? String.fromCodePoint(code) : named[entity]
    if (char === undefined) throw new S3Error(400, "MalformedXML", "The XML you provided was not well-formed.")
    return char
  })
}
