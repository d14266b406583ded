import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { expect, signUp, test } from "./fixtures.ts"
import { everyPage, strangersPages } from "./pages.ts"

/** What axe finds on the page as it is now, one line each: WCAG 2.2 A and AA, and what axe calls good practice. */
async function findings(page: Page, where: string, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${where}: ${id} at ${target.join(" ")}: ${failureSummary}`),
  )
}

/** Looks at a page in the light, and at its colours in the dark. */
async function inspect(page: Page, path: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" })
  await page.goto(path)
  await expect(page.getByRole("heading").first()).toBeVisible()
  await page.waitForLoadState("networkidle")
  const light = await findings(page, path)
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" })
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
  return [...light, ...(await findings(page, `${path} in the dark`, ["color-contrast"]))]
}

test("axe finds nothing on any page, light or dark", async ({ origin, openAs, openFresh }) => {
  test.setTimeout(240_000)
  const ann = await signUp(origin, "Ann Abara")
  const { paths } = await everyPage(ann)
  const [page, stranger] = [await openAs(ann), await openFresh()]
  const found: string[] = []
  for (const path of paths) found.push(...(await inspect(page, path)))
  for (const path of strangersPages) found.push(...(await inspect(stranger, path)))
  expect(found).toEqual([])
})
