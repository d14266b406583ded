import { describe, expect, it } from "vitest"
import { highlight } from "./highlight.ts"
import { languageOf, languages } from "./languages.ts"

/** The classes that parts of the code were given. */
function classesOf(language: string, code: string): string[] {
  const tree = highlight(language, code)
  const classes = (nodes: NonNullable<typeof tree>["children"]): string[] =>
    nodes.flatMap((node) =>
      node.type === "element" ? [String(node.properties.className), ...classes(node.children)] : [],
    )
  return classes(tree?.children ?? [])
}

describe("code in a text", () => {
  const samples: Record<string, string> = {
    bash: 'echo "hello"',
    csharp: "public class Task {}",
    css: ".card { color: red }",
    diff: "+ added\n- removed",
    gherkin: "Feature: Refunds\n  Scenario: By card",
    go: "package main",
    html: '<p class="a">text</p>',
    java: "public class Task {}",
    js: "const a = 1",
    json: '{ "a": 1 }',
    markdown: "# Title",
    python: "def run(): pass",
    rust: "fn main() {}",
    sql: "select * from task",
    ts: "const a: string = 'b'",
    yaml: "name: paca",
  }
  for (const { id } of languages)
    it(`has colours in ${id}`, () => {
      expect(classesOf(id, samples[id] ?? "").some((name) => name.startsWith("hljs-"))).toBe(true)
    })

  it("is known by the usual names of its language, and plain in others", () => {
    expect(["TypeScript", "tsx", "ts"].map(languageOf)).toEqual(["ts", "ts", "ts"])
    expect([languageOf("brainfuck"), languageOf(null), languageOf("constructor")]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it("stays plain when it is too long to colour while somebody reads", () => {
    expect(highlight("ts", "x ".repeat(30_000))).toBeUndefined()
  })
})
