import { expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson } from "../../local/testing/domain.ts"
import { execute } from "../operation.ts"
import * as Workspace from "./workspace.ts"

it("workspaces of one name made at once all get an address of their own", async () => {
  await freshDatabase()
  const person = await createPerson("Wanda Works")
  const made = await Promise.all(
    ["1", "2", "3", "4", "5", "6"].map(() => execute(Workspace.create, person, { name: "Northwind" })),
  )
  expect(made.map(({ slug }) => slug)).toContain("northwind")
  expect(new Set(made.map(({ slug }) => slug)).size).toBe(made.length)
})
