import { readFileSync } from "node:fs"
import { Validator } from "@seriousme/openapi-schema-validator"
import { expect, it } from "vitest"
import { actions } from "../core/access/actions.ts"
import { generated } from "./generate.ts"
import { openapi } from "./openapi.ts"

const document = openapi()
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

it("generated clients are those of the current routes", { timeout: 30_000 }, async () => {
  for (const [path, text] of Object.entries(await generated(document))) {
    const committed = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")
    expect(committed === text, `${path} is stale: run "npm run generate"`).toBe(true)
  }
})

it("every operation has a name of its own, an action and its path's parameters", () => {
  const names = operations.map(({ operation }) => operation.operationId)
  expect(names.length).toBe(new Set(names).size)
  for (const { path, operation } of operations) {
    expect(Object.keys(actions)).toContain(operation["x-action"])
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(
      operation.parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name),
    ).toEqual(named)
  }
})

it("every reference leads to a schema", () => {
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name = ""]) => name,
  )
  expect(references.length).toBeGreaterThan(50)
  for (const name of new Set(references)) expect(document.components.schemas).toHaveProperty(name)
})

it("an operation that needs nobody is one of those that are meant to be open", () => {
  const open = operations
    .filter(({ operation }) => operation["x-action"] === "public")
    .map(({ operation }) => operation.operationId)
  expect(open).toEqual(["invitations.look"])
})

it("is valid OpenAPI 3.1", async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(document))
  expect(valid, JSON.stringify(errors)).toBe(true)
  expect(validator.version).toBe("3.1")
})
