import { type ClassValue, clsx } from "clsx"
import { extendTailwindMerge } from "tailwind-merge"

const merge = extendTailwindMerge({
  extend: { classGroups: { "font-size": [{ text: ["2xs", "xs", "sm", "md", "lg"] }] } },
})

/** Joins class names; of two utilities that set the same thing the later one stays. */
export function cx(...classes: ClassValue[]): string {
  return merge(clsx(classes))
}
