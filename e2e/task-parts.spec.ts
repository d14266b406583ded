import { createTask, createTeam } from "./api.ts"
import { giveFiles, pixel } from "./files.ts"
import { expect, test } from "./fixtures.ts"

/** A project of two people with one task. */
async function scene(origin: string) {
  const { ann, bob, project } = await createTeam(origin)
  const task = await createTask(ann, project.id, { title: "Ship the refunds" })
  const at = `/projects/${project.id}/tasks/${task.id}`
  return { ann, bob, project, task, at, path: `/p/${project.id}/board?task=${task.key}` }
}

test("files are attached, shown in the text, saved and deleted, and others see it", async ({ origin, openAs }) => {
  const { ann, bob, path, at } = await scene(origin)
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(path)
  await b.goto(path)
  const files = a.getByRole("region", { name: "Attachments" })
  await expect(files).toContainText("Drop files here, or paste a screenshot.")

  await test.step("several at once, by the button", async () => {
    await files.getByLabel("Files to attach").setInputFiles([
      { name: "plan.txt", mimeType: "text/plain", buffer: Buffer.from("Step one") },
      { name: "screen.png", mimeType: "image/png", buffer: pixel },
    ])
    await expect(files.getByRole("button", { name: "Download plan.txt" })).toBeVisible()
    await expect(files.getByRole("button", { name: "Show screen.png" })).toContainText("PNG · Ann Abara")
    await expect(b.getByRole("button", { name: "Show screen.png" })).toBeVisible()
  })

  await test.step("one larger than a part, whole", async () => {
    const buffer = Buffer.alloc(9 * 1024 * 1024, "paca ")
    await files.getByLabel("Files to attach").setInputFiles([{ name: "log.txt", mimeType: "text/plain", buffer }])
    await expect(files.getByRole("button", { name: "Download log.txt" })).toContainText("9 MB", { timeout: 30_000 })
    const { items } = await ann.call<{ items: { file: { file_name: string; file_size: number } }[] }>(
      "GET",
      `${at}/attachments`,
    )
    expect(items.find(({ file }) => file.file_name === "log.txt")?.file.file_size).toBe(buffer.length)
  })

  await test.step("dropped on the panel, and an empty one is refused with a reason", async () => {
    const panel = a.getByRole("complementary", { name: /Task PLN/ })
    await giveFiles(panel.getByRole("textbox", { name: "Title" }), "drop", [
      { name: "dropped.csv", type: "text/csv", content: Buffer.from("a,b") },
      { name: "empty.txt", type: "text/plain", content: Buffer.alloc(0) },
    ])
    await expect(files.getByRole("button", { name: "Download dropped.csv" })).toBeVisible()
    await expect(files.getByRole("alert")).toContainText("It is empty")
    await files.getByRole("button", { name: "Dismiss empty.txt" }).click()
    await expect(files.getByRole("alert")).toBeHidden()
  })

  await test.step("cancelled while it is sent, it is gone", async () => {
    // The store does not answer.
    await a.route(/./, (route) => (route.request().method() === "PUT" ? undefined : route.fallback()))
    await files
      .getByLabel("Files to attach")
      .setInputFiles([{ name: "slow.txt", mimeType: "text/plain", buffer: Buffer.from("slow") }])
    await expect(files.getByRole("progressbar", { name: "Sending slow.txt" })).toBeVisible()
    await files.getByRole("button", { name: "Cancel slow.txt" }).click()
    await expect(files.getByText("slow.txt")).toHaveCount(0)
    await a.unroute(/./)
  })

  await test.step("an image is shown large, and closed by the keyboard", async () => {
    await files.getByRole("button", { name: "Show screen.png" }).click()
    const image = a.getByRole("dialog", { name: "screen.png" }).getByRole("img", { name: "screen.png" })
    await expect(image).toBeVisible()
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1)
    await a.keyboard.press("Escape")
    await expect(image).toBeHidden()
  })

  await test.step("an image pasted into the description stands in it", async () => {
    await a.getByRole("button", { name: /Describe what is wanted/ }).click()
    const editor = a.getByRole("textbox", { name: "Description" })
    await editor.pressSequentially("It looks like this: ")
    await giveFiles(editor, "paste", [{ name: "mock.png", type: "image/png", content: pixel }])
    await expect(editor.getByRole("img", { name: "mock.png" })).toBeVisible()
    await editor.press("Control+Enter")
    const shown = b.getByRole("region", { name: "Description" }).getByRole("img", { name: "mock.png" })
    await expect(shown).toBeVisible()
    await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1)
  })

  await test.step("and one dropped into a comment", async () => {
    await a.getByRole("button", { name: /Comment, or ask an agent/ }).click()
    const editor = a.getByRole("textbox", { name: "New comment" })
    await editor.pressSequentially("See ")
    await giveFiles(editor, "drop", [{ name: "comment.png", type: "image/png", content: pixel }])
    await expect(editor.getByRole("img", { name: "comment.png" })).toBeVisible()
    await a.getByRole("button", { name: "Comment", exact: true }).click()
    await expect(b.getByRole("article", { name: "Comment of Ann Abara" }).getByRole("img")).toBeVisible()
  })

  await test.step("saved", async () => {
    const download = a.waitForEvent("download")
    await files.getByRole("button", { name: "Save plan.txt" }).click()
    expect((await download).suggestedFilename()).toBe("plan.txt")
  })

  await test.step("deleted, after a question", async () => {
    await files.getByRole("button", { name: "Delete plan.txt" }).click()
    await a.getByRole("dialog", { name: "Delete plan.txt?" }).getByRole("button", { name: "Delete" }).click()
    await expect(files.getByRole("button", { name: "Download plan.txt" })).toBeHidden()
    await expect(b.getByRole("button", { name: "Download plan.txt" })).toBeHidden()
  })
})

test("a task is broken down, and linked to others", async ({ origin, openAs }) => {
  const { ann, bob, project, task, path } = await scene(origin)
  const other = await createTask(ann, project.id, { title: "Agree on the tax rules" })
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(path)
  await b.goto(path)
  const subTasks = a.getByRole("region", { name: "Sub-tasks" })
  const theirs = b.getByRole("region", { name: "Sub-tasks" })

  await test.step("sub-tasks one after the other, by the keyboard", async () => {
    await expect(subTasks).toContainText("Break the work into steps")
    await subTasks.getByRole("button", { name: "Add a sub-task" }).click()
    for (const title of ["Refund by card", "Refund by invoice"]) {
      await a.keyboard.type(title)
      await a.keyboard.press("Enter")
      await expect(theirs.getByRole("link", { name: title })).toBeVisible()
    }
    await a.keyboard.press("Escape")
    await expect(a.getByRole("textbox", { name: "Title of the sub-task" })).toBeHidden()
    await expect(a.getByRole("textbox", { name: "Title", exact: true })).toHaveValue("Ship the refunds")
  })

  await test.step("how many are done is counted as they are", async () => {
    const statuses = await ann.call<{ id: string; category: string }[]>("GET", `/projects/${project.id}/task-statuses`)
    const children = await ann.call<{ id: string }[]>("GET", `/projects/${project.id}/tasks/${task.id}/children`)
    const done = statuses.find(({ category }) => category === "done")?.id
    await ann.call("PATCH", `/projects/${project.id}/tasks/${children[0]?.id}`, { status_id: done })
    await expect(subTasks.getByRole("img", { name: "1 of 2 done" })).toBeVisible()
    await expect(theirs.getByRole("img", { name: "1 of 2 done" })).toBeVisible()
  })

  await test.step("a link is found by words, and shows on both sides", async () => {
    const links = a.getByRole("region", { name: "Links" })
    await links.getByRole("button", { name: "Add a link" }).click()
    await links.getByRole("combobox", { name: "Kind of link" }).selectOption("Blocked by")
    await links.getByText("Choose a task…").click()
    await a.getByPlaceholder("Find by key or words…").fill("tax rules")
    await a.getByRole("option", { name: /Agree on the tax rules/ }).click()
    const list = links.getByRole("list", { name: "Blocked by" })
    await expect(list.getByRole("link", { name: /Agree on the tax rules/ })).toBeVisible()
    await expect(b.getByRole("list", { name: "Blocked by" })).toContainText(other.key)
    await b
      .getByRole("link", { name: /Agree on the tax rules/ })
      .last()
      .click()
    await expect(b.getByRole("list", { name: "Blocks" })).toContainText(task.key)
  })

  await test.step("a circle is refused with the reason", async () => {
    const links = b.getByRole("region", { name: "Links" })
    await links.getByRole("button", { name: "Add a link" }).click()
    await links.getByText("Choose a task…").click()
    await b.getByPlaceholder("Find by key or words…").fill(task.key)
    await b.getByRole("option", { name: /Ship the refunds/ }).click()
    await expect(links.getByRole("alert")).toContainText("The other task waits for this one already")
    await links.getByRole("button", { name: "Cancel" }).click()
    await expect(links.getByRole("alert")).toBeHidden()
  })

  await test.step("removed, and brought back by one click", async () => {
    const links = a.getByRole("region", { name: "Links" })
    await links.getByRole("button", { name: `Remove the link to ${other.key}` }).click()
    await expect(links.getByRole("link", { name: /Agree on the tax rules/ })).toBeHidden()
    await expect(b.getByRole("list", { name: "Blocks" })).toBeHidden()
    await a.getByRole("button", { name: "Undo" }).click()
    await expect(links.getByRole("link", { name: /Agree on the tax rules/ })).toBeVisible()
    await expect(b.getByRole("list", { name: "Blocks" })).toBeVisible()
  })
})

test("BDD scenarios are written, corrected where they are wrong, and deleted with a way back", async ({
  origin,
  openAs,
}) => {
  const { ann, bob, path } = await scene(origin)
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(path)
  await b.goto(path)
  const part = a.getByRole("region", { name: "BDD scenarios" })
  const theirs = b.getByRole("region", { name: "BDD scenarios" })

  await test.step("an error is shown at its line", async () => {
    await part.getByRole("button", { name: "Add a scenario" }).click()
    const text = part.getByRole("textbox", { name: "Scenario in Gherkin" })
    await expect(text).toBeFocused()
    await text.fill("Scenario: Refund by card\n  Given a paid order\n  Wehn it is sent back\n  Then it is paid back")
    await text.press("Control+Enter")
    await expect(part.getByRole("alert")).toContainText("Line 3: “Wehn it is sent back” is not a step.")
    await part.getByRole("button", { name: "Line 3" }).click()
    await a.keyboard.type("  When it is sent back")
    await text.press("Control+Enter")
    await expect(theirs.getByRole("article", { name: "Refund by card" })).toContainText("When it is sent back")
  })

  await test.step("changed in fields, the text follows", async () => {
    await part.getByRole("button", { name: "Edit Refund by card" }).click()
    await part.getByRole("button", { name: "Given, when, then" }).click()
    await expect(part.getByRole("textbox", { name: "Given" })).toHaveValue("a paid order")
    await part.getByRole("textbox", { name: "Then" }).fill("it is paid back\nthe customer gets a mail")
    await part.getByRole("button", { name: "Save the scenario" }).click()
    await expect(theirs.getByRole("article", { name: "Refund by card" })).toContainText("And the customer gets a mail")
  })

  await test.step("deleted, and brought back", async () => {
    await part.getByRole("button", { name: "Delete Refund by card" }).click()
    await expect(part.getByRole("article")).toHaveCount(0)
    await expect(theirs.getByRole("article")).toHaveCount(0)
    await a.getByRole("button", { name: "Undo" }).click()
    await expect(theirs.getByRole("article", { name: "Refund by card" })).toContainText("And the customer gets a mail")
  })
})

test("a project's own fields are filled in, each by its kind, and what is refused says why", async ({
  origin,
  openAs,
}) => {
  const { ann, bob, project, path } = await scene(origin)
  const add = (name: string, type: string, more = {}) =>
    ann.call("POST", `/projects/${project.id}/custom-fields`, { name, type, ...more })
  await add("Customer", "text", { required: true })
  await add("Effort", "number")
  await add("Review by", "date")
  await add("Area", "select", { options: ["Billing", "Search"] })
  await add("Platforms", "multi_select", { options: ["Web", "Phone"] })
  await add("Breaking", "boolean")
  await add("Ticket", "url")
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(path)
  await b.goto(path)

  await test.step("typed", async () => {
    await a.getByRole("textbox", { name: "Customer (required)" }).fill("Northwind")
    await a.getByRole("textbox", { name: "Effort" }).fill("3,5")
    await a.getByRole("textbox", { name: "Effort" }).press("Enter")
    await expect(b.getByRole("textbox", { name: "Customer (required)" })).toHaveValue("Northwind")
    await expect(b.getByRole("textbox", { name: "Effort" })).toHaveValue("3.5")
    await a.getByLabel("Review by", { exact: true }).fill("2027-03-01")
    await a.getByLabel("Review by", { exact: true }).press("Enter")
    await expect(b.getByLabel("Review by", { exact: true })).toHaveValue("2027-03-01")
  })

  await test.step("chosen", async () => {
    await a.getByRole("combobox", { name: "Area" }).click()
    await a.getByRole("option", { name: "Billing" }).click()
    await a.getByRole("combobox", { name: "Platforms" }).click()
    await a.getByRole("option", { name: "Web" }).click()
    await a.getByRole("option", { name: "Phone" }).click()
    await a.keyboard.press("Escape")
    await a.getByRole("checkbox", { name: "Breaking" }).check()
    await expect(b.getByRole("combobox", { name: "Area" })).toHaveText("Billing")
    await expect(b.getByRole("combobox", { name: "Platforms" })).toContainText("Phone")
    await expect(b.getByRole("checkbox", { name: "Breaking" })).toBeChecked()
  })

  await test.step("refused at its field, and kept to be corrected", async () => {
    const ticket = a.getByRole("textbox", { name: "Ticket" })
    await ticket.fill("not an address")
    await ticket.press("Enter")
    await expect(a.getByRole("alert")).toBeVisible()
    await expect(ticket).toHaveValue("not an address")
    await ticket.fill("https://example.test/42")
    await ticket.press("Enter")
    await expect(a.getByRole("alert")).toBeHidden()
    await expect(b.getByRole("link", { name: "Open Ticket" })).toHaveAttribute("href", "https://example.test/42")
    const customer = a.getByRole("textbox", { name: "Customer (required)" })
    await customer.fill("")
    await customer.press("Enter")
    await expect(a.getByRole("alert")).toContainText("Customer is required")
    await expect(customer).toHaveValue("Northwind")
  })
})

test("time is logged as people write it, summed up, corrected and deleted", async ({ origin, openAs }) => {
  const { ann, bob, path } = await scene(origin)
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(path)
  await b.goto(path)
  const part = a.getByRole("region", { name: "Time" })
  const theirs = b.getByRole("region", { name: "Time" })

  await test.step("what is no time is refused, with examples", async () => {
    await part.getByRole("button", { name: "Log time" }).click()
    await part.getByLabel("Time spent").fill("a while")
    await a.keyboard.press("Enter")
    await expect(part.getByRole("alert")).toContainText("such as 1h 30m, 90m or 1.5h")
    await part.getByLabel("Time spent").fill("1h 30m")
    await part.getByLabel("Day").fill("2026-11-02")
    await part.getByLabel("Note").fill("Read the rules")
    await a.keyboard.press("Enter")
    await expect(theirs.getByRole("listitem")).toContainText("Ann Abara1 h 30 min2 NovRead the rules")
  })

  await test.step("the sum is of all, and only one's own can be changed", async () => {
    await theirs.getByRole("button", { name: "Log time" }).click()
    await theirs.getByLabel("Time spent").fill("45m")
    await b.keyboard.press("Enter")
    await expect(part.getByTitle("Logged by all")).toHaveText("2 h 15 min")
    await expect(theirs.getByRole("button", { name: "Edit 1 h 30 min of Ann Abara" })).toHaveCount(0)
    await part.getByRole("button", { name: "Edit 1 h 30 min of Ann Abara" }).click()
    await part.getByLabel("Time spent").fill("2h")
    await a.keyboard.press("Enter")
    await expect(theirs.getByTitle("Logged by all")).toHaveText("2 h 45 min")
  })

  await test.step("deleted, and brought back", async () => {
    await part.getByRole("button", { name: "Delete 2 h of Ann Abara" }).click()
    await expect(theirs.getByTitle("Logged by all")).toHaveText("45 min")
    await a.getByRole("button", { name: "Undo" }).click()
    await expect(theirs.getByTitle("Logged by all")).toHaveText("2 h 45 min")
  })
})

test("the history says what changed from what to what, and takes a change back", async ({ origin, openAs }) => {
  const { ann, bob, at, path } = await scene(origin)
  await ann.call("PATCH", at, { description: "First line\nSecond line\nThird line" })
  await bob.call("PATCH", at, { description: "First line\nAnother line\nThird line" })
  await ann.call("PATCH", at, { priority: "high" })
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await a.goto(path)
  await b.goto(path)
  const feed = a.getByRole("region", { name: "Activity" })

  await test.step("a text, by its lines", async () => {
    const item = feed.getByRole("listitem").filter({ hasText: "Bob Berg changed description" })
    await item.getByRole("button", { name: "Show what changed" }).click()
    const lines = item.getByRole("list", { name: "Changes of the description" })
    await expect(lines).toContainText("removed: Second line")
    await expect(lines).toContainText("added: Another line")
  })

  await test.step("taken back by one click, live", async () => {
    await expect(b.getByRole("region", { name: "Description" })).toContainText("Another line")
    await feed.getByRole("button", { name: "Revert: Bob Berg changed description" }).click()
    await expect(b.getByRole("region", { name: "Description" })).toContainText("Second line")
    await expect(a.getByRole("region", { name: "Description" })).toContainText("Second line")
  })

  await test.step("what was changed again since is asked about first", async () => {
    await ann.call("PATCH", at, { priority: "low" })
    await expect(feed.getByText("changed priority")).toHaveCount(2)
    await feed.getByRole("button", { name: "Revert: Ann Abara changed priority" }).first().click()
    const question = a.getByRole("dialog", { name: "It was changed again since" })
    await expect(question).toContainText("replaces what was set later: priority")
    await question.getByRole("button", { name: "Revert anyway" }).click()
    await expect(question).toBeHidden()
    await expect(b.getByRole("combobox", { name: "Priority" })).toHaveText("None")
  })
})
