import { readFileSync } from "node:fs"
import type { Page } from "@playwright/test"
import { findings } from "./axe.ts"
import { expect, signUp, test } from "./fixtures.ts"
import { everyPage, strangersPages } from "./pages.ts"

/** Looks at a page in the light, and at its colours in the dark. */
async function inspect(page: Page, path: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" })
  await page.goto(path)
  await expect(page.getByRole("heading").first()).toBeVisible()
  await page.waitForLoadState("networkidle")
  const light = await findings(page, path)
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" })
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
  // Colours take a frame to follow the theme.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  return [...light, ...(await findings(page, `${path} in the dark`, ["color-contrast"]))]
}

// Many pages, looked at by as many browsers as there are.
test.describe.configure({ mode: "parallel" })
const PARTS = 4

for (let part = 0; part < PARTS; part++) {
  test(`axe finds nothing on any page, light or dark (${part + 1} of ${PARTS})`, async ({ origin, openAs }) => {
    test.setTimeout(120_000)
    const ann = await signUp(origin, "Ann Abara")
    const { paths } = await everyPage(ann)
    const page = await openAs(ann)
    const found: string[] = []
    for (const path of paths.filter((_, index) => index % PARTS === part)) found.push(...(await inspect(page, path)))
    expect(found).toEqual([])
  })
}

/** Pages that other files look at: they need an administrator, an app or an invitation, or lead on at once. */
const elsewhere = ["/", "/admin", "/admin/roles", "/admin/users", "/invite/$token", "/oauth/consent", "/p/$projectId"]

test("every page of the app is one of them", async ({ origin }) => {
  const tree = readFileSync(new URL("../web/src/routeTree.gen.ts", import.meta.url), "utf8")
  const pages = [...tree.matchAll(/fullPath: "([^"]+?)\/?"/g)].map(([, page = ""]) => page)
  expect(pages.length).toBeGreaterThan(30)
  const { paths } = await everyPage(await signUp(origin, "Ann Abara"))
  const seen = [...paths, ...strangersPages].map((path) => path.split("?")[0] ?? "")
  const isSeen = (page: string) => {
    const shape = new RegExp(`^${page.replace(/\$\w+/g, "[^/]+")}$`)
    return seen.some((path) => shape.test(path))
  }
  expect([...new Set(pages)].filter((page) => !elsewhere.includes(page) && !isSeen(page))).toEqual([])
})

test("nor on those for people who are not signed in", async ({ openFresh }) => {
  const page = await openFresh()
  const found: string[] = []
  for (const path of strangersPages) found.push(...(await inspect(page, path)))
  expect(found).toEqual([])
})
