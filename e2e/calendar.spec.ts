import type { Page } from "@playwright/test"
import { createProject, createTask, inviteAndJoin, type Person } from "./api.ts"
import { findings } from "./axe.ts"
import { expect, signUp, test } from "./fixtures.ts"

/** A day of the month that is shown first, as the browser and the tests both know it. */
function day(ofMonth: number): string {
  const now = new Date()
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), ofMonth)).toISOString().slice(0, 10)
}
/** The second Monday: what follows is of the same week, wherever weeks begin. */
function secondMonday(): number {
  const first = new Date(`${day(1)}T00:00:00Z`).getUTCDay()
  return 8 + ((8 - first) % 7)
}
const words = (date: string) =>
  new Date(`${date}T12:00:00Z`).toLocaleDateString("en-GB", { dateStyle: "full", timeZone: "UTC" })
const cell = (page: Page, date: string) => page.getByRole("gridcell", { name: words(date) })

async function scene(ann: Person) {
  const project = await createProject(ann)
  const view = await ann.call<{ id: string }>("POST", `/projects/${project.id}/views`, {
    name: "When",
    context: "timeline",
    layout: "calendar",
  })
  return { project, address: `/p/${project.id}/timeline?view=${view.id}` }
}
const dueDate = async (person: Person, projectId: string, id: string) =>
  (await person.call<{ due_date: string | null }>("GET", `/projects/${projectId}/tasks/${id}`)).due_date

test("tasks are dragged to other days and made on a day, and another browser sees it", async ({ origin, openAs }) => {
  const [ann, bob] = [await signUp(origin, "Ann Abara"), await signUp(origin, "Bob Berg")]
  const { project, address } = await scene(ann)
  await inviteAndJoin(ann, bob, project)
  const monday = secondMonday()
  const invoices = await createTask(ann, project.id, {
    title: "Invoices",
    start_date: day(monday),
    due_date: day(monday + 1),
  })
  await createTask(ann, project.id, { title: "Later" })
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(address)
  await b.goto(address)
  await expect(cell(b, day(monday + 1))).toHaveAccessibleName(/1 task/)

  await a.getByRole("link", { name: /Invoices/ }).dragTo(cell(a, day(monday + 7)), { sourcePosition: { x: 10, y: 8 } })
  await expect.poll(() => dueDate(ann, project.id, invoices.id)).toBe(day(monday + 8))
  await expect(cell(b, day(monday + 8))).toHaveAccessibleName(/1 task/)
  await expect(cell(b, day(monday + 1))).toHaveAccessibleName(/0 tasks/)
  await a.getByRole("button", { name: "Undo" }).click()
  await expect.poll(() => dueDate(ann, project.id, invoices.id)).toBe(day(monday + 1))

  const waiting = a.getByRole("complementary", { name: "Tasks without dates" }).getByRole("listitem")
  await waiting.filter({ hasText: "Later" }).dragTo(cell(a, day(monday + 10)))
  await expect(cell(b, day(monday + 10))).toHaveAccessibleName(/1 task/)

  await cell(a, day(monday + 3)).click({ position: { x: 20, y: 60 } })
  await a.getByRole("textbox", { name: "Title" }).fill("Made on a day")
  await a.getByRole("button", { name: "Create task" }).click()
  await expect(b.getByRole("link", { name: /Made on a day/ })).toBeVisible()
  await expect(cell(b, day(monday + 3))).toHaveAccessibleName(/1 task/)
})

test("can be worked without a mouse, says what finds no room, and axe finds nothing", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const { project, address } = await scene(ann)
  const first = await createTask(ann, project.id, { title: "First", due_date: day(8) })
  const page = await openAs(ann)
  await page.emulateMedia({ reducedMotion: "reduce" })
  await page.goto(address)
  // Weeks begin on Sunday where the browser speaks American English.
  await expect(page.getByRole("columnheader").first()).toHaveText("Sun")

  // On a day without tasks Enter makes one.
  await expect(page.getByRole("main").getByRole("link", { name: /First/ })).toBeVisible()
  await cell(page, day(7)).focus()
  await page.keyboard.press("ArrowRight")
  await expect(cell(page, day(8))).toBeFocused()
  await page.keyboard.press("Enter")
  await expect(page.getByRole("main").getByRole("link", { name: /First/ })).toBeFocused()
  await page.keyboard.press("Shift+ArrowRight")
  await expect.poll(() => dueDate(ann, project.id, first.id)).toBe(day(9))
  await expect(page.getByRole("main").getByRole("link", { name: /First/ })).toBeFocused()
  await page.keyboard.press("Escape")
  await expect(cell(page, day(9))).toBeFocused()
  await page.keyboard.press("n")
  await page.getByRole("textbox", { name: "Title" }).fill("Made by keyboard")
  await page.keyboard.press("Enter")
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Made by keyboard")
  await page.keyboard.press("Escape")
  await expect(cell(page, day(9))).toHaveAccessibleName(/2 tasks/)

  await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      createTask(ann, project.id, { title: `Crowd ${index}`, due_date: day(22) }),
    ),
  )
  await page.getByRole("button", { name: /more on/ }).click()
  await expect(page.getByRole("dialog").getByRole("link")).toHaveCount(8)
  await page.keyboard.press("Escape")
  await expect(page.getByRole("dialog")).toHaveCount(0)

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme)
    // What is under the pointer is not looked at.
    await page.mouse.move(0, 0)
    expect(await findings(page, `the calendar, ${colorScheme}`)).toEqual([])
  }
  await page.getByRole("radio", { name: "Week" }).check({ force: true })
  await expect(page.getByRole("gridcell")).toHaveCount(7)
})

test("on a phone is an agenda", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const { project, address } = await scene(ann)
  await createTask(ann, project.id, { title: "Invoices", due_date: day(4) })
  const page = await openAs(ann)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(address)
  await page
    .getByRole("region", { name: words(day(4)) })
    .getByRole("link", { name: /Invoices/ })
    .click()
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Invoices")
})
