import { pageLanguage } from "./language.ts"
import { languages } from "./languages.ts"

/** A side as the page reads: `end` is the right one, and the left one where text runs from right to left. */
export type Side = "start" | "end"

/** The arrow key that points to a side. */
export function keyTowards(side: Side, dir: "ltr" | "rtl" = languages[pageLanguage()].dir): "ArrowLeft" | "ArrowRight" {
  return (side === "end") === (dir === "ltr") ? "ArrowRight" : "ArrowLeft"
}
