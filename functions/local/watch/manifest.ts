import { readFile } from "node:fs/promises"
import * as z from "zod"

/** Where each program was built to: its source, from the project's root, to a file. */
const Programs = z.record(z.string(), z.string())
export type Programs = z.infer<typeof Programs>

/** The programs as they were built last. */
export async function readPrograms(manifest: string): Promise<Programs> {
  return Programs.parse(JSON.parse(await readFile(manifest, "utf8")))
}
