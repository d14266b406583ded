import type { Page } from "@playwright/test"
import { createProject, createTask, createTeam, importCsv } from "./api.ts"
import { backlogCsv } from "./backlog.ts"
import { expect, signUp, test } from "./fixtures.ts"

const column = (page: Page, name: string) => page.getByRole("region", { name, exact: true })
const cardIn = (page: Page, name: string, title: string) =>
  column(page, name).getByRole("article").filter({ hasText: title })

test.describe("a board that two people look at", () => {
  test("shows a card dragged by one of them to the other, and keeps the order", async ({ origin, openAs }) => {
    const { ann, bob, project } = await createTeam(origin)
    for (const title of ["First card", "Second card", "Third card"]) await createTask(ann, project.id, { title })
    const [a, b] = [await openAs(ann), await openAs(bob)]
    await a.goto(`/p/${project.id}/board`)
    await b.goto(`/p/${project.id}/board`)
    await expect(cardIn(b, "To Do", "Third card")).toBeVisible()
    await expect(
      a
        .getByRole("img", { name: /Bob Berg/ })
        .or(a.getByTitle(/Bob Berg/))
        .first(),
    ).toBeVisible()

    await cardIn(a, "To Do", "Third card").dragTo(cardIn(a, "To Do", "First card"), { targetPosition: { x: 60, y: 6 } })
    await expect(column(b, "To Do").getByRole("article").first()).toContainText("Third card")
    await cardIn(a, "To Do", "First card").dragTo(column(a, "In Progress"))
    await expect(cardIn(b, "In Progress", "First card")).toBeVisible()

    await b.reload()
    await expect(column(b, "To Do").getByRole("article").first()).toContainText("Third card")
    await expect(cardIn(b, "In Progress", "First card")).toBeVisible()
  })

  test("can be worked without a mouse", async ({ origin, openAs }) => {
    const ann = await signUp(origin, "Ann Abara")
    const project = await createProject(ann)
    await createTask(ann, project.id, { title: "Alpha" })
    await createTask(ann, project.id, { title: "Beta" })
    const page = await openAs(ann)
    await page.goto(`/p/${project.id}/board`)
    await expect(cardIn(page, "To Do", "Alpha")).toBeVisible()

    const alpha = page.getByRole("main").getByRole("link", { name: /Alpha/ })
    await alpha.focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.getByRole("main").getByRole("link", { name: /Beta/ })).toBeFocused()
    await page.keyboard.press("Alt+ArrowUp")
    await expect(column(page, "To Do").getByRole("article").first()).toContainText("Beta")
    await page.keyboard.press("Alt+ArrowRight")
    await expect(cardIn(page, "In Progress", "Beta")).toBeVisible()
    await expect(page.getByRole("main").getByRole("link", { name: /Beta/ })).toBeFocused()
    await page.keyboard.press("Enter")
    await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Beta")
    await page.keyboard.press("Escape")
    await page.keyboard.press("c")
    await page.getByRole("textbox", { name: "Title" }).fill("Made by keyboard")
    await page.keyboard.press("Enter")
    await expect(page.getByRole("main").getByRole("link", { name: /Made by keyboard/ })).toBeVisible()
  })

  test("sets a task's properties by one key each, takes it, duplicates it", async ({ origin, openAs }) => {
    const ann = await signUp(origin, "Ann Abara")
    const project = await createProject(ann)
    await createTask(ann, project.id, { title: "Pay as a guest", points: 3, tags: ["checkout"] })
    const page = await openAs(ann)
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    await page.goto(`/p/${project.id}/board`)
    const link = page.getByRole("link", { name: /PLN-1 Pay as a guest/ })
    await link.focus()

    await page.keyboard.press("s")
    const menu = page.getByRole("menu")
    await expect(menu.getByRole("menuitemcheckbox", { name: "To Do" })).toBeChecked()
    await page.keyboard.type("in p")
    await page.keyboard.press("Enter")
    await expect(cardIn(page, "In Progress", "Pay as a guest")).toBeVisible()
    await expect(link).toBeFocused()

    await page.keyboard.press("p")
    await menu.getByRole("menuitemcheckbox", { name: "Highest" }).click()
    await expect(link).toBeFocused()
    await page.keyboard.press("e")
    await menu.getByRole("menuitemcheckbox", { name: "8", exact: true }).click()
    await expect(cardIn(page, "In Progress", "Pay as a guest").getByTitle("8 points")).toBeVisible()
    await page.keyboard.press("t")
    await expect(menu.getByRole("menuitemcheckbox", { name: "checkout" })).toBeChecked()
    await page.keyboard.press("Escape")
    await expect(link).toBeFocused()

    await page.keyboard.press("i")
    await expect(cardIn(page, "In Progress", "Pay as a guest").getByTitle(/Ann Abara/)).toBeVisible()
    await page.keyboard.press("g")
    await page.keyboard.press("y")
    await expect(page.getByRole("heading", { name: "My tasks" })).toBeVisible()
    await page.getByRole("region", { name: "In work" }).getByRole("link", { name: /PLN-1/ }).click()

    await page.getByRole("button", { name: "More" }).click()
    await page.getByRole("menuitem", { name: "Copy branch name" }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("pln-1-pay-as-a-guest")
    await page.getByRole("button", { name: "More" }).click()
    await page.getByRole("menuitem", { name: "Duplicate" }).click()
    await expect(page).toHaveURL(/tasks\/2$/)
    await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Pay as a guest")
  })

  test("gives back what was missed while a browser was offline", async ({ origin, openAs }) => {
    const { ann, bob, project } = await createTeam(origin)
    await createTask(ann, project.id, { title: "Before" })
    const page = await openAs(bob)
    await page.goto(`/p/${project.id}/board`)
    await expect(cardIn(page, "To Do", "Before")).toBeVisible()
    await createTask(ann, project.id, { title: "While online" })
    await expect(cardIn(page, "To Do", "While online")).toBeVisible()
    await page.context().setOffline(true)
    await createTask(ann, project.id, { title: "While away" })
    await page.waitForTimeout(500)
    await page.context().setOffline(false)
    await expect(cardIn(page, "To Do", "While away")).toBeVisible({ timeout: 30_000 })
  })

  test("stays quick and still with 2,000 tasks", async ({ origin, openAs }) => {
    const ann = await signUp(origin, "Ann Abara")
    const project = await createProject(ann)
    await importCsv(ann, project.id, backlogCsv(2_000))
    const page = await openAs(ann)
    await page.addInitScript(() => {
      const shifts: number[] = []
      Object.assign(window, { shifts })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
          if (!entry.hadRecentInput) shifts.push(entry.value)
        }
      }).observe({ type: "layout-shift", buffered: true })
    })
    await page.goto(`/p/${project.id}/board`)
    await expect(page.getByRole("article").first()).toBeVisible()
    await page.waitForTimeout(1_000)
    const shift = await page.evaluate(() =>
      (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
    )
    expect(shift).toBeLessThan(0.1)
    // Virtualised: what is not to be seen is not there.
    expect(await page.getByRole("article").count()).toBeLessThan(200)
    await page.getByLabel("Search this board").fill("PLN-1999")
    await expect(page.getByRole("article")).toHaveCount(1)
  })

  test("loads a long column as one scrolls, and moves a card to an end that is not there yet", async ({
    origin,
    openAs,
  }) => {
    const { ann, bob, project } = await createTeam(origin)
    const rows = Array.from(
      { length: 130 },
      (_, index) => `PLN-${index + 1},Row ${index + 1},To Do,${index < 4 ? 3 : ""}`,
    )
    await importCsv(ann, project.id, ["Issue key,Summary,Status,Story Points", ...rows].join("\n"))
    const [a, b] = [await openAs(ann), await openAs(bob)]
    const answer = a.waitForResponse(/views\/default\/board/)
    await a.goto(`/p/${project.id}/board`)
    const { tasks } = ((await (await answer).json()) as { data: { tasks: object[] } }).data
    expect(tasks).toHaveLength(50)
    await b.goto(`/p/${project.id}/board?task=PLN-120`)
    // A task further down than what is loaded opens all the same.
    await expect(b.getByRole("textbox", { name: "Title" })).toHaveValue("Row 120")
    await b.keyboard.press("Escape")

    const todo = column(a, "To Do")
    await expect(todo.getByText("130", { exact: true })).toBeVisible()
    await expect(todo.getByText("12 points")).toBeVisible()
    const list = todo.locator("[data-column-list]")
    await expect(async () => {
      await list.evaluate((node) => node.scrollTo(0, node.scrollHeight))
      await expect(cardIn(a, "To Do", "Row 130")).toBeVisible({ timeout: 500 })
    }).toPass()
    await list.evaluate((node) => node.scrollTo(0, 0))

    // At B most of the column is not loaded. What is dropped on its foot goes to its end; the total stays.
    await expect(cardIn(b, "To Do", "Row 1").first()).toBeVisible()
    await cardIn(b, "To Do", "PLN-2")
      .first()
      .dragTo(column(b, "To Do").getByRole("button", { name: "Add task" }))
    await expect(b.getByRole("article").filter({ hasText: /PLN-2Row 2/ })).toHaveCount(0)
    await expect(column(b, "To Do").getByText("130", { exact: true })).toBeVisible()
    await expect(async () => {
      await list.evaluate((node) => node.scrollTo(0, node.scrollHeight))
      await expect(todo.getByRole("article").last()).toContainText("Row 2", { timeout: 500 })
    }).toPass()
    await b.getByRole("button", { name: "Undo" }).click()
    await expect(column(b, "To Do").getByRole("article").nth(1)).toContainText("PLN-2")

    // A task that arrives further down than is loaded changes the total alone.
    await createTask(ann, project.id, { title: "At the very end" })
    await expect(column(b, "To Do").getByText("131", { exact: true })).toBeVisible()
    await expect(cardIn(b, "To Do", "At the very end")).toHaveCount(0)
    await b.getByLabel("Search this board").fill("very end")
    await expect(cardIn(b, "To Do", "At the very end")).toBeVisible()
    await expect(column(b, "To Do").getByText("1 of 131")).toBeVisible()
  })
})

test("a project's board is not for strangers", async ({ origin, openFresh }) => {
  const [ann, sid] = [await signUp(origin, "Ann Abara"), await signUp(origin, "Sid Strand")]
  const project = await createProject(ann)
  const anonymous = await openFresh()
  await anonymous.goto(`/p/${project.id}/board`)
  await expect(anonymous).toHaveURL(/\/sign-in/)
  const answer = await fetch(`${origin}/api/v1/projects/${project.id}/views/default/board`, {
    headers: { cookie: sid.cookie },
  })
  expect(answer.status).toBe(404)
})
