import { createProject, createTask, createTeam } from "./api.ts"
import { giveFiles, pixel } from "./files.ts"
import { expect, signUp, test } from "./fixtures.ts"

type Doc = { id: string; version: number; content: { text: string } }

test("a document is written in the browser, and another one sees it without reloading", async ({ origin, openAs }) => {
  const { ann, bob, project } = await createTeam(origin)
  const { key } = await createTask(ann, project.id, { title: "Tell the customers" })
  const [a, b] = [await openAs(ann), await openAs(bob)]
  await b.goto(`/p/${project.id}/docs`)
  await expect(b.getByText("Nothing is written yet")).toBeVisible()

  await test.step("in a folder, with a title", async () => {
    await a.goto(`/p/${project.id}/docs`)
    await a.getByRole("button", { name: "New folder" }).click()
    await a.getByRole("textbox", { name: "Name" }).fill("Specs")
    await a.keyboard.press("Enter")
    await a.getByRole("treeitem", { name: "Specs" }).click({ button: "right" })
    await a.getByRole("menuitem", { name: "New document here" }).click()
    // Its name comes first, and Enter leads into its text.
    await expect(a.getByRole("textbox", { name: "Title" })).toBeFocused()
    await a.keyboard.type("Refunds")
    await a.keyboard.press("Enter")
    await expect(b.getByRole("link", { name: "Refunds" })).toBeVisible()
  })

  await test.step("saved by itself, with its task and its history", async () => {
    const { handle } = await bob.call<{ handle: string }>("GET", "/users/me")
    await a.getByRole("textbox", { name: "Text" }).pressSequentially(`See **${key}**, and ask @${handle} `)
    await expect(a.getByText("Saved", { exact: true })).toBeVisible()
    await b.getByRole("link", { name: "Refunds" }).click()
    await expect(b.getByRole("article", { name: "Refunds" })).toContainText(`See ${key}, and ask`)
    await expect(b.getByRole("link", { name: `${key} Tell the customers` })).toBeVisible()
    await a.getByRole("button", { name: "Done" }).click()
    await expect(a.getByRole("article", { name: "Refunds" }).locator("strong")).toHaveText(key)
  })

  await test.step("and whom it mentions finds it in the inbox", async () => {
    await b.getByRole("link", { name: /Inbox/ }).click()
    await b.getByRole("link", { name: /mentioned you in “Refunds”/ }).click()
    await expect(b.getByRole("article", { name: "Refunds" })).toBeVisible()
  })
})

test("an agent mentioned in a document is seen at work there, and its answer appears", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  await ann.call("POST", `/projects/${project.id}/agents`, { name: "Demo", handle: "demo", provider: "demo" })
  const { key } = await createTask(ann, project.id, { title: "Plan it" })
  const doc = await ann.call<Doc>("POST", `/projects/${project.id}/docs`, { title: "Plan", content: `About ${key}.` })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/docs/${doc.id}`)
  const article = page.getByRole("article", { name: "Plan" })
  await expect(article).toContainText(`About ${key}.`)
  const content = `About ${key}.\n\n@demo what is missing?`
  await ann.call("PATCH", `/projects/${project.id}/docs/${doc.id}`, { content })
  await expect(article.getByText(/Demo/).first()).toBeVisible({ timeout: 30_000 })
  await expect(article).toContainText("I am a demonstration agent (scripted, no LLM)", { timeout: 30_000 })
  await page.goto(`/p/${project.id}/board?task=${key}`)
  await page.getByRole("main").getByRole("link", { name: "Plan", exact: true }).click()
  await expect(article).toBeVisible()
})

test("what two write in different paragraphs is merged, and whoever reads sees it at once", async ({
  origin,
  openAs,
}) => {
  const { ann, bob, project } = await createTeam(origin)
  const content = "First.\n\nSecond.\n\nThird."
  const doc = await ann.call<Doc>("POST", `/projects/${project.id}/docs`, { title: "Plan", content })
  const [a, b, reader] = [await openAs(ann), await openAs(bob), await openAs(bob)]
  for (const page of [a, b, reader]) await page.goto(`/p/${project.id}/docs/${doc.id}`)
  await expect(reader.getByRole("article", { name: "Plan" })).toContainText("Third.")
  for (const page of [a, b]) {
    await page.getByRole("button", { name: "Edit" }).click()
    await expect(page.getByRole("textbox", { name: "Text" })).toBeFocused()
  }
  await a.keyboard.press("ControlOrMeta+Home")
  await a.keyboard.type("Ann: ")
  await b.keyboard.type(" And Bob.")
  await b.getByRole("button", { name: "Done" }).click()
  await a.keyboard.type("still ")
  const both = ["Ann: still First.", "Third. And Bob."]
  for (const words of both) await expect(reader.getByRole("article", { name: "Plan" })).toContainText(words)
  await expect(a.getByRole("textbox", { name: "Text" })).toContainText("Third. And Bob.")
  await expect(a.getByText("A change by Bob Berg was taken into this text while you wrote.")).toBeVisible()
  // The cursor stayed where it was.
  await a.keyboard.type("here ")
  await expect(reader.getByRole("article", { name: "Plan" })).toContainText("Ann: still here First.")
})

test("of two who write at once, neither loses a text, and history brings an old one back", async ({
  origin,
  openAs,
}) => {
  const { ann, bob, project } = await createTeam(origin)
  const doc = await ann.call<Doc>("POST", `/projects/${project.id}/docs`, { title: "Plan", content: "The first plan." })
  const page = await openAs(ann)
  const text = async () => (await ann.call<Doc>("GET", `/projects/${project.id}/docs/${doc.id}`)).content.text
  await page.goto(`/p/${project.id}/docs/${doc.id}`)

  await test.step("the conflict shows both texts", async () => {
    await page.getByRole("button", { name: "Edit" }).click()
    const editor = page.getByRole("textbox", { name: "Text" })
    await expect(editor).toBeFocused()
    await editor.pressSequentially(" Mine.")
    await bob.call("PATCH", `/projects/${project.id}/docs/${doc.id}`, { content: "A wholly different text by Bob." })
    const alert = page.getByRole("alert")
    await expect(alert.getByRole("region", { name: "Yours" })).toContainText("The first plan. Mine.")
    await expect(alert.getByRole("region", { name: "Theirs" })).toContainText("A wholly different text by Bob.")
    expect(await text()).toBe("A wholly different text by Bob.")
    await alert.getByRole("button", { name: "Keep mine" }).click()
    await expect(page.getByText("Saved", { exact: true })).toBeVisible()
    expect(await text()).toBe("The first plan. Mine.")
    await page.getByRole("button", { name: "Done" }).click()
  })

  await test.step("or both are kept, to be sorted out", async () => {
    await page.getByRole("button", { name: "Edit" }).click()
    const editor = page.getByRole("textbox", { name: "Text" })
    await expect(editor).toBeFocused()
    await editor.pressSequentially(" More.")
    await bob.call("PATCH", `/projects/${project.id}/docs/${doc.id}`, { content: "Bob again." })
    await page.getByRole("button", { name: "Both, to be sorted out" }).click()
    await expect(page.getByText("Saved", { exact: true })).toBeVisible()
    await expect(editor).toContainText("Bob again.")
    expect(await text()).toBe("The first plan. Mine. More.\n\nBob again.")
    await page.getByRole("button", { name: "Done" }).click()
  })

  await test.step("theirs is in the history, and can be restored", async () => {
    await page.getByRole("link", { name: "History" }).click()
    const snapshots = page.getByRole("navigation", { name: "Snapshots" })
    await snapshots.getByRole("button", { name: /Bob Berg.*Snapshot 2/ }).click()
    await expect(page.getByRole("region", { name: "Snapshot 2" })).toContainText("A wholly different text by Bob.")
    await page.getByRole("button", { name: "Restore" }).click()
    await expect(page.getByRole("article", { name: "Plan" })).toContainText("A wholly different text by Bob.")
  })

  await test.step("a deleted document comes back by one click", async () => {
    await page.getByRole("button", { name: "More" }).click()
    await page.getByRole("menuitem", { name: "Delete the document" }).click()
    await expect(page.getByText("Nothing is written yet")).toBeVisible()
    await page.getByRole("button", { name: "Undo" }).click()
    await expect(page.getByRole("main").getByRole("link", { name: "Plan", exact: true })).toBeVisible()
  })
})

test("images and files are put into a document, and everyone who reads it has them", async ({ origin, openAs }) => {
  const { ann, bob, project } = await createTeam(origin)
  const doc = await ann.call<Doc>("POST", `/projects/${project.id}/docs`, { title: "Plan", content: "See the sketch." })
  const [a, b] = [await openAs(ann), await openAs(bob)]
  for (const page of [a, b]) {
    await page.goto(`/p/${project.id}/docs/${doc.id}`)
    await expect(page.getByRole("article", { name: "Plan" })).toContainText("See the sketch.")
  }
  const [files, theirs] = [a, b].map((page) => page.getByRole("region", { name: "Attachments" }))
  if (!files || !theirs) throw new Error("There are two pages.")

  await test.step("an image pasted into the text stands in it, for the reader too", async () => {
    await a.getByRole("button", { name: "Edit" }).click()
    const editor = a.getByRole("textbox", { name: "Text" })
    await expect(editor).toBeFocused()
    await giveFiles(editor, "paste", [{ name: "sketch.png", type: "image/png", content: pixel }])
    await expect(editor.getByRole("img", { name: "sketch.png" })).toBeVisible()
    await expect(a.getByText("Saved", { exact: true })).toBeVisible()
    await a.getByRole("button", { name: "Done" }).click()
    for (const page of [a, b]) {
      const image = page.getByRole("article", { name: "Plan" }).getByRole("img", { name: "sketch.png" })
      await expect.poll(() => image.evaluate((img) => img instanceof HTMLImageElement && img.naturalWidth)).toBe(1)
    }
    await expect(theirs.getByRole("button", { name: "Show sketch.png" })).toBeVisible()
  })

  await test.step("one is dropped into it", async () => {
    await a.getByRole("button", { name: "Edit" }).click()
    const editor = a.getByRole("textbox", { name: "Text" })
    await expect(editor).toBeFocused()
    await giveFiles(editor, "drop", [{ name: "second.png", type: "image/png", content: pixel }])
    await expect(editor.getByRole("img", { name: "second.png" })).toBeVisible()
    await a.getByRole("button", { name: "Done" }).click()
    await expect(b.getByRole("article", { name: "Plan" }).getByRole("img", { name: "second.png" })).toBeVisible()
  })

  await test.step("other files are dropped on the page, or chosen, and saved from there", async () => {
    await giveFiles(a.getByRole("textbox", { name: "Title" }), "drop", [
      { name: "numbers.csv", type: "text/csv", content: Buffer.from("a,b") },
    ])
    await files
      .getByLabel("Files to attach")
      .setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("some notes") })
    for (const name of ["numbers.csv", "notes.txt"])
      await expect(theirs.getByRole("button", { name: `Download ${name}` })).toBeVisible()
    const download = b.waitForEvent("download")
    await theirs.getByRole("button", { name: "Save notes.txt" }).click()
    expect((await download).suggestedFilename()).toBe("notes.txt")
  })

  await test.step("and deleted, after a question", async () => {
    await files.getByRole("button", { name: "Delete notes.txt" }).click()
    await a.getByRole("dialog", { name: "Delete notes.txt?" }).getByRole("button", { name: "Delete" }).click()
    await expect(theirs.getByRole("button", { name: "Download notes.txt" })).toBeHidden()
  })
})
