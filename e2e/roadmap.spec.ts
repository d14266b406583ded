import type { Page } from "@playwright/test"
import { createProject, createTask, inviteAndJoin, type Person } from "./api.ts"
import { findings } from "./axe.ts"
import { expect, signUp, test } from "./fixtures.ts"

/** A calendar date some days from today, as the browser and the tests both know it. */
function day(days: number): string {
  const now = new Date()
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + days)).toISOString().slice(0, 10)
}

type Dates = { start_date: string | null; due_date: string | null }
const datesOf = async (person: Person, projectId: string, id: string): Promise<Dates> => {
  const { start_date, due_date } = await person.call<Dates>("GET", `/projects/${projectId}/tasks/${id}`)
  return { start_date, due_date }
}

const row = (page: Page, title: string) => page.getByRole("treegrid").getByRole("row").filter({ hasText: title })
const barOf = (page: Page, title: string) => row(page, title).locator("[data-bar]")

/** Holds the mouse on a part of a bar, and lets it go so many pixels further. */
async function pull(page: Page, title: string, part: "move" | "start" | "end", pixels: number): Promise<void> {
  const box = await barOf(page, title).locator(`[data-part=${part}]`).boundingBox()
  if (!box) throw new Error(`${title} has no bar in sight.`)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + pixels / 2, y, { steps: 3 })
  await page.mouse.move(x + pixels, y, { steps: 3 })
  await page.mouse.up()
}

/** A project with a roadmap of everything. */
async function scene(ann: Person) {
  const project = await createProject(ann)
  const view = await ann.call<{ id: string }>("POST", `/projects/${project.id}/views`, {
    name: "Everything",
    context: "timeline",
    layout: "roadmap",
    config: { sort_by: "number" },
  })
  return { project, address: `/p/${project.id}/timeline?view=${view.id}` }
}

/** Pixels that a day takes when the scale shows weeks. */
const DAY = 44

test("bars are moved, stretched and drawn with the mouse, another browser sees it, and it can be undone", async ({
  origin,
  openAs,
}) => {
  const [ann, bob] = [await signUp(origin, "Ann Abara"), await signUp(origin, "Bob Berg")]
  const { project, address } = await scene(ann)
  await inviteAndJoin(ann, bob, project)
  const invoices = await createTask(ann, project.id, { title: "Invoices", start_date: day(1), due_date: day(4) })
  const search = await createTask(ann, project.id, { title: "Search", start_date: day(6), due_date: day(7) })
  const later = await createTask(ann, project.id, { title: "Later" })
  const epic = await createTask(ann, project.id, { title: "Checkout" })
  await createTask(ann, project.id, { title: "Cards", parent_task_id: epic.id, due_date: day(2) })
  await ann.call("POST", `/projects/${project.id}/tasks/${invoices.id}/links`, {
    type: "blocks",
    target_task_id: search.id,
  })
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(address)
  await b.goto(address)
  await a.getByRole("radio", { name: "Week" }).check({ force: true })
  await expect(row(b, "Invoices")).toHaveAccessibleName(/no dates|–/)
  await expect(a.locator("[data-dependency=kept]")).toHaveCount(1)
  const saved = () => datesOf(ann, project.id, invoices.id)

  await pull(a, "Invoices", "move", 3 * DAY)
  await expect.poll(saved).toEqual({ start_date: day(4), due_date: day(7) })
  // What waits for it now begins too early, and both people are told.
  await expect(a.locator("[data-dependency=broken]")).toHaveCount(1)
  await expect(row(b, "Search")).toHaveAccessibleName(/begins before it ends/)

  await pull(a, "Invoices", "end", -2 * DAY)
  await expect.poll(saved).toEqual({ start_date: day(4), due_date: day(5) })
  await expect(row(b, "Search")).not.toHaveAccessibleName(/begins before it ends/)
  await a.getByRole("button", { name: "Undo" }).click()
  await expect.poll(saved).toEqual({ start_date: day(4), due_date: day(7) })

  const waiting = a.getByRole("complementary", { name: "Tasks without dates" }).getByRole("listitem")
  // What was just taken back is still being read again; whoever is as quick as this drags once more.
  await expect(async () => {
    await waiting.filter({ hasText: "Later" }).dragTo(a.getByRole("treegrid"), { targetPosition: { x: 560, y: 300 } })
    await expect(barOf(a, "Later")).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await expect(waiting.filter({ hasText: "Later" })).toHaveCount(0)
  await expect(row(b, "Later")).toBeVisible()
  await expect.poll(async () => (await datesOf(ann, project.id, later.id)).due_date).not.toBeNull()

  await barOf(a, "Later").hover()
  await barOf(a, "Later").locator("[data-part=link]").dragTo(barOf(a, "Search"), { force: true })
  await expect(a.getByText(/now waits for/).first()).toBeVisible()
  await expect(a.locator("[data-dependency]")).toHaveCount(2)

  // A line without days of its own takes those that are drawn on it, once the task before it is in its place.
  await expect(a.getByRole("treegrid").getByRole("row").nth(4)).toContainText("Checkout")
  await expect(async () => {
    const [scale, line] = [await a.getByRole("treegrid").boundingBox(), await row(a, "Checkout").boundingBox()]
    const [x, y] = [(scale?.x ?? 0) + 400, (line?.y ?? 0) + 18]
    await a.mouse.move(x, y)
    await a.mouse.down()
    await a.mouse.move(x + 2 * DAY, y, { steps: 4 })
    await a.mouse.up()
    await expect(barOf(a, "Checkout")).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await expect(barOf(b, "Checkout")).toBeVisible()
  const { start_date, due_date } = await datesOf(ann, project.id, epic.id)
  expect(Date.parse(due_date ?? "") - Date.parse(start_date ?? "")).toBe(2 * 86_400_000)
})

test("can be worked without a mouse, and axe finds nothing", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const { project, address } = await scene(ann)
  const epic = await createTask(ann, project.id, { title: "Checkout" })
  const card = await createTask(ann, project.id, {
    title: "Saved cards",
    parent_task_id: epic.id,
    start_date: day(0),
    due_date: day(2),
  })
  const page = await openAs(ann)
  await page.emulateMedia({ reducedMotion: "reduce" })
  await page.goto(address)
  const saved = () => datesOf(ann, project.id, card.id)

  await row(page, "Checkout").focus()
  await expect(row(page, "Checkout")).toHaveAttribute("aria-expanded", "false")
  await page.keyboard.press("Space")
  await expect(row(page, "Checkout")).toHaveAttribute("aria-expanded", "true")
  await page.keyboard.press("ArrowDown")
  await expect(row(page, "Saved cards")).toBeFocused()
  // Keys that follow each other faster than the page is drawn all count.
  for (let press = 0; press < 20; press++) await page.keyboard.press("ArrowRight")
  for (let press = 0; press < 18; press++) await page.keyboard.press("ArrowLeft")
  await page.keyboard.press("Shift+ArrowRight")
  await page.keyboard.press("Alt+Shift+ArrowLeft")
  await expect.poll(saved).toEqual({ start_date: day(1), due_date: day(5) })
  await expect(row(page, "Saved cards")).toBeFocused()
  await page.keyboard.press("-")
  await expect(page.getByRole("radio", { name: "Quarter" })).toBeChecked()
  await page.keyboard.press("Delete")
  await expect.poll(saved).toEqual({ start_date: null, due_date: null })
  await page.getByRole("button", { name: "Undo" }).click()
  await expect.poll(saved).toEqual({ start_date: day(1), due_date: day(5) })

  await row(page, "Saved cards").focus()
  await page.keyboard.press("Enter")
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Saved cards")
  await page.keyboard.press("Escape")
  await expect(row(page, "Saved cards")).toBeFocused()

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme)
    expect(await findings(page, `the roadmap, ${colorScheme}`)).toEqual([])
  }
})

test("on a phone is a list of tasks with their dates", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const { project, address } = await scene(ann)
  await createTask(ann, project.id, { title: "Invoices", due_date: day(4) })
  const page = await openAs(ann)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(address)
  const line = page.getByRole("list", { name: "Everything" }).getByRole("link", { name: /Invoices/ })
  await expect(line).toContainText(/due/)
  await line.click()
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Invoices")
})

test("says that its filter lets nothing through, where there are tasks of other kinds only", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  await createTask(ann, project.id, { title: "No epic" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/timeline`)
  await expect(page.getByText("Nothing of this view is here")).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.getByText("Nothing of this view is here")).toBeVisible()
})

test("a new project's roadmap, which shows epics, is opened to all tasks with one click", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  await createTask(ann, project.id, { title: "Paint the roof", start_date: day(0), due_date: day(3) })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/timeline`)
  await page.getByRole("button", { name: "Show tasks of all kinds" }).click()
  await expect(barOf(page, "Paint the roof")).toBeVisible()
  await page.getByRole("button", { name: "Undo" }).click()
  await expect(page.getByText("Nothing of this view is here")).toBeVisible()
})
