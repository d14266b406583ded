import type { Card } from "./api.gen.ts"

/** The longest name of a branch, in characters: what lists of branches show whole. */
const LIMIT = 60

/**
 * A name for the git branch in which a task is worked on, such as `prd-2-pay-as-a-guest`. Only letters and digits that
 * every shell and every forge takes as they are stand in it; accents are taken off, other scripts are left out.
 */
export function branchName({ key, title }: Pick<Card, "key" | "title">): string {
  const words = title
    .normalize("NFKD")
    .replaceAll("ß", "ss")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  let name = key.toLowerCase()
  for (const word of words) {
    if (name.length + 1 + word.length > LIMIT) break
    name += `-${word}`
  }
  return name
}
