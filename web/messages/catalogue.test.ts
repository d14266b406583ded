import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { type NodePath, parseSync, traverse, types } from "@babel/core"
import { formatter } from "@lingui/format-po"
import { compileMessage } from "@lingui/message-utils/compileMessage"
import { expect, it } from "vitest"

const SOURCE = fileURLToPath(new URL("../src", import.meta.url))

/** Placeholders and tags of a message, in one order: what a translation must keep. It may choose by other forms. */
function partsOf(message: string): string[] {
  const parts = new Set<string>()
  const walk = (token: unknown): void => {
    if (typeof token === "string") for (const [tag] of token.matchAll(/<\/?\d+\/?>/g)) parts.add(tag)
    if (!Array.isArray(token)) return
    for (const part of token) {
      if (!Array.isArray(part)) {
        walk(part)
        continue
      }
      const [name, , choices] = part
      parts.add(`{${name}}`)
      if (choices && typeof choices === "object") Object.values(choices).forEach(walk)
    }
  }
  walk(compileMessage(message))
  return [...parts].sort()
}

it("every text has a German translation, with the same placeholders and tags", async () => {
  const file = fileURLToPath(new URL("de.po", import.meta.url))
  const context = { locale: "de", sourceLocale: "en", filename: file }
  const catalogue = Object.values(await formatter().parse(readFileSync(file, "utf8"), context))
  expect(catalogue.length).toBeGreaterThan(1_000)
  const wrong = catalogue.filter(
    ({ message = "", translation }) => !translation || partsOf(message).join() !== partsOf(String(translation)).join(),
  )
  expect(wrong.map(({ message, translation }) => `${message} → ${translation}`)).toEqual([])
})

/** Properties that people read or hear. */
const spoken = /^(aria-(label|description|roledescription|placeholder)|title|placeholder|label|alt|lead|hint|heading)$/
/** Names, which are the same in every language, and shapes that show how something is written. */
const names = /^(Paca|Northwind|Dev|Gherkin|\S+@\S+|https:\/\/\S*)$/
const isText = (text: string) => /\p{L}{2}/u.test(text) && !names.test(text.trim())

/** Text that stands in the code instead of in a message. */
function loose(file: string): string[] {
  const ast = parseSync(readFileSync(file, "utf8"), {
    filename: file,
    configFile: false,
    babelrc: false,
    parserOpts: { plugins: ["typescript", "jsx"] },
  })
  if (!ast) throw new Error(`${file} could not be read.`)
  const found: string[] = []
  const isTranslated = (path: NodePath) =>
    path.findParent(
      ({ node }) =>
        types.isJSXElement(node) &&
        types.isJSXIdentifier(node.openingElement.name) &&
        /^(Trans|Plural|Select)$/.test(node.openingElement.name.name),
    ) !== null
  traverse(ast, {
    JSXText(path) {
      if (isText(path.node.value) && !isTranslated(path)) found.push(`${file}: ${path.node.value.trim()}`)
    },
    JSXAttribute(path) {
      const { name, value } = path.node
      if (!types.isJSXIdentifier(name) || !spoken.test(name.name) || isTranslated(path)) return
      if (types.isStringLiteral(value) && isText(value.value)) found.push(`${file}: ${name.name}="${value.value}"`)
    },
  })
  return found
}

it("no text stands in the code of the app but in messages", () => {
  const files = globSync("**/*.tsx", { cwd: SOURCE }).map((file) => `${SOURCE}/${file}`)
  expect(files.length).toBeGreaterThan(100)
  expect(files.flatMap(loose)).toEqual([])
})
