import type { Page } from "@playwright/test"
import { createProject, createTask, inviteAndJoin } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"

/** Opens a page and waits until it answers to clicks. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.waitForLoadState("networkidle")
}

const names = (page: Page, list: string) =>
  page.getByRole("list", { name: list }).getByRole("listitem").locator("span.truncate.font-medium").allTextContents()

test("the palette finds tasks, comments and documents by their words, and leads to the page of all results", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const task = await createTask(ann, project.id, {
    title: "Calibrate the altimeter",
    description: "before 5 < 6 & takeoff",
  })
  await ann.call("POST", `/projects/${project.id}/tasks/${task.id}/activities/comments`, {
    text: "The altimeter drifts.",
  })
  await ann.call("POST", `/projects/${project.id}/docs`, { title: "Manual", content: "How an altimeter works." })
  for (let count = 1; count <= 21; count++) await createTask(ann, project.id, { title: `Rivet number ${count}` })
  const page = await openAs(ann)
  await open(page, `/p/${project.id}/board`)
  await page.keyboard.press("Control+k")
  const palette = page.getByRole("dialog", { name: "Search and commands" })
  await palette.getByRole("combobox").fill("altimeter")
  await expect(palette.getByRole("option", { name: /Calibrate the altimeter/ })).toHaveCount(2)
  await expect(palette.getByRole("option", { name: /Manual/ })).toBeVisible()
  await expect(palette.locator("mark", { hasText: "altimeter" }).first()).toBeVisible()
  await palette
    .getByRole("option", { name: /^Calibrate the altimeter/ })
    .first()
    .click()
  await expect(page).toHaveURL(new RegExp(`task=${task.key}`))
  await expect(page.getByRole("textbox", { name: /title/i })).toHaveValue("Calibrate the altimeter")

  await page.getByRole("button", { name: "Search", exact: false }).first().click()
  await expect(palette.getByRole("option", { name: /Calibrate the altimeter/ })).toBeVisible()
  await palette.getByRole("combobox").fill("takeoff")
  await palette.getByRole("option", { name: /All results/ }).click()
  await expect(page).toHaveURL(/\/search\?q=takeoff/)
  // What somebody wrote is shown as they wrote it.
  await expect(page.getByRole("list", { name: "Results" })).toContainText("before 5 < 6 & takeoff")

  await page.getByRole("searchbox").fill("altimeter")
  await expect(page.getByText("3 results")).toBeVisible()
  await page.getByText("Documents", { exact: true }).last().click()
  await expect(page.getByText("1 result", { exact: true })).toBeVisible()
  await expect(page).toHaveURL(/type=doc/)
  await page.getByRole("radio", { name: "All" }).check({ force: true })
  await page.getByRole("searchbox").fill("rivet")
  await expect(page.getByText("21 results")).toBeVisible()
  await page.getByRole("button", { name: "Next" }).click()
  await expect(page.getByText("2 of 2")).toBeVisible()
  await expect(page.getByRole("list", { name: "Results" }).getByRole("listitem")).toHaveCount(1)
  await page.getByRole("searchbox").fill("zzqqxx")
  await expect(page.getByRole("heading", { name: "Nothing holds “zzqqxx”" })).toBeVisible()
})

test("the general settings are saved, and a prefix that is taken is explained", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  await ann.call("POST", "/projects", { workspace_id: project.workspace_id, name: "Kite", prefix: "KIT" })
  const page = await openAs(ann)
  await open(page, `/p/${project.id}/board`)
  await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill("Airplane")
  await page.getByLabel("Prefix").fill("KIT")
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page.getByText(/has the prefix KIT. Choose another one/).first()).toBeVisible()
  await page.getByLabel("Prefix").fill("air")
  await page.getByRole("checkbox", { name: /Public/ }).check()
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page.getByText("The project is saved")).toBeVisible()
  await expect(page.getByRole("navigation", { name: "Main" }).getByText("Airplane")).toBeVisible()
  await page.reload()
  await expect(page.getByLabel("Prefix")).toHaveValue("AIR")
  await expect(page.getByRole("checkbox", { name: /Public/ })).toBeChecked()
})

test("statuses are added, ordered by keyboard and by hand, made the default and deleted with a place for their tasks", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const statuses = await ann.call<{ id: string; name: string }[]>("GET", `/projects/${project.id}/task-statuses`)
  const review = statuses.find(({ name }) => name === "In Review")
  const task = await createTask(ann, project.id, { title: "Look at it", status_id: review?.id })
  const page = await openAs(ann)
  const watching = await openAs(ann)
  await open(page, `/p/${project.id}/settings?tab=statuses`)
  await open(watching, `/p/${project.id}/settings?tab=statuses`)
  await page.getByRole("button", { name: "New status" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill("Testing")
  await page.getByLabel("Category").selectOption("inprogress")
  await page.getByRole("button", { name: "Add status" }).click()
  await expect
    .poll(() => names(page, "Statuses"))
    .toEqual(["Backlog", "To Do", "In Progress", "In Review", "Done", "Testing"])

  await page.getByRole("button", { name: "Move Testing" }).press("ArrowUp")
  await expect
    .poll(() => names(page, "Statuses"))
    .toEqual(["Backlog", "To Do", "In Progress", "In Review", "Testing", "Done"])
  await expect(page.getByRole("button", { name: "Move Testing" })).toBeFocused()
  await page.getByRole("button", { name: "Move Done" }).dragTo(page.getByRole("button", { name: "Move Backlog" }), {
    targetPosition: { x: 5, y: 2 },
  })
  await expect
    .poll(() => names(page, "Statuses"))
    .toEqual(["Done", "Backlog", "To Do", "In Progress", "In Review", "Testing"])
  await expect
    .poll(() => names(watching, "Statuses"))
    .toEqual(["Done", "Backlog", "To Do", "In Progress", "In Review", "Testing"])

  await page.getByRole("button", { name: "New status" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill("testing")
  await page.getByRole("button", { name: "Add status" }).click()
  await expect(page.getByRole("alert").filter({ hasText: "has a status called" })).toBeVisible()
  await page.getByRole("button", { name: "Cancel" }).click()

  await page.getByRole("button", { name: "Make Backlog the default" }).click()
  await expect(page.getByRole("listitem").filter({ hasText: "Backlog" })).toContainText("default")
  await page.getByRole("button", { name: "Delete In Review" }).click()
  await page.getByLabel("Its tasks go to").selectOption({ label: "Testing" })
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
  await expect.poll(() => names(page, "Statuses")).toEqual(["Done", "Backlog", "To Do", "In Progress", "Testing"])
  const now = await ann.call<{ id: string; name: string }[]>("GET", `/projects/${project.id}/task-statuses`)
  const moved = await ann.call<{ status_id: string }>("GET", `/projects/${project.id}/tasks/${task.id}`)
  expect(now.find(({ id }) => id === moved.status_id)?.name).toBe("Testing")
})

test("task types and custom fields are made, changed and deleted", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const page = await openAs(ann)
  await open(page, `/p/${project.id}/settings?tab=types`)
  const types = page.getByRole("list", { name: "Task types" }).getByRole("listitem")
  await expect(
    types.filter({ hasText: "Epic" }).getByRole("button", { name: "Epic is part of every project" }),
  ).toBeDisabled()
  await page.getByRole("button", { name: "New type" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill("Spike")
  await page.getByRole("radio", { name: "flask-conical" }).check({ force: true })
  await page.getByRole("button", { name: "Add type" }).click()
  await expect(types.filter({ hasText: "Spike" })).toBeVisible()
  await page.getByRole("button", { name: "Make Spike the default" }).click()
  await expect(types.filter({ hasText: "Spike" })).toContainText("default")
  await page.getByRole("button", { name: "Delete Story" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
  await expect(types.filter({ hasText: "Story" })).toHaveCount(0)

  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Custom fields" }).click()
  await expect(page.getByText("No fields yet.")).toBeVisible()
  await page.getByRole("button", { name: "New field" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill("Component")
  await page.getByLabel("Kind").selectOption("select")
  await page.getByRole("textbox", { name: "Option 1" }).fill("Wing")
  await page.getByRole("textbox", { name: "Option 2" }).fill("Tail")
  await page.getByRole("button", { name: "Add field" }).click()
  await expect(page.getByText("One of several: Wing, Tail")).toBeVisible()

  const [field] = await ann.call<{ id: string; options: { id: string; name: string }[] }[]>(
    "GET",
    `/projects/${project.id}/custom-fields`,
  )
  const wing = field?.options.find(({ name }) => name === "Wing")
  await createTask(ann, project.id, { title: "Paint", custom_fields: { [field?.id ?? ""]: wing?.id } })
  await page.getByRole("button", { name: "Edit Component" }).click()
  await page.getByRole("button", { name: "Remove option Wing" }).click()
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page.getByRole("alert").filter({ hasText: 'have "Wing". Change them first' })).toBeVisible()
  await page.getByRole("button", { name: "Cancel" }).click()
  await page.getByRole("button", { name: "Edit Component" }).click()
  await page.getByRole("textbox", { name: "Option 1" }).fill("Left wing")
  await page.getByRole("checkbox", { name: /Required/ }).check()
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page.getByText("One of several: Left wing, Tail")).toBeVisible()
  await expect(page.getByRole("listitem").filter({ hasText: "Component" })).toContainText("required")
  await page.getByRole("button", { name: "Delete Component" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
  await expect(page.getByText("No fields yet.")).toBeVisible()
})

test("a role of one's own is made from what one may do, changed and deleted; an editor only looks", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const ben = await signUp(origin, "Ben Brandt")
  const project = await createProject(ann)
  await inviteAndJoin(ann, ben, project)
  const page = await openAs(ann)
  await open(page, `/p/${project.id}/settings?tab=roles`)
  const matrix = page.getByRole("table", { name: "Who may do what" })
  await expect(
    matrix
      .getByRole("row", { name: /Write documents/ })
      .getByRole("cell")
      .nth(2),
  ).toHaveText(/no/)
  await page.getByRole("button", { name: "New role" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill("Writer")
  await page.getByRole("checkbox", { name: "Write documents" }).check()
  await page.getByRole("button", { name: "Add role" }).click()
  await expect(matrix.getByRole("columnheader", { name: "Writer" })).toBeVisible()
  await expect(
    matrix
      .getByRole("row", { name: /Write documents/ })
      .getByRole("cell")
      .nth(3),
  ).toHaveText(/yes/)
  await page.getByRole("button", { name: "Edit Writer" }).click()
  await page.getByRole("checkbox", { name: "Write documents" }).uncheck()
  await page.getByRole("button", { name: "Save" }).click()
  await expect(
    matrix
      .getByRole("row", { name: /Write documents/ })
      .getByRole("cell")
      .nth(3),
  ).toHaveText(/no/)
  await page.getByRole("button", { name: "Delete Writer" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
  await expect(matrix.getByRole("columnheader", { name: "Writer" })).toHaveCount(0)

  const his = await openAs(ben)
  await open(his, `/p/${project.id}/settings`)
  await expect(his.getByRole("textbox", { name: "Name" })).toBeDisabled()
  const tabs = his.getByRole("navigation", { name: "Settings" }).getByRole("link")
  await expect(tabs).toHaveText(["General", "Task types", "Statuses", "Custom fields", "Roles", "Data"])
  await tabs.filter({ hasText: "Statuses" }).click()
  await expect(his.getByText("In Review", { exact: true })).toBeVisible()
  await expect(his.getByRole("button", { name: "New status" })).toHaveCount(0)
})

test("a project is exported, downloaded, archived, brought back and deleted", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  await createTask(ann, project.id, { title: "Keep me" })
  const page = await openAs(ann)
  await open(page, `/p/${project.id}/settings?tab=data`)
  await expect(page.getByRole("link", { name: "Import tasks" })).toBeVisible()
  await page.getByRole("button", { name: "Export the project" }).click()
  const row = page.getByRole("list", { name: "Exports" }).getByRole("listitem")
  await expect(row.getByText(/1 task, .*B, made .*kept until/)).toBeVisible({ timeout: 30_000 })
  const download = page.waitForEvent("download")
  await row.getByRole("button", { name: /Download PLN-/ }).click()
  expect((await download).suggestedFilename()).toMatch(/^PLN-.*\.zip$/)
  await row.getByRole("button", { name: /Delete PLN-/ }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
  await expect(page.getByText(/No exports/)).toBeVisible()

  await page.getByRole("link", { name: "Danger zone" }).click()
  await page.getByRole("button", { name: "Archive…" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Archive" }).click()
  await page.getByRole("link", { name: "Statuses" }).click()
  await expect(page.getByText(/This project is archived/)).toBeVisible()
  await expect(page.getByRole("button", { name: "New status" })).toHaveCount(0)
  await page.getByRole("link", { name: "Danger zone" }).click()
  await page.getByRole("button", { name: "Bring back" }).click()
  await expect(page.getByRole("button", { name: "Archive…" })).toBeVisible()

  await page.getByRole("button", { name: "Delete…" }).click()
  const sure = page.getByRole("dialog").getByRole("button", { name: "Delete the project" })
  await page.getByLabel(/Type “Plane”/).fill("plane")
  await expect(sure).toBeDisabled()
  await page.getByLabel(/Type “Plane”/).fill("Plane")
  await sure.click()
  await expect(page).not.toHaveURL(/settings/)
  await expect(page.getByRole("navigation", { name: "Main" }).getByText("Plane")).toHaveCount(0)
})

test("a person chooses what they hear of, and reads the inbox entry by entry", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const ben = await signUp(origin, "Ben Brandt")
  const project = await createProject(ann)
  await inviteAndJoin(ann, ben, project)
  const members = await ann.call<{ id: string; user_id: string; name: string }[]>(
    "GET",
    `/projects/${project.id}/members`,
  )
  const his = members.find(({ name }) => name === "Ben Brandt")?.id
  for (const title of ["One", "Two", "Three"]) await createTask(ann, project.id, { title, assignee_ids: [his] })
  const page = await openAs(ben)
  await open(page, "/inbox")
  await expect(page.getByText(/assigned you/)).toHaveCount(3)
  await page
    .getByRole("button", { name: /Mark as read/ })
    .first()
    .click()
  await expect(page.getByRole("button", { name: /Mark as read/ })).toHaveCount(2)
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Inbox/ })).toContainText("2")
  await page.getByText("Unread", { exact: true }).click()
  await expect(page.getByText(/assigned you/)).toHaveCount(2)
  await page.getByRole("button", { name: "Mark all read" }).click()
  await expect(page.getByRole("heading", { name: "All read" })).toBeVisible()

  await open(page, "/account")
  const assigned = page.getByRole("group", { name: "A task is given to you" })
  await expect(assigned.getByRole("radio", { name: "App and e-mail" })).toBeChecked()
  await assigned.getByText("Off").click()
  await expect(assigned.getByRole("radio", { name: "Off" })).toBeChecked()
  await page.reload()
  await expect(assigned.getByRole("radio", { name: "Off" })).toBeChecked()
  await createTask(ann, project.id, { title: "Four", assignee_ids: [his] })
  await open(page, "/inbox")
  await expect(page.getByText(/assigned you/)).toHaveCount(3)
})

test("a workspace is renamed, its people get roles, invitations are revoked, and in the end it is deleted", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const ben = await signUp(origin, "Ben Brandt")
  const project = await createProject(ann)
  await inviteAndJoin(ann, ben, project)
  await createTask(ann, project.id, { title: "Only one" })
  const page = await openAs(ann)
  await open(page, `/p/${project.id}/board`)
  await page.getByRole("button", { name: /Workspace Northwind/ }).click()
  await page.getByRole("menuitem", { name: "Workspace settings" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill("Southwind")
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page.getByRole("button", { name: "Workspace Southwind" })).toBeVisible()

  const tabs = page.getByRole("navigation", { name: "Workspace" })
  await tabs.getByRole("link", { name: "People" }).click()
  await page.getByLabel("Role of Ann Abara").selectOption("member")
  await expect(page.getByText(/A workspace needs an owner/)).toBeVisible()
  await expect(page.getByLabel("Role of Ann Abara")).toHaveValue("owner")
  await page.getByLabel("Role of Ben Brandt").selectOption("admin")
  await expect(page.getByLabel("Role of Ben Brandt")).toHaveValue("admin")
  await page.getByLabel("E-mail").fill("cem@example.test")
  await page.getByRole("button", { name: "Send invitation" }).click()
  await expect(page.getByText("A mail was sent to cem@example.test")).toBeVisible()
  await page.getByRole("button", { name: "Revoke the invitation of cem@example.test" }).click()
  await expect(page.getByText("Nobody is waiting to join.")).toBeVisible()
  await page.getByRole("button", { name: "Remove Ben Brandt" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click()
  await expect(page.getByLabel("Role of Ben Brandt")).toHaveCount(0)

  await tabs.getByRole("link", { name: "Usage" }).click()
  const figure = (name: string) => page.getByRole("term").filter({ hasText: name }).locator("..")
  await expect(figure("Tasks")).toContainText("1")
  await expect(figure("Files")).toContainText("MB")
  await expect(page.getByText(/No agent worked in this month/)).toBeVisible()
  await page.getByLabel("Month", { exact: true }).selectOption({ index: 3 })
  await expect(figure("Time at work")).toContainText("min")

  await tabs.getByRole("link", { name: "General" }).click()
  await page.getByRole("button", { name: "Delete…" }).click()
  await page.getByLabel(/Type “Southwind”/).fill("Southwind")
  await page.getByRole("button", { name: "Delete the workspace" }).click()
  await expect(page.getByRole("heading", { name: /Welcome/ }).first()).toBeVisible()
})
