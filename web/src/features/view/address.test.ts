import { expect, it } from "vitest"
import type { View } from "../../lib/api.gen.ts"
import { boardOf } from "../../lib/testing.ts"
import { firstOf, nameIn, pageOf } from "./address.ts"

const { view } = boardOf([], [])
const by = (id: string, over: Partial<View>, column_by: View["config"]["column_by"] = "status"): View => ({
  ...view,
  id,
  ...over,
  config: { ...view.config, column_by },
})

it("names a view in the address of its page, but not the one that the page shows by itself", () => {
  const views = [by("urgency", {}, "priority"), by("board", {}), by("table", { layout: "table" })]
  expect(firstOf(views, "board")?.id).toBe("board")
  expect(views.map((each) => [pageOf(each), nameIn(views, each)])).toEqual([
    ["board", "urgency"],
    ["board", undefined],
    ["backlog", undefined],
  ])
  expect(pageOf(by("sprint", { context: "sprint", sprint_id: "s" }))).toBe("sprint")
})
