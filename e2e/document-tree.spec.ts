import type { Page } from "@playwright/test"
import { createProject, createTeam, type Person } from "./api.ts"
import { findings } from "./axe.ts"
import { expect, signUp, test } from "./fixtures.ts"

type Made = { id: string }

const line = (page: Page, name: string) => page.getByRole("treeitem", { name, exact: true })

/** The tree as it is seen: each line's name behind as many dots as it lies deep. */
const seen = (page: Page) =>
  page
    .getByRole("treeitem")
    .evaluateAll((lines) =>
      lines.map((each) => ".".repeat(Number(each.getAttribute("aria-level")) - 1) + each.getAttribute("aria-label")),
    )

const expectTree = (page: Page, lines: string[]) => expect.poll(() => seen(page)).toEqual(lines)

/** Two folders, one in the other, and documents: in the inner one, and at the top. */
async function plant(person: Person, projectId: string) {
  const make = (path: string, body: object) => person.call<Made>("POST", `/projects/${projectId}/docs${path}`, body)
  const specs = await make("/folders", { name: "Specs" })
  const api = await make("/folders", { name: "Api", parent_id: specs.id })
  await make("/folders", { name: "Notes" })
  await make("", { title: "Errors", folder_id: api.id })
  for (const title of ["Alpha", "Beta", "Gamma"]) await make("", { title })
  return { specs, api }
}

const start = ["Specs", ".Api", "..Errors", "Notes", "Alpha", "Beta", "Gamma"]

test("the tree is arranged with the mouse, others see it at once, and one click takes it back", async ({
  origin,
  openAs,
}) => {
  const { ann, bob, project } = await createTeam(origin)
  await plant(ann, project.id)
  const [a, b] = [await openAs(ann), await openAs(bob)]
  for (const page of [a, b]) {
    await page.goto(`/p/${project.id}/docs`)
    await expectTree(page, start)
  }

  await test.step("a document before another", async () => {
    await line(a, "Gamma").dragTo(line(a, "Alpha"), { targetPosition: { x: 80, y: 3 } })
    const moved = ["Specs", ".Api", "..Errors", "Notes", "Gamma", "Alpha", "Beta"]
    for (const page of [a, b]) await expectTree(page, moved)
    await a.getByRole("button", { name: "Undo" }).click()
    for (const page of [a, b]) await expectTree(page, start)
  })

  await test.step("a document into a folder, and out of it to the top", async () => {
    await line(a, "Beta").dragTo(line(a, "Api"))
    for (const page of [a, b])
      await expectTree(page, ["Specs", ".Api", "..Errors", "..Beta", "Notes", "Alpha", "Gamma"])
    const below = a.getByRole("navigation", { name: "Documents" })
    const box = await below.boundingBox()
    await line(a, "Beta").dragTo(below, { targetPosition: { x: 80, y: (box?.height ?? 0) - 20 } })
    for (const page of [a, b]) await expectTree(page, ["Specs", ".Api", "..Errors", "Notes", "Alpha", "Gamma", "Beta"])
  })

  await test.step("a folder before another, with what lies in it", async () => {
    await line(a, "Notes").dragTo(line(a, "Specs"), { targetPosition: { x: 80, y: 2 } })
    for (const page of [a, b]) await expectTree(page, ["Notes", "Specs", ".Api", "..Errors", "Alpha", "Gamma", "Beta"])
    await line(a, "Api").dragTo(line(a, "Notes"))
    for (const page of [a, b]) await expectTree(page, ["Notes", ".Api", "..Errors", "Specs", "Alpha", "Gamma", "Beta"])
  })

  await test.step("but never into itself", async () => {
    await line(a, "Notes").dragTo(line(a, "Api"))
    await expectTree(a, ["Notes", ".Api", "..Errors", "Specs", "Alpha", "Gamma", "Beta"])
  })

  await test.step("and a closed folder opens under what is held over it", async () => {
    await line(a, "Notes").click()
    await expectTree(a, ["Notes", "Specs", "Alpha", "Gamma", "Beta"])
    await line(a, "Alpha").hover()
    await a.mouse.down()
    for (const x of [50, 60, 70]) await line(a, "Notes").hover({ position: { x, y: 16 } })
    await expect(line(a, "Errors")).toBeVisible()
    for (const x of [90, 95]) await line(a, "Errors").hover({ position: { x, y: 3 } })
    await a.mouse.up()
    for (const page of [a, b])
      await expectTree(page, ["Notes", ".Api", "..Alpha", "..Errors", "Specs", "Gamma", "Beta"])
  })
})

test("the tree is walked and arranged by keyboard, and says where things went", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  await plant(ann, project.id)
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/docs`)
  await expectTree(page, start)
  const press = async (keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const said = (words: string) => expect(page.getByRole("status").filter({ hasText: words })).toBeAttached()

  await test.step("one line is in the tab order; arrows, Home, End and letters choose which", async () => {
    await expect(page.locator('[role=treeitem][tabindex="0"]')).toHaveCount(1)
    await line(page, "Specs").focus()
    await press(["ArrowDown", "ArrowDown"])
    await expect(line(page, "Errors")).toBeFocused()
    await press(["ArrowLeft"])
    await expect(line(page, "Api")).toBeFocused()
    await press(["ArrowLeft"])
    await expect(line(page, "Api")).toHaveAttribute("aria-expanded", "false")
    await press(["ArrowRight", "ArrowRight"])
    await expect(line(page, "Errors")).toBeFocused()
    await press(["End"])
    await expect(line(page, "Gamma")).toBeFocused()
    await press(["Home"])
    await expect(line(page, "Specs")).toBeFocused()
    await press(["b", "e"])
    await expect(line(page, "Beta")).toBeFocused()
    expect(await findings(page, "the tree")).toEqual([])
  })

  await test.step("Enter opens", async () => {
    await press(["Enter"])
    await expect(page.getByRole("article", { name: "Beta" })).toBeVisible()
    await expect(line(page, "Beta")).toHaveAttribute("aria-current", "page")
    await expect(line(page, "Beta")).toBeFocused()
  })

  await test.step("Alt and the arrows move, and focus stays with what is moved", async () => {
    await press(["Alt+ArrowUp"])
    await expectTree(page, ["Specs", ".Api", "..Errors", "Notes", "Beta", "Alpha", "Gamma"])
    await said("“Beta” is in no folder, 1 of 3")
    await expect(line(page, "Beta")).toBeFocused()
    await press(["Alt+ArrowRight"])
    await expectTree(page, ["Specs", ".Api", "..Errors", "Notes", ".Beta", "Alpha", "Gamma"])
    await said("“Beta” is in Notes, 1 of 1")
    await expect(line(page, "Beta")).toBeFocused()
    await press(["Alt+ArrowLeft"])
    await expectTree(page, ["Specs", ".Api", "..Errors", "Notes", "Beta", "Alpha", "Gamma"])
    await press(["Alt+ArrowDown", "Alt+ArrowDown"])
    await expectTree(page, ["Specs", ".Api", "..Errors", "Notes", "Alpha", "Gamma", "Beta"])
    await line(page, "Specs").focus()
    await press(["Alt+ArrowDown"])
    await expectTree(page, ["Notes", "Specs", ".Api", "..Errors", "Alpha", "Gamma", "Beta"])
    await expect(line(page, "Specs")).toBeFocused()
    const folders = () =>
      ann.call<{ name: string; parent_id: string | null }[]>("GET", `/projects/${project.id}/docs/folders`)
    await expect.poll(async () => (await folders()).find((each) => !each.parent_id)?.name).toBe("Notes")
    await page.reload()
    await expectTree(page, ["Notes", "Specs", ".Api", "..Errors", "Alpha", "Gamma", "Beta"])
  })

  await test.step("a dialog moves anywhere but into what is moved", async () => {
    await line(page, "Specs").focus()
    await press(["Shift+F10"])
    await page.getByRole("menuitem", { name: "Move to…" }).press("Enter")
    const dialog = page.getByRole("dialog", { name: "Move “Specs”" })
    await expect(dialog.getByLabel("Folder").getByRole("option")).toHaveText(["No folder", "Notes"])
    expect(await findings(page, "the tree")).toEqual([])
    await dialog.getByLabel("Folder").selectOption("Notes")
    await dialog.getByRole("button", { name: "Move" }).click()
    await expectTree(page, ["Notes", ".Specs", "..Api", "...Errors", "Alpha", "Gamma", "Beta"])
    await expect(line(page, "Specs")).toBeFocused()
    await line(page, "Beta").focus()
    await press(["Shift+F10"])
    await page.getByRole("menuitem", { name: "Move to…" }).click()
    await page.getByLabel("Place").selectOption("After “Alpha”")
    await page.getByRole("button", { name: "Move", exact: true }).click()
    await expectTree(page, ["Notes", ".Specs", "..Api", "...Errors", "Alpha", "Beta", "Gamma"])
  })
})

test("from right to left the side arrows change places, and on a phone a menu moves", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  await plant(ann, project.id)
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/docs`)
  await expectTree(page, start)
  await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"))
  await line(page, "Specs").focus()
  await page.keyboard.press("ArrowRight")
  await expectTree(page, ["Specs", "Notes", "Alpha", "Beta", "Gamma"])
  await page.keyboard.press("ArrowLeft")
  await expectTree(page, start)
  await line(page, "Alpha").focus()
  await page.keyboard.press("Alt+ArrowLeft")
  await expectTree(page, ["Specs", ".Api", "..Errors", "Notes", ".Alpha", "Beta", "Gamma"])

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/p/${project.id}/docs`)
  await line(page, "Gamma").getByRole("button", { name: "Actions for Gamma" }).click()
  await page.getByRole("menuitem", { name: "Move up" }).click()
  await expectTree(page, ["Specs", ".Api", "..Errors", "Notes", ".Alpha", "Gamma", "Beta"])
  await line(page, "Gamma").getByRole("button", { name: "Actions for Gamma" }).click()
  await page.getByRole("menuitem", { name: "Delete the document" }).click()
  await expectTree(page, ["Specs", ".Api", "..Errors", "Notes", ".Alpha", "Beta"])
  const notice = page.getByRole("listitem").filter({ hasText: "“Gamma” is deleted" })
  await notice.getByRole("button", { name: "Undo" }).click()
  await expectTree(page, ["Specs", ".Api", "..Errors", "Notes", ".Alpha", "Gamma", "Beta"])
})

test("what the server refuses goes back, and who may only read moves nothing", async ({ origin, openAs }) => {
  const { ann, bob, project } = await createTeam(origin)
  const { specs, api } = await plant(ann, project.id)
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/docs`)
  await expectTree(page, start)

  await test.step("a circle that two close at once is refused, and the tree shows what is", async () => {
    // This browser hears nothing of the other's move until its own is refused.
    await page.routeWebSocket(/socket\.io/, () => {})
    await page.reload()
    await expectTree(page, start)
    await ann.call("PATCH", `/projects/${project.id}/docs/folders/${api.id}`, { parent_id: null })
    await ann.call("PATCH", `/projects/${project.id}/docs/folders/${specs.id}`, { parent_id: api.id })
    await line(page, "Api").dragTo(line(page, "Notes"))
    await expectTree(page, ["Notes", ".Api", "..Specs", "..Errors", "Alpha", "Beta", "Gamma"])
  })

  await test.step("a viewer", async () => {
    const roles = await ann.call<{ id: string; name: string }[]>("GET", `/projects/${project.id}/roles`)
    const members = await ann.call<{ id: string; name: string }[]>("GET", `/projects/${project.id}/members`)
    const role_id = roles.find(({ name }) => name === "Viewer")?.id
    const member = members.find(({ name }) => name === bob.name)
    await ann.call("PATCH", `/projects/${project.id}/members/${member?.id}`, { role_id })
    const b = await openAs(bob)
    await b.goto(`/p/${project.id}/docs`)
    const tree = ["Notes", ".Api", "..Specs", "..Errors", "Alpha", "Beta", "Gamma"]
    await expectTree(b, tree)
    await expect(line(b, "Alpha")).not.toHaveAttribute("draggable", "true")
    await expect(line(page, "Alpha")).toHaveAttribute("draggable", "true")
    await expect(b.getByRole("button", { name: /^Actions for/ })).toHaveCount(0)
    await line(b, "Beta").focus()
    await b.keyboard.press("Alt+ArrowUp")
    await line(b, "Beta").dragTo(line(b, "Notes"))
    await expectTree(b, tree)
  })
})

test("with 500 documents a drag draws only the lines it passes", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const { api } = await plant(ann, project.id)
  const titles = Array.from({ length: 490 }, (_, index) => `Page ${String(index).padStart(3, "0")}`)
  for (let from = 0; from < titles.length; from += 35)
    await Promise.all(
      titles
        .slice(from, from + 35)
        .map((title) => ann.call("POST", `/projects/${project.id}/docs`, { title, folder_id: api.id })),
    )
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/docs`)
  await expect(page.getByRole("treeitem")).toHaveCount(497)

  await test.step("each line that is dragged over changes alone", async () => {
    await line(page, "Errors").hover()
    await page.mouse.down()
    const changed = await page.evaluateHandle(() => {
      const lines = new Set<Node>()
      const observer = new MutationObserver((records) => {
        for (const { target } of records)
          lines.add((target instanceof Element && target.closest("[data-row]")) || target)
      })
      const tree = document.querySelector("[role=tree]")
      if (tree) observer.observe(tree, { attributes: true, childList: true, subtree: true })
      return lines
    })
    const boxes = page.getByRole("treeitem")
    for (let index = 4; index < 12; index++) await boxes.nth(index).hover({ position: { x: 100, y: 6 } })
    await page.mouse.up()
    expect(await changed.evaluate((lines) => lines.size)).toBeLessThan(15)
  })

  await test.step("and the edge scrolls", async () => {
    const nav = page.getByRole("navigation", { name: "Documents" })
    const box = await nav.boundingBox()
    if (!box) throw new Error("There is no tree.")
    await line(page, "Specs").hover()
    await page.mouse.down()
    await page.mouse.move(box.x + 80, box.y + box.height - 60)
    await expect
      .poll(async () => {
        await page.mouse.move(box.x + 80 + Math.random() * 6, box.y + box.height - 6)
        return nav.evaluate((element) => element.scrollTop)
      })
      .toBeGreaterThan(300)
    await page.mouse.up()
  })
})
