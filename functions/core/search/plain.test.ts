import { sql } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"
import { db } from "../database.ts"
import { execute } from "../operation.ts"
import * as TaskOperations from "../task/task.ts"
import { plainText } from "./plain.ts"
import * as Search from "./search.ts"

let world: World

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
})

describe("Markdown as a reader sees it", () => {
  const cases: [markdown: string, plain: string][] = [
    [
      "See [the **docs**](https://example.test/a_(b)) and <https://example.test>",
      "See the docs and https://example.test",
    ],
    ["![a chart](a.png) [![inner](b.png)](c)", "a chart inner"],
    [
      "**bold** *italic* _so_ __strong__ ~~gone~~ **both *of* them** ***all***",
      "bold italic so strong gone both of them all",
    ],
    ["user_id * 2 * 3, snake_case_name and 2*3*4", "user_id * 2 * 3, snake_case_name and 2*3*4"],
    ["Run `npm start` now", "Run npm start now"],
    ["Before\n```ts\nconst a = 1\n```\nafter", "Before\n\nconst a = 1\n\nafter"],
    ["# Title\n\n- [x] told\n- [ ] open\n1. first\n> quoted", "Title\n\ntold\nopen\nfirst\nquoted"],
    ["| Case | Result |\n| ---- | :----: |\n| half | **told** |", "Case Result\n\nhalf told"],
    ["Ask @dev-1 about PLN-12 & #3", "Ask @dev-1 about PLN-12 & #3"],
    ["a \\* b \\# c, 1 &lt; 2 &amp;&amp; 3", "a * b # c, 1 < 2 && 3"],
    ["One\n\n---\n\nTwo", "One\n\n\n\nTwo"],
  ]
  for (const [markdown, plain] of cases)
    it(JSON.stringify(markdown), async () => {
      const { rows } = await db().execute<{ plain: string }>(sql`select ${plainText(sql`${markdown}::text`)} as plain`)
      const lines = (text: string) => text.split("\n").map((line) => line.replace(/ +/g, " ").trim())
      expect(lines(rows[0]?.plain ?? "")).toEqual(lines(plain))
    })

  it("takes no time to speak of for a text that is all signs", async () => {
    for (const sign of ["*", "_", "[", "`", "|", "(", "\\", "> ", "~"]) {
      const begun = performance.now()
      await db().execute(sql`select length(${plainText(sql`repeat(${sign}::text, 100000)`)})`)
      expect(performance.now() - begun, sign).toBeLessThan(3_000)
    }
  })
})

it("a snippet is plain text, with what was found in it marked", async () => {
  await world.as(world.owner, TaskOperations.create, {
    title: "Refunds",
    description:
      "## Rules\n\n- [x] Ask **accountants** at [the portal](https://portal.example.test) about `vat_rate`, says @mara",
  })
  const { items } = await execute(Search.everywhere, world.owner, { q: "accountants" })
  expect(items[0]?.snippet.map(({ text }) => text).join("")).toMatch(
    /Rules\s+Ask accountants at the portal about vat_rate/,
  )
  expect(items[0]?.snippet.filter(({ match }) => match)).toEqual([{ text: "accountants", match: true }])
})
