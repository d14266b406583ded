import type { Page } from "@playwright/test"
import { createProject } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"

/** Chooses a file as a person does; the button answers once the page has come to life. */
async function choose(page: Page, file: ReturnType<typeof csv>): Promise<void> {
  await expect(async () => {
    const chooser = page.waitForEvent("filechooser", { timeout: 1_000 })
    await page.getByRole("button", { name: "Choose a file" }).click()
    await (await chooser).setFiles(file)
  }).toPass()
}

const csv = (text: string) => ({ name: "backlog.csv", mimeType: "text/csv", buffer: Buffer.from(text) })

test("bad rows are shown by line and column, and the person chooses what becomes of the rest", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/import`)
  const file = csv("Issue key,Summary,Story Points\nX-1,good one,3\nX-2,,\nX-3,bad points,many")
  await choose(page, file)
  const problems = page.getByRole("row")
  await expect(problems.filter({ hasText: "Summary" })).toContainText("3")
  await expect(problems.filter({ hasText: "Story Points" })).toContainText("4")

  await page.getByRole("radio", { name: /All or nothing/ }).check()
  await expect(page.getByRole("button", { name: /^Import 1 task/ })).toBeDisabled()
  await page.getByRole("radio", { name: /Skip them/ }).check()
  await page.getByRole("button", { name: /^Import 1 task/ }).click()
  await expect(page.getByText("1 task created, 2 rows skipped")).toBeVisible()
  await page.getByRole("link", { name: "Open the board" }).click()
  await expect(page.getByRole("link", { name: /good one/ })).toBeVisible()
})

test("a file that cannot be read gets one clear error", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/import`)
  await choose(page, csv('Issue key,Summary\nX-1,"never closed'))
  await expect(page.getByText(/quote is opened and never closed/)).toBeVisible()
})
