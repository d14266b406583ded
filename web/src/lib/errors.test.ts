import { describe, expect, it } from "vitest"
import { ApiError, adviceFor } from "./errors.ts"

describe("advice about an error", () => {
  it("names the fields that were refused", () => {
    const error = new ApiError(400, "BAD_REQUEST", "The request is not valid.", {
      issues: [{ path: ["title"], message: "is empty" }],
    })
    expect(adviceFor(error)).toBe("title: is empty")
    expect(error.issue("title")).toBe("is empty")
  })
  it("does not repeat what the message says", () => {
    const error = new ApiError(400, "BAD_REQUEST", "title: is empty", {
      issues: [{ path: "title", message: "is empty" }],
    })
    expect(adviceFor(error)).toBe("")
    expect(adviceFor(new ApiError(403, "FORBIDDEN", "Your role lacks it. Ask an admin."))).toBe("")
  })
  it("says what to do when there is no connection or the server fails", () => {
    expect(adviceFor(new ApiError(0, "NETWORK", "Paca could not be reached."))).toContain("connection")
    expect(adviceFor(new ApiError(500, "INTERNAL", "Something broke."))).toContain("Nothing of yours is lost")
  })
  it("survives details of any shape", () => {
    expect(new ApiError(400, "X", "x", { issues: "nonsense" }).issues).toEqual([])
  })
})
