import type { Page } from "@playwright/test"
import { createProject, createTask, createTeam, importCsv } from "./api.ts"
import { backlogCsv } from "./backlog.ts"
import { expect, signUp, test } from "./fixtures.ts"

const pane = (page: Page, name: string) => page.getByRole("region", { name, exact: true })
const rows = (page: Page, name: string) => page.getByRole("list", { name: `Tasks of ${name}` }).getByRole("listitem")
const link = (page: Page, title: string) => page.getByRole("link", { name: new RegExp(title) })

test("tasks go from the backlog into a sprint and back, and others see it", async ({ origin, openAs }) => {
  const { ann, bob, project } = await createTeam(origin)
  const members = await ann.call<{ id: string; name: string }[]>("GET", `/projects/${project.id}/members`)
  const assignee_ids = members.flatMap(({ id, name }) => (name === "Bob Berg" ? [id] : []))
  await createTask(ann, project.id, { title: "Alpha", points: 5, assignee_ids })
  for (const title of ["Beta", "Gamma", "Delta", "Epsilon"]) await createTask(ann, project.id, { title, points: 2 })
  const [page, watching] = [await openAs(ann), await openAs(bob)]
  await page.goto(`/p/${project.id}/planning`)
  await page.getByRole("button", { name: "New sprint" }).click()
  await page.getByRole("button", { name: "Plan sprint" }).click()
  await watching.goto(`/p/${project.id}/planning`)
  await expect(rows(watching, "Backlog")).toHaveCount(5)

  await test.step("dragged", async () => {
    await link(page, "Alpha").dragTo(pane(page, "Sprint 1"))
    await expect(rows(page, "Sprint 1")).toHaveText([/Alpha/])
    await expect(rows(watching, "Sprint 1")).toHaveText([/Alpha/])
    await expect(rows(watching, "Backlog")).toHaveCount(4)
  })

  await test.step("beside what each member can take on", async () => {
    const capacity = page.getByLabel("Points that Bob Berg can take on")
    await page.getByText("Capacity of each member").click()
    await capacity.fill("4")
    await capacity.press("Enter")
    await expect(pane(page, "Sprint 1")).toContainText("5 of 4 points planned, 1 too much")
    await expect(pane(watching, "Sprint 1")).toContainText("5 of 4 points planned, 1 too much")
  })

  await test.step("several at once, and taken back", async () => {
    await page.getByRole("checkbox", { name: /Select PLN-2/ }).check()
    await page.getByRole("checkbox", { name: /Select PLN-4/ }).click({ modifiers: ["Shift"] })
    await expect(page.getByRole("toolbar")).toContainText("3 tasks selected, 6 points")
    await page.getByRole("button", { name: "Move to Sprint 1", exact: true }).click()
    await expect(rows(page, "Sprint 1")).toHaveText([/Alpha/, /Beta/, /Gamma/, /Delta/])
    await expect(rows(watching, "Sprint 1")).toHaveCount(4)
    await page.getByRole("button", { name: "Undo" }).click()
    await expect(rows(page, "Backlog")).toHaveText([/Beta/, /Gamma/, /Delta/, /Epsilon/])
  })

  await test.step("by keyboard alone, with the estimate on the way", async () => {
    await link(page, "Beta").focus()
    await page.keyboard.press("ArrowDown")
    await expect(link(page, "Gamma")).toBeFocused()
    await page.keyboard.press("e")
    await page.keyboard.type("8")
    await page.keyboard.press("Enter")
    await expect(link(page, "Gamma")).toBeFocused()
    await page.keyboard.press("Alt+ArrowRight")
    await expect(rows(page, "Sprint 1")).toHaveText([/Alpha/, /Gamma/])
    await expect(link(page, "Delta")).toBeFocused()
    await expect(pane(watching, "Sprint 1")).toContainText("13 of 4 points planned")
    await page.getByRole("button", { name: "Move PLN-1 to the backlog" }).click()
    await expect(rows(watching, "Backlog")).toHaveText([/Alpha/, /Beta/, /Delta/, /Epsilon/])
    await page.reload()
    await expect(rows(page, "Sprint 1")).toHaveText([/Gamma/])
    await expect(page.getByLabel("Points of PLN-3")).toHaveValue("8")
  })
})

test("a backlog of 2,000 tasks is planned from as quickly", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const csv = backlogCsv(2_000)
    .replaceAll(/,Sprint \d+,/g, ",,")
    .replaceAll(",Done,", ",To Do,")
  await importCsv(ann, project.id, csv)
  await ann.call("POST", `/projects/${project.id}/sprints`, { name: "Sprint 1" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/planning`)
  await expect(pane(page, "Backlog")).toContainText("2,000")
  // Only what is in sight is in the document, and only what is near it has been read.
  expect(await rows(page, "Backlog").count()).toBeLessThan(80)
  await page.getByRole("searchbox", { name: "Search the backlog" }).fill("PLN-1777")
  await expect(rows(page, "Backlog")).toHaveCount(1)
  await page.getByRole("button", { name: "Move PLN-1777 to Sprint 1" }).click()
  await expect(rows(page, "Sprint 1")).toHaveText([/PLN-1777/])
  await page.getByRole("searchbox", { name: "Search the backlog" }).fill("")
  const list = pane(page, "Backlog").locator("[data-pane-list]")
  await expect(async () => {
    await list.evaluate((node) => node.scrollTo(0, node.scrollHeight))
    await expect(rows(page, "Backlog").last()).toContainText("PLN-2000", { timeout: 500 })
  }).toPass()
})
