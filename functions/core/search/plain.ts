import { type SQL, sql } from "drizzle-orm"

/**
 * What is replaced in Markdown to leave what a reader of it sees, in this order. PostgreSQL's regular expressions, each
 * line by itself (`n`); none goes over a text more than once, so a long text takes no longer than its length asks.
 */
const steps: [pattern: string, by: string][] = [
  // Fences around code, rules, and the line below a table's header.
  ["^[ \\t>]*(```|~~~)[^`]*$", ""],
  ["^[ \\t>]*\\|?[ \\t]*:?-+:?[ \\t]*(\\|[ \\t]*:?-+:?[ \\t]*)*\\|?[ \\t]*$", ""],
  ["^[ \\t]*([*_][ \\t]*){3,}$", ""],
  ["^=+[ \\t]*$", ""],
  // Images and links are their words; an image may be the words of a link.
  ["!\\[([^][]*)\\]\\([^()]*(\\([^()]*\\)[^()]*)*\\)", "\\1"],
  ["\\[(([^][\\\\]|\\\\.)*)\\]\\([^()]*(\\([^()]*\\)[^()]*)*\\)", "\\1"],
  ["<((https?://|mailto:)[^<> ]+)>", "\\1"],
  ["<br */?>", " "],
  // What begins quotes, items of lists and headings.
  ["^[ \\t]*(>[ \\t]*)+", ""],
  ["^[ \\t]*([-*+]|\\d{1,9}[.)])[ \\t]+(\\[[ xX]\\][ \\t]+)?", ""],
  ["^[ \\t]*#{1,6}[ \\t]+", ""],
  // The sides of cells.
  ["(^|[ \\t])\\|([ \\t]|$)", " "],
  // Emphasis, the inner one first; `user_id` and `2 * 3` have none.
  ["(?<!\\\\)`+", ""],
  ["(?<![\\w*\\\\])\\*([^*\\s]|[^*\\s][^*]*[^*\\s])\\*(?![\\w*])", "\\1"],
  ["(?<![\\w\\\\])_([^_\\s]|[^_\\s][^_]*[^_\\s])_(?!\\w)", "\\1"],
  ["\\*\\*([^*\\s]|[^*\\s][^*]*[^*\\s])\\*\\*", "\\1"],
  ["(?<!\\w)__([^_\\s]|[^_\\s][^_]*[^_\\s])__(?!\\w)", "\\1"],
  ["~~([^~]+)~~", "\\1"],
  ["(?<![\\w*\\\\])\\*([^*\\s]|[^*\\s][^*]*[^*\\s])\\*(?![\\w*])", "\\1"],
  // Signs that were meant as such.
  ["\\\\([][\\\\`*_{}()#+.!|~<>=-])", "\\1"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&nbsp;", " "],
  ["&amp;", "&"],
]

/** Markdown as the text it shows, computed where it is stored: of a long one, only the passage that is shown travels. */
export function plainText(markdown: SQL): SQL {
  return steps.reduce(
    (text, [pattern, by]) => sql`regexp_replace(${text}, ${pattern}::text, ${by}::text, 'gn')`,
    markdown,
  )
}
