import { createProject, createTask, createTeam } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"

test("what one person writes in a task, another sees without reloading", async ({ origin, openAs }) => {
  const { ann, bob, project } = await createTeam(origin)
  const { key } = await createTask(ann, project.id, { title: "Write the release notes" })
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(`/p/${project.id}/board?task=${key}`)
  await b.goto(`/p/${project.id}/board?task=${key}`)

  await test.step("the title", async () => {
    await a.getByRole("textbox", { name: "Title" }).fill("Write the notes")
    await a.keyboard.press("Enter")
    await expect(b.getByRole("textbox", { name: "Title" })).toHaveValue("Write the notes")
  })

  await test.step("the description, in Markdown", async () => {
    await a.getByRole("button", { name: /Describe what is wanted/ }).click()
    const editor = a.getByRole("textbox", { name: "Description" })
    await editor.pressSequentially("Say **what** changed")
    await a.keyboard.press("Control+Enter")
    await expect(b.getByRole("region", { name: "Description" })).toContainText("Say what changed")
    await expect(b.getByRole("region", { name: "Description" }).locator("strong")).toHaveText("what")
  })

  await test.step("a comment with a mention, which reaches the inbox", async () => {
    await a.getByRole("button", { name: /Comment, or ask an agent/ }).click()
    const { handle } = await bob.call<{ handle: string }>("GET", "/users/me")
    await a.getByRole("textbox", { name: "New comment" }).pressSequentially(`Please read, @${handle}`)
    await a.keyboard.press("Escape")
    await a.getByRole("button", { name: "Comment", exact: true }).click()
    await expect(b.getByRole("article", { name: "Comment of Ann Abara" })).toContainText("Please read")
    await b.getByRole("link", { name: /Inbox/ }).click()
    await expect(b.getByText(new RegExp(`mentioned you in ${key}`))).toBeVisible()
  })
})

test("an @mention in a comment starts the agent, and a person can stop it", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  await ann.call("POST", `/projects/${project.id}/agents`, { name: "Demo", handle: "demo", provider: "demo" })
  const { id, key } = await createTask(ann, project.id, { title: "Ask around" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/board?task=${key}`)
  await ann.call("POST", `/projects/${project.id}/tasks/${id}/activities/comments`, {
    text: "@demo what do you think?",
  })
  await expect(page.getByRole("article", { name: "Comment of Demo" })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText("scripted, no LLM").first()).toBeVisible()
})

test("a deleted task can be brought back at once", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const { key } = await createTask(ann, project.id, { title: "Delete me" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/board?task=${key}`)
  await page.getByRole("button", { name: "More" }).click()
  await page.getByRole("menuitem", { name: /Delete/ }).click()
  await page
    .getByRole("alertdialog")
    .or(page.getByRole("dialog"))
    .getByRole("button", { name: /Delete/ })
    .click()
  await expect(page.getByRole("link", { name: /Delete me/ })).toBeHidden()
  await page.getByRole("button", { name: "Undo" }).click()
  await expect(page.getByRole("link", { name: /Delete me/ })).toBeVisible()
})

test("a new task asks for the project's own fields that every task must have", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const field = (body: object) => ann.call("POST", `/projects/${project.id}/custom-fields`, { required: true, ...body })
  await field({ name: "Customer", type: "text" })
  await field({ name: "Severity", type: "select", options: ["Minor", "Major"] })
  await field({ name: "Effort", type: "number" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/board`)
  // An empty board offers it a second time.
  await page
    .getByRole("button", { name: /^New task/ })
    .first()
    .click()
  const dialog = page.getByRole("dialog", { name: "New task" })
  await dialog.getByLabel("Title").fill("Refund the order")
  await dialog.getByLabel("Customer").fill("Northwind")
  await dialog.getByLabel("Severity").selectOption("Major")
  await dialog.getByLabel("Effort").fill("2.5")
  await dialog.getByRole("button", { name: "Create task" }).click()
  const panel = page.getByRole("complementary", { name: /^Task / })
  await expect(panel.getByLabel("Customer")).toHaveValue("Northwind")
  await expect(panel.getByLabel("Effort")).toHaveValue("2.5")
})
