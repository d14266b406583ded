import type { Page } from "@playwright/test"
import { createProject, createTask, createTeam, inviteAndJoin } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"

type View = { id: string; name: string; layout: string }
type Board = { statuses: { id: string; name: string }[]; members: { id: string; name: string }[] }

const column = (page: Page, name: string) => page.getByRole("region", { name, exact: true })
const cardIn = (page: Page, name: string, title: string) =>
  column(page, name).getByRole("article").filter({ hasText: title })
const rowOf = (page: Page, title: string) => page.getByRole("row").filter({ hasText: title })
const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Views" }).getByRole("link", { name, exact: true })

test("a view is made, set up, renamed, put in order and deleted, and others see it live", async ({
  origin,
  openAs,
}) => {
  const { ann, bob, project } = await createTeam(origin)
  await createTask(ann, project.id, { title: "Refund a late order", priority: "high", points: 3 })
  await createTask(ann, project.id, { title: "Print labels", priority: "low", points: 2 })
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(`/p/${project.id}/board`)
  await b.goto(`/p/${project.id}/board`)
  await expect(cardIn(b, "To Do", "Print labels")).toBeVisible()

  await a.getByRole("button", { name: "New view" }).click()
  await a.getByRole("textbox", { name: "Name" }).fill("By priority")
  await a.getByRole("button", { name: "Create view" }).click()
  await expect(tab(a, "By priority")).toHaveAttribute("aria-current", "page")
  await a.getByRole("button", { name: "View", exact: true }).click()
  await a.getByRole("combobox", { name: "Columns" }).selectOption({ label: "Priority" })
  await expect(cardIn(a, "High", "Refund a late order")).toBeVisible()
  await expect(column(a, "High").getByText("3 points")).toBeVisible()
  await a.getByRole("combobox", { name: "Swimlanes" }).selectOption({ label: "Status" })
  const cell = a.getByRole("group", { name: "High, To Do" })
  await expect(cell.getByRole("article")).toContainText("Refund a late order")
  await a.keyboard.press("Escape")

  // Dragged into another column and lane, it gets what both stand for; the other one looks at the same view.
  await tab(b, "By priority").click()
  await expect(b.getByRole("group", { name: "High, To Do" }).getByRole("article")).toBeVisible()
  await cell.getByRole("article").dragTo(a.getByRole("group", { name: "Low, In Progress" }))
  await expect(b.getByRole("group", { name: "Low, In Progress" }).getByRole("article")).toContainText("Refund")
  await a.getByRole("button", { name: "Undo" }).first().click()
  await expect(b.getByRole("group", { name: "High, To Do" }).getByRole("article")).toContainText("Refund")

  await tab(a, "By priority").focus()
  await a.keyboard.press("Alt+ArrowLeft")
  await expect(b.getByRole("navigation", { name: "Views" }).getByRole("link").nth(1)).toHaveText("By priority")
  await a.getByRole("button", { name: "Options of By priority" }).click()
  await a.getByRole("menuitem", { name: "Rename" }).click()
  await a.getByRole("textbox", { name: "Name" }).fill("Urgency")
  await a.getByRole("button", { name: "Rename" }).click()
  await expect(tab(b, "Urgency")).toBeVisible()
  await tab(b, "Board").click()
  await a.getByRole("button", { name: "Options of Urgency" }).click()
  await a.getByRole("menuitem", { name: "Delete" }).click()
  await a.getByRole("button", { name: "Delete view" }).click()
  await expect(tab(b, "Urgency")).toHaveCount(0)
  await expect(tab(a, "Board")).toHaveAttribute("aria-current", "page")
})

test("a view's filter is built of conditions and groups, and its slices show a part of it", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  await createTask(ann, project.id, { title: "Urgent and big", priority: "highest", points: 8, tags: ["shop"] })
  await createTask(ann, project.id, { title: "Urgent and small", priority: "high", points: 1, tags: ["tax"] })
  await createTask(ann, project.id, { title: "Quiet and big", priority: "low", points: 8, tags: ["tax"] })
  await createTask(ann, project.id, { title: "Quiet and small", priority: "low", points: 1 })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/board`)
  await expect(page.getByRole("article")).toHaveCount(4)
  await page.getByRole("button", { name: "View", exact: true }).click()
  await page.getByRole("button", { name: "Add condition" }).click()
  await page.getByRole("combobox", { name: "Field" }).selectOption({ label: "Priority" })
  await page.getByRole("combobox", { name: /Value of Priority/ }).click()
  await page.getByRole("option", { name: "Highest" }).click()
  await page.getByRole("option", { name: "High", exact: true }).click()
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Save filter" }).click()
  await expect(page.getByRole("article")).toHaveCount(2)

  await page.getByRole("button", { name: "Add condition" }).click()
  await page.getByRole("combobox", { name: "Field" }).last().selectOption({ label: "Points" })
  await page.getByRole("combobox", { name: "Question" }).last().selectOption({ label: "is more than" })
  await page.getByRole("spinbutton", { name: "Value of Points" }).fill("5")
  await page
    .getByRole("combobox", { name: "How the conditions go together" })
    .selectOption({ label: "any of these conditions" })
  await page.getByRole("button", { name: "Save filter" }).click()
  await expect(page.getByRole("article")).toHaveCount(3)
  await expect(page.getByRole("article").filter({ hasText: "Quiet and small" })).toHaveCount(0)

  await page.getByRole("combobox", { name: "Slices" }).selectOption({ label: "Tag" })
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "All by Tag" }).click()
  await page.getByRole("option", { name: "tax" }).click()
  await expect(page.getByRole("article")).toHaveCount(2)
  await page.reload()
  await expect(page.getByLabel("Tag: tax")).toBeVisible()
  await expect(page.getByRole("article")).toHaveCount(2)
  // A change that was saved for everybody can be taken back at once.
  await page.getByRole("button", { name: "View, 2 conditions" }).click()
  await page.getByRole("button", { name: "Remove the condition" }).last().click()
  await page.getByRole("button", { name: "Save filter" }).click()
  await expect(page.getByRole("article")).toHaveCount(1)
  await page.getByRole("button", { name: "Undo" }).first().click()
  await expect(page.getByRole("article")).toHaveCount(2)
})

test("the backlog is a table that is changed in place, by mouse and by keyboard", async ({ origin, openAs }) => {
  const { ann, bob, project } = await createTeam(origin)
  const sprint = await ann.call<{ id: string }>("POST", `/projects/${project.id}/sprints`, { name: "Sprint 1" })
  await createTask(ann, project.id, { title: "In the sprint", sprint_id: sprint.id, points: 2 })
  await createTask(ann, project.id, { title: "Alpha" })
  await createTask(ann, project.id, { title: "Beta" })
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(`/p/${project.id}/backlog`)
  await b.goto(`/p/${project.id}/backlog`)
  await expect(rowOf(b, "Beta")).toBeVisible()

  await rowOf(a, "Alpha")
    .getByRole("gridcell", { name: /Priority of/ })
    .click()
  await a.getByRole("option", { name: "Highest" }).click()
  await expect(rowOf(b, "Alpha").getByRole("gridcell", { name: /Priority of/ })).toHaveText("Highest")
  await expect(rowOf(a, "Alpha").getByRole("gridcell", { name: /Priority of/ })).toBeFocused()

  // From there by keyboard: two cells on are the points, then a line down, a title, and the next group.
  await a.keyboard.press("ArrowRight")
  await a.keyboard.press("ArrowRight")
  await a.keyboard.press("Enter")
  await expect(a.getByRole("textbox", { name: /Points of/ })).toBeFocused()
  await a.keyboard.type("5")
  await a.keyboard.press("Enter")
  await expect(rowOf(b, "Alpha").getByRole("gridcell", { name: /Points of/ })).toHaveText("5")
  await a.keyboard.press("s")
  await a.getByRole("menuitemcheckbox", { name: "In Review" }).click()
  await expect(rowOf(b, "Alpha").getByRole("gridcell", { name: /Status of/ })).toHaveText("In Review")
  await expect(rowOf(a, "Alpha").getByRole("gridcell", { name: /Points of/ })).toBeFocused()
  await a.keyboard.press("ArrowDown")
  await a.keyboard.press("Home")
  await a.keyboard.press("F2")
  await a.keyboard.type("Beta by hand")
  await a.keyboard.press("Enter")
  await expect(rowOf(b, "Beta by hand")).toBeVisible()
  await a.keyboard.press("Alt+ArrowUp")
  await expect(a.getByText("Moved PLN-3")).toBeVisible()
  await a.keyboard.press("Alt+ArrowUp")
  await expect(a.getByText("Moved PLN-3 to Sprint 1")).toBeVisible()
  const titles = (page: Page) => page.locator("[data-card-link]")
  await expect(titles(b)).toHaveText(["In the sprint", "Beta by hand", "Alpha"])

  await rowOf(a, "Alpha").dragTo(rowOf(a, "In the sprint"), { targetPosition: { x: 200, y: 4 } })
  await expect(titles(b)).toHaveText(["Alpha", "In the sprint", "Beta by hand"])
  await expect(b.getByRole("row").filter({ hasText: "7 points" })).toContainText("Sprint 1")

  await a.getByRole("button", { name: "Add task" }).last().click()
  await a.getByRole("textbox", { name: "Title of a new task in Backlog" }).fill("Made in the table")
  await a.keyboard.press("Enter")
  await expect(rowOf(b, "Made in the table")).toBeVisible()
  await a.getByRole("columnheader", { name: "Title" }).getByRole("button").click()
  await expect(a.getByRole("columnheader", { name: "Title" })).toHaveAttribute("aria-sort", "ascending")
  await expect(titles(b)).toHaveText(["Alpha", "Beta by hand", "In the sprint", "Made in the table"])
})

test("several tasks are selected and changed at once, and a task has a menu", async ({ origin, openAs }) => {
  const { ann, bob, project } = await createTeam(origin)
  for (const title of ["One", "Two", "Three", "Four"]) await createTask(ann, project.id, { title })
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(`/p/${project.id}/board`)
  await b.goto(`/p/${project.id}/board`)
  await expect(cardIn(b, "To Do", "Four")).toBeVisible()

  await a.getByRole("link", { name: /One/ }).focus()
  await a.keyboard.press("x")
  await a.keyboard.press("Shift+ArrowDown")
  const bar = a.getByRole("toolbar", { name: "Selected tasks" })
  await expect(bar).toContainText("2 tasks selected")
  await a.getByRole("link", { name: /Four/ }).click({ modifiers: ["ControlOrMeta"] })
  await expect(bar).toContainText("3 tasks selected")
  await bar.getByLabel("Priority").click()
  await a.getByRole("option", { name: "Highest" }).click()
  await bar.getByLabel("Status").click()
  await a.getByRole("option", { name: "Done" }).click()
  await expect(column(b, "Done").getByRole("article")).toHaveCount(3)
  await a.getByRole("button", { name: "Undo" }).first().click()
  await expect(column(b, "To Do").getByRole("article")).toHaveCount(4)

  // What is selected is dragged together, and keeps its order.
  // Cards that are just being put back cannot be held; whoever is as quick as this takes them once more.
  await expect(async () => {
    await cardIn(a, "To Do", "Two").dragTo(column(a, "In Progress"))
    await expect(column(a, "In Progress").getByRole("article")).toHaveCount(3, { timeout: 2_000 })
  }).toPass()
  await expect(column(b, "In Progress").getByRole("article")).toHaveText([/One/, /Two/, /Four/])
  await a.keyboard.press("Escape")
  await expect(bar).toHaveCount(0)

  await cardIn(a, "In Progress", "Four").click({ button: "right" })
  await a.getByRole("menuitem", { name: "Move to the top" }).click()
  await expect(column(b, "In Progress").getByRole("article").first()).toContainText("Four")
  await a.getByRole("link", { name: /Three/ }).focus()
  await a.keyboard.press("Shift+F10")
  await a.getByRole("menuitem", { name: "Assignees" }).press("ArrowRight")
  await a.getByRole("menuitemcheckbox", { name: "Bob Berg" }).press("Enter")
  await a.keyboard.press("Escape")
  await expect(cardIn(b, "To Do", "Three").getByRole("img", { name: /Bob Berg/ })).toBeVisible()
  await cardIn(a, "To Do", "Three").click({ button: "right" })
  await a.getByRole("menuitem", { name: "Delete" }).click()
  await expect(cardIn(b, "To Do", "Three")).toHaveCount(0)
  await a.getByRole("button", { name: "Undo" }).first().click()
  await expect(cardIn(b, "To Do", "Three")).toBeVisible()
})

test("a sprint has views of its own, and tasks are dropped on its name in the navigation", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const sprint = await ann.call<{ id: string }>("POST", `/projects/${project.id}/sprints`, { name: "Sprint 1" })
  await createTask(ann, project.id, { title: "Was planned", sprint_id: sprint.id })
  for (const title of ["One", "Two", "Other"]) await createTask(ann, project.id, { title })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/board`)
  await page.getByRole("link", { name: /One/ }).click({ modifiers: ["ControlOrMeta"] })
  await page.getByRole("link", { name: /Two/ }).click({ modifiers: ["ControlOrMeta"] })
  const inNavigation = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sprint 1" })
  await cardIn(page, "To Do", "One").dragTo(inNavigation)
  await expect(page.getByText("Moved 2 tasks to Sprint 1").first()).toBeVisible()
  await inNavigation.click()
  await expect(page.getByRole("heading", { name: "Sprint 1", level: 1 })).toBeVisible()
  await expect(column(page, "To Do").getByRole("article")).toHaveText([/Was planned/, /One/, /Two/])
  await column(page, "To Do").getByRole("button", { name: "Add task" }).click()
  await page.getByRole("textbox", { name: "Title of a new task in To Do" }).fill("Made in the sprint")
  await page.keyboard.press("Enter")
  await expect(cardIn(page, "To Do", "Made in the sprint")).toBeVisible()
  await tab(page, "Table").click()
  await expect(page.locator("[data-card-link]")).toHaveText(["Was planned", "One", "Two", "Made in the sprint"])
  // What leaves the sprint leaves its views.
  await rowOf(page, "Two").click({ button: "right" })
  await page.getByRole("menuitem", { name: "Sprint" }).press("ArrowRight")
  await page.getByRole("menuitemcheckbox", { name: "No sprint" }).press("Enter")
  await expect(rowOf(page, "Two")).toHaveCount(0)
})

test("who may only look is not offered what changes a view or its tasks", async ({ origin, openAs }) => {
  const [ann, sid] = [await signUp(origin, "Ann Abara"), await signUp(origin, "Sid Strand")]
  const project = await createProject(ann)
  await inviteAndJoin(ann, sid, project)
  const { members } = await ann.call<Board>("GET", `/projects/${project.id}/views/default/board`)
  const roles = await ann.call<{ id: string; name: string }[]>("GET", `/projects/${project.id}/roles`)
  const viewer = roles.find(({ name }) => name === "Viewer")
  const member = members.find(({ name }) => name === "Sid Strand")
  await ann.call("PUT", `/projects/${project.id}/members/${member?.id}/roles`, { role_id: viewer?.id })
  await createTask(ann, project.id, { title: "To be read" })
  const views = await ann.call<View[]>("GET", `/projects/${project.id}/views?context=backlog`)
  const page = await openAs(sid)
  await page.goto(`/p/${project.id}/backlog`)
  await expect(rowOf(page, "To be read")).toBeVisible()
  await expect(page.getByRole("navigation", { name: "Views" }).getByRole("link")).toHaveCount(views.length)
  for (const name of ["New view", "View", "Add task", /Options of/])
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0)
  await rowOf(page, "To be read")
    .getByRole("gridcell", { name: /Status of/ })
    .click()
  await expect(page.getByRole("listbox")).toHaveCount(0)
})
