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
  await expect(page.getByRole("main").getByRole("link", { name: /Delete me/ })).toBeHidden()
  await page.getByRole("button", { name: "Undo" }).click()
  await expect(page.getByRole("main").getByRole("link", { name: /Delete me/ })).toBeVisible()
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

test("a new task gets what is known of it at once, joins the sprint that is looked at, and another follows", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const sprint = await ann.call<{ id: string }>("POST", `/projects/${project.id}/sprints`, { name: "Refunds" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/sprints/${sprint.id}`)
  await page
    .getByRole("button", { name: /^New task/ })
    .first()
    .click()
  const dialog = page.getByRole("dialog", { name: "New task" })
  await expect(dialog.getByLabel("Sprint").locator("option:checked")).toHaveText("Refunds")
  await dialog.getByLabel("Title").fill("Refund the order")
  await dialog.getByLabel("Priority").selectOption("High")
  await dialog.getByLabel("Points").fill("3")
  await dialog.getByLabel("Due").fill("2031-03-14")
  await dialog.getByRole("combobox", { name: "Tags" }).click()
  await page.getByPlaceholder("Find or create a tag…").fill("payments")
  await page.getByRole("option", { name: /payments/ }).click()
  await page.keyboard.press("Escape")
  await dialog.getByRole("checkbox", { name: "Create another" }).check()
  await dialog.getByRole("button", { name: "Create task" }).click()
  await expect(dialog.getByLabel("Title")).toHaveValue("")
  await expect(dialog.getByLabel("Title")).toBeFocused()
  await page.keyboard.type("Tell the customer")
  await dialog.getByRole("checkbox", { name: "Create another" }).uncheck()
  await dialog.getByRole("button", { name: "Create task" }).click()
  await expect(dialog).toBeHidden()
  const { items } = await ann.call<{ items: object[] }>("GET", `/projects/${project.id}/tasks?sort_by=number`)
  const known = { priority: "high", points: 3, due_date: "2031-03-14", tags: ["payments"], sprint_id: sprint.id }
  expect(items).toMatchObject([
    { title: "Refund the order", ...known },
    { title: "Tell the customer", ...known },
  ])
})

test("what is written and not sent yet is there again after the page was left", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const { key } = await createTask(ann, project.id, { title: "Round the amounts" })
  const page = await openAs(ann)
  const address = `/p/${project.id}/board?task=${key}`
  await page.goto(address)
  await page.getByRole("button", { name: /^Comment, or ask/ }).click()
  const comment = page.getByRole("textbox", { name: "New comment" })
  await comment.pressSequentially("Half a thought")
  await page.getByRole("button", { name: "Close", exact: true }).click()
  await expect(comment).toBeHidden()
  await page.reload()
  await page.goto(address)
  await expect(comment).toHaveText("Half a thought")
  await page.getByRole("button", { name: "Comment", exact: true }).click()
  await expect(page.getByRole("article", { name: "Comment of Ann Abara" })).toHaveText(/Half a thought/)
  await page.reload()
  await expect(page.getByRole("button", { name: /^Comment, or ask/ })).toBeVisible()

  await page.getByRole("button", { name: "Close", exact: true }).click()
  await page.keyboard.press("c")
  const dialog = page.getByRole("dialog", { name: "New task" })
  await dialog.getByLabel("Title").fill("Half a task")
  await page.keyboard.press("Escape")
  await expect(dialog).toBeHidden()
  await page.keyboard.press("c")
  await expect(dialog.getByLabel("Title")).toHaveValue("Half a task")
  await dialog.getByRole("button", { name: "Cancel" }).click()
  await page.keyboard.press("c")
  await expect(dialog.getByLabel("Title")).toHaveValue("")
})

test("code in a description has the colours of its language, which the keyboard chooses", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const { id, key } = await createTask(ann, project.id, { title: "Round the amounts" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/board?task=${key}`)
  const text = page.getByRole("region", { name: "Description" })
  await page.getByRole("button", { name: /Describe what is wanted/ }).click()
  const editor = page.getByRole("textbox", { name: "Description" })
  await editor.pressSequentially("```ts const round = 1")
  await expect(editor.locator(".hljs-keyword")).toHaveText("const")
  await page.keyboard.press("Tab")
  const language = page.getByRole("combobox", { name: "Language of the code" })
  await expect(language).toBeFocused()
  await expect(language).toHaveValue("ts")
  await page.keyboard.type("Go")
  await expect(language).toHaveValue("go")
  await page.keyboard.press("Escape")
  await expect(editor.locator(".hljs-keyword")).toHaveText("const")
  await expect(editor).toBeFocused()
  await page.keyboard.type("0")
  await page.keyboard.press("Control+Enter")
  await expect(text.locator("pre .hljs-number")).toHaveText("10")
  const saved = async () => {
    const at = `/projects/${project.id}/tasks/${id}`
    return (await ann.call<{ description: { text: string } | null }>("GET", at)).description?.text
  }
  await expect.poll(saved).toBe("```go\nconst round = 10\n```")
})

test("blocks, tasks and members are put into a description by the keyboard alone", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const other = await createTask(ann, project.id, { title: "Agree on the tax rules" })
  const { id, key } = await createTask(ann, project.id, { title: "Ship the refunds" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/board?task=${key}`)
  await page.getByRole("button", { name: /Describe what is wanted/ }).click()
  const editor = page.getByRole("textbox", { name: "Description" })
  await expect(editor.getByText(/adds blocks/).or(editor.locator("[data-placeholder*='/ adds blocks']"))).toBeVisible()
  const blocks = page.getByRole("listbox", { name: "Insert" })

  await test.step("a slash offers blocks, narrowed by what is typed", async () => {
    await page.keyboard.type("/")
    await expect(blocks.getByRole("option")).toHaveCount(11)
    await page.keyboard.press("ArrowDown")
    const second = blocks.getByRole("option", { name: "Heading 2" })
    await expect(second).toHaveAttribute("aria-selected", "true")
    await expect(editor).toHaveAttribute("aria-activedescendant", (await second.getAttribute("id")) ?? "none")
    await page.keyboard.type("head")
    await expect(blocks.getByRole("option")).toHaveCount(3)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(blocks).toBeHidden()
    await page.keyboard.type("Done when")
    await expect(editor.getByRole("heading", { level: 2 })).toHaveText("Done when")
  })

  await test.step("Escape leaves it as it was typed, and the panel open; words and addresses open none", async () => {
    await page.keyboard.press("Enter")
    await page.keyboard.type("See /ta")
    await expect(blocks.getByRole("option", { name: "Table" })).toBeVisible()
    await page.keyboard.press("Escape")
    await expect(blocks).toBeHidden()
    await expect(editor).toBeFocused()
    await page.keyboard.type(" and/or https://example.test/a")
    await expect(blocks).toBeHidden()
    await expect(editor).toContainText("See /ta and/or https://example.test/a")
  })

  await test.step("from within a list, a heading leaves it", async () => {
    await page.keyboard.press("Enter")
    await page.keyboard.type("/bullet")
    await page.keyboard.press("Tab")
    await page.keyboard.type("one")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("two /h3")
    await page.keyboard.press("Enter")
    await expect(editor.getByRole("heading", { level: 3 })).toHaveText("two")
    await expect(editor.getByRole("listitem")).toHaveText(["one"])
  })

  await test.step("a task by words of its title, as its key, which is a link where it is shown", async () => {
    await page.keyboard.press("Enter")
    await page.keyboard.type("After #tax")
    const tasks = page.getByRole("listbox", { name: "Tasks to mention" })
    await expect(tasks.getByRole("option")).toHaveText([new RegExp(`Agree on the tax rules.*${other.key}`)])
    await page.keyboard.press("Enter")
    await page.keyboard.type("#nothinglikeit")
    await expect(page.getByText("No task has this key or word.")).toBeVisible()
    await page.keyboard.press("Control+Enter")
    const text = page.getByRole("region", { name: "Description" })
    await text.getByRole("link", { name: other.key }).click()
    await expect(page.getByRole("textbox", { name: "Title", exact: true })).toHaveValue("Agree on the tax rules")
  })

  const { description } = await ann.call<{ description: { text: string } }>(
    "GET",
    `/projects/${project.id}/tasks/${id}`,
  )
  expect(description.text).toBe(
    `## Done when\n\nSee /ta and/or [https://example.test/a](https://example.test/a)\n\n- one\n\n### two\n\nAfter ${other.key} #nothinglikeit`,
  )
})

test("a table is made, changed and left by the keyboard, and is Markdown", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const { id, key } = await createTask(ann, project.id, { title: "Compare" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/board?task=${key}`)
  await page.getByRole("button", { name: /Describe what is wanted/ }).click()
  const editor = page.getByRole("textbox", { name: "Description" })
  const text = async () => {
    const task = await ann.call<{ description: { text: string } }>("GET", `/projects/${project.id}/tasks/${id}`)
    return task.description?.text
  }
  await expect(editor).toBeFocused()
  await page.keyboard.type("/table")
  await page.keyboard.press("Enter")
  await expect(editor.getByRole("columnheader")).toHaveCount(3)
  const tools = page.getByRole("toolbar", { name: "Table" })

  await test.step("columns and rows go by the toolbar", async () => {
    await page.keyboard.press("Alt+F10")
    await expect(tools.getByRole("button", { name: "Row below" })).toBeFocused()
    await page.keyboard.press("End")
    await page.keyboard.press("ArrowLeft")
    await expect(tools.getByRole("button", { name: "Delete the column" })).toBeFocused()
    await page.keyboard.press("Enter")
    await expect(editor).toBeFocused()
    await expect(editor.getByRole("columnheader")).toHaveCount(2)
    for (const word of ["Case", "Result", "half", "told"]) {
      await page.keyboard.type(word)
      await page.keyboard.press("Tab")
    }
  })

  await test.step("or by a slash in a cell", async () => {
    await page.keyboard.type("/remove")
    await expect(page.getByRole("option")).toHaveText(["Delete the row", "Delete the column", "Delete the table"])
    await page.keyboard.press("Enter")
    await expect(editor.getByRole("row")).toHaveCount(2)
    await page.keyboard.press("Control+Enter")
    await expect.poll(text).toBe("| Case | Result |\n| ---- | ------ |\n| half | told   |")
  })

  await test.step("without a header it stays so", async () => {
    await page.getByRole("button", { name: "Edit" }).focus()
    await page.keyboard.press("Enter")
    await editor.getByText("half").click()
    await tools.getByRole("button", { name: "Header row" }).click()
    await expect(editor.getByRole("columnheader")).toHaveCount(0)
    await page.keyboard.press("Control+Enter")
    const shown = page.getByRole("region", { name: "Description" }).getByRole("table")
    await expect(shown.getByRole("row")).toHaveCount(2)
    await expect(shown.getByRole("columnheader")).toHaveCount(0)
  })
})

test("a new task's description offers what a task's does, and Escape closes the list, not the dialog", async ({
  origin,
  openAs,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const other = await createTask(ann, project.id, { title: "Agree on the tax rules" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/board`)
  await page
    .getByRole("button", { name: /^New task/ })
    .first()
    .click()
  const dialog = page.getByRole("dialog", { name: "New task" })
  await dialog.getByLabel("Title").fill("Ship the refunds")
  const description = dialog.getByRole("textbox", { name: "Description" })
  await description.click()
  await page.keyboard.type("Ask @ann")
  await expect(page.getByRole("listbox", { name: "Members to mention" })).toBeVisible()
  await page.keyboard.press("Escape")
  await expect(page.getByRole("listbox")).toBeHidden()
  await expect(dialog).toBeVisible()
  await page.keyboard.type(" about #tax")
  await page.getByRole("option", { name: /Agree on the tax rules/ }).click()
  await page.keyboard.press("Control+Enter")
  const panel = page.getByRole("complementary", { name: /^Task / })
  await expect(panel.getByRole("region", { name: "Description" }).getByRole("link", { name: other.key })).toBeVisible()
})

test("a box is ticked where the text is shown, with a way back, by those who may write", async ({ origin, openAs }) => {
  const { ann, bob, project } = await createTeam(origin)
  const { id, key } = await createTask(ann, project.id, {
    title: "Ship the refunds",
    description: "Done when:\n\n* [ ] told\n* [x] written\n* [ ] paid",
  })
  const at = `/projects/${project.id}/tasks/${id}`
  const text = async () => (await ann.call<{ description: { text: string } }>("GET", at)).description.text
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(`/p/${project.id}/board?task=${key}`)
  await b.goto(`/p/${project.id}/board?task=${key}`)
  const shown = a.getByRole("region", { name: "Description" })
  const told = shown.getByRole("checkbox", { name: "told" })
  await told.focus()
  await a.keyboard.press("Space")
  await expect(told).toBeChecked()
  await shown.getByRole("checkbox", { name: "paid" }).click()
  await expect(a.getByRole("textbox", { name: "Description" })).toBeHidden()
  await expect.poll(text).toBe("Done when:\n\n* [x] told\n* [x] written\n* [x] paid")
  await expect(b.getByRole("region", { name: "Description" }).getByRole("checkbox", { name: "paid" })).toBeChecked()
  await a.getByRole("listitem").filter({ hasText: "“paid” is ticked" }).getByRole("button", { name: "Undo" }).click()
  await expect.poll(text).toBe("Done when:\n\n* [x] told\n* [x] written\n* [ ] paid")
  await expect(shown.getByRole("checkbox", { name: "paid" })).not.toBeChecked()
  // What changed beside the text is no conflict.
  await bob.call("PATCH", at, { priority: "high" })
  await shown.getByRole("checkbox", { name: "written" }).click()
  await expect.poll(text).toBe("Done when:\n\n* [x] told\n* [ ] written\n* [ ] paid")
})
