import { beforeAll, expect, it, vi } from "vitest"
import { ApiError, adviceFor, loadErrorWords } from "./errors.ts"
import { loadMessages } from "./i18n.ts"

vi.mock("./language.ts", () => ({ pageLanguage: () => "de" }))
beforeAll(() => Promise.all([loadMessages("de"), loadErrorWords()]))

it("says in the page's language what is refused often, and what to do once", () => {
  const taken = new ApiError(409, "HANDLE_TAKEN", "@dev is taken. Choose another handle.")
  expect(taken.message).toBe("Dieses Handle ist vergeben. Wähle ein anderes.")
  expect(adviceFor(taken)).toBe("")
  expect(new ApiError(404, "TASK_NOT_FOUND", "This task does not exist.").message).toContain("gibt es nicht")
})

it("leaves what it does not know to the server", () => {
  expect(new ApiError(400, "BAD_REQUEST", "title: is empty").message).toBe("title: is empty")
  expect(new ApiError(418, "toString", "No coffee.").message).toBe("No coffee.")
})
