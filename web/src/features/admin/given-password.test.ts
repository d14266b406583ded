import { expect, it } from "vitest"
import { givenPassword } from "./given-password.ts"

it("makes passwords that can be read out, each another", () => {
  const made = Array.from({ length: 200 }, givenPassword)
  for (const password of made) expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
  expect(new Set(made).size).toBe(200)
})
