/** The languages whose code is coloured: the name a fence is given, its usual other names, and what people call it. */
export const languages: readonly { id: string; aliases?: readonly string[]; name: string }[] = [
  { id: "bash", aliases: ["sh", "shell", "zsh"], name: "Bash" },
  { id: "csharp", aliases: ["cs", "c#"], name: "C#" },
  { id: "css", name: "CSS" },
  { id: "diff", aliases: ["patch"], name: "Diff" },
  { id: "gherkin", aliases: ["feature"], name: "Gherkin" },
  { id: "go", aliases: ["golang"], name: "Go" },
  { id: "html", aliases: ["xml", "svg", "xhtml"], name: "HTML, XML" },
  { id: "java", name: "Java" },
  { id: "js", aliases: ["javascript", "jsx", "mjs", "cjs"], name: "JavaScript" },
  { id: "json", aliases: ["jsonc"], name: "JSON" },
  { id: "markdown", aliases: ["md"], name: "Markdown" },
  { id: "python", aliases: ["py"], name: "Python" },
  { id: "rust", aliases: ["rs"], name: "Rust" },
  { id: "sql", name: "SQL" },
  { id: "ts", aliases: ["typescript", "tsx"], name: "TypeScript" },
  { id: "yaml", aliases: ["yml"], name: "YAML" },
]

const byName = new Map(languages.flatMap(({ id, aliases = [] }) => [id, ...aliases].map((name) => [name, id])))

/** The language a fence names (`typescript`, `ts` …) by its one id; nothing for one that is not coloured. */
export function languageOf(fence: unknown): string | undefined {
  return typeof fence === "string" ? byName.get(fence.toLowerCase()) : undefined
}
