import { CsvError, parse } from "csv-parse/sync"
import { BadRequest } from "../error.ts"

/** One record of a CSV: the line of the file it begins on (1 is the header's) and its cells. */
export type CsvRecord = { line: number; cells: string[] }

const wrong = (message: string) => BadRequest(message, { issues: [{ path: "file", message }] })

/** The text of a CSV: UTF-8, or UTF-16 with its byte-order mark, as spreadsheets write it. @throws BAD_REQUEST for other bytes */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8"
  const text = decodeAs(encoding, bytes)
  if (text === undefined) throw wrong("The file is not UTF-8 text. Export it as CSV in UTF-8 and try again.")
  if (text.includes("\0")) throw wrong("The file is not text: it has NUL bytes. If it is UTF-16, save it as UTF-8.")
  return text
}

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The separator of a CSV: whichever of comma, semicolon and tab the header line has most of. */
function delimiterOf(text: string): string {
  const header = text.slice(0, Math.max(0, text.indexOf("\n")) || text.length).replace(/"[^"]*"/g, "")
  const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter
}

/**
 * Reads a CSV (RFC 4180): its header and its records with their line numbers.
 * @throws BAD_REQUEST that names the line, for a file that cannot be read as a whole (a quote never closed, say)
 */
export function readCsv(bytes: Uint8Array): { header: string[]; records: CsvRecord[] } {
  if (bytes.length === 0) throw wrong("The file is empty.")
  const text = decodeText(bytes)
  const records: CsvRecord[] = []
  try {
    let line = 1
    parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      // Collected here and not kept by the parser: only here is a record's place in the file known.
      on_record: (cells: string[], { lines }) => {
        if (cells.some((cell) => cell !== "")) records.push({ line, cells })
        line = lines + 1
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const at = "lines" in error ? ` (line ${error.lines})` : ""
    throw wrong(
      error.code === "CSV_QUOTE_NOT_CLOSED"
        ? `A quote is opened and never closed${at}. Nothing was imported.`
        : `The file cannot be read as CSV${at}: ${error.message}`,
    )
  }
  const [header, ...rest] = records
  if (!header) throw wrong("The file has no header line.")
  return { header: header.cells.map((cell) => cell.trim()), records: rest }
}
