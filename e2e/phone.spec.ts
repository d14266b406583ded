import { createProject } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"
import { everyPage } from "./pages.ts"

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

test("on a phone every page fits its width, and a task can be read, changed and commented", async ({
  origin,
  openAs,
}) => {
  test.setTimeout(180_000)
  const ann = await signUp(origin, "Ann Abara")
  const { project, task, paths } = await everyPage(ann)
  const { key } = task
  const page = await openAs(ann)
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of paths) {
    await page.goto(path)
    await expect(page.getByRole("heading").first()).toBeVisible()
    await page.waitForLoadState("networkidle")
    // The page itself, and the part of it that scrolls up and down: neither may scroll sideways.
    const overflow = await page.evaluate(() =>
      Math.max(
        ...[document.documentElement, ...document.querySelectorAll("main > .overflow-y-auto")].map(
          (element) => element.scrollWidth - element.clientWidth,
        ),
      ),
    )
    expect(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0)
  }
  await page.goto(`/p/${project.id}/board?task=${key}`)
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Small screen")
  for (const name of [/Comment, or ask an agent/, /Close/]) {
    const box = await page.getByRole("button", { name }).first().boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? 1_000), `${name} is cut off`).toBeLessThanOrEqual(390)
  }
  await page.goto(`/p/${project.id}/board`)
  await page.getByRole("link", { name: /Small screen/ }).click()
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Small screen")
  await page.getByRole("button", { name: /Comment, or ask an agent/ }).click()
  await page.getByRole("textbox", { name: "New comment" }).pressSequentially("From the bus")
  await page.getByRole("button", { name: "Comment", exact: true }).click()
  await expect(page.getByRole("article", { name: "Comment of Ann Abara" }).last()).toContainText("From the bus")
  await expect(page).toHaveURL(new RegExp(key))
})

test("the menu opens the other pages", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const page = await openAs(ann)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/p/${project.id}/board`)
  // A tap on a page that has not come to life yet does nothing; one taps again.
  await expect(async () => {
    await page
      .getByRole("button", { name: /menu|sidebar|navigation/i })
      .first()
      .click({ timeout: 1_000 })
    await page.getByRole("link", { name: "Team" }).click({ timeout: 1_000 })
  }).toPass()
  await expect(page).toHaveURL(/team/)
  await expect(page.getByRole("heading", { name: "Team" })).toBeVisible()
})
