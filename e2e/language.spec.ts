import { createProject, createTask } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"
import { everyPage } from "./pages.ts"

test("a person chooses a language, and finds it again in another browser", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  await createTask(ann, project.id, { title: "Refund", points: 2, due_date: "2030-03-05" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/board`)
  await page.getByRole("button", { name: /Ann Abara/ }).click()
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click()
  await expect(page.locator("html")).toHaveAttribute("lang", "de")
  await expect(page.getByRole("button", { name: /^Neue Aufgabe/ }).first()).toBeVisible()

  await test.step("with its own plurals, numbers and dates", async () => {
    await expect(page.getByRole("article").first()).toContainText("5. März 2030")
    await page.goto(`/p/${project.id}/sprints`)
    await expect(page.getByRole("button", { name: "Neuer Sprint" }).first()).toBeVisible()
    await expect(page).toHaveTitle("Sprints · Paca")
  })

  await test.step("and what is refused is said in it too", async () => {
    await page.goto("/p/00000000-0000-7000-8000-000000000000/board")
    await expect(page.getByRole("main")).toContainText(/gelöscht|gefunden|gibt es nicht/)
  })

  await test.step("the server says the first page in it", async () => {
    const html = await (await page.request.get("/sign-in")).text()
    expect(html).toContain('lang="de"')
    expect(html).toContain("Anmelden")
  })

  const other = await openAs(ann)
  await other.goto("/account")
  await expect(other.locator("html")).toHaveAttribute("lang", "de")
  await other.getByLabel("Sprache").selectOption({ label: "English" })
  await expect(other.getByRole("heading", { name: "Profile" })).toBeVisible()
})

test("a browser that asks for German gets it before anybody has chosen", async ({ browser, origin }) => {
  const context = await browser.newContext({ baseURL: origin, locale: "de-AT" })
  const page = await context.newPage()
  await page.goto("/sign-up")
  await expect(page.getByRole("heading", { name: "Konto anlegen" })).toBeVisible()
  await context.close()
})

test("right to left, no page is wider than the screen", async ({ origin, openAs }) => {
  test.setTimeout(180_000)
  const ann = await signUp(origin, "Ann Abara")
  const { paths } = await everyPage(ann)
  const page = await openAs(ann)
  // No language of the app runs that way yet; the layout must be ready for the first one.
  await page.addInitScript(() => {
    document.addEventListener("DOMContentLoaded", () => {
      document.documentElement.dir = "rtl"
    })
  })
  for (const path of paths) {
    await page.goto(path)
    await expect(page.getByRole("heading").first()).toBeVisible()
    await page.waitForLoadState("networkidle")
    await page.evaluate(() => {
      document.documentElement.dir = "rtl"
    })
    const { over, side } = await page.evaluate(() => ({
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      side: document.querySelector("nav")?.getBoundingClientRect().right ?? 0,
    }))
    expect(over, `${path} is wider than the screen`).toBeLessThanOrEqual(0)
    expect(side, `${path} has its navigation at the start of the line`).toBeGreaterThan(1_000)
  }
})
