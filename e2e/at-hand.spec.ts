import { createProject, createTask, createTeam, inviteAndJoin } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"

test("people react to comments and watch tasks, and others see it", async ({ origin, openAs }) => {
  const [ann, ben] = [await signUp(origin, "Ann Abara"), await signUp(origin, "Ben Brook")]
  const project = await createProject(ann)
  await inviteAndJoin(ann, ben, project)
  const task = await createTask(ann, project.id, { title: "Refund the order" })
  await ann.call("POST", `/projects/${project.id}/tasks/${task.id}/activities/comments`, { text: "It is done." })
  const [a, b] = [await openAs(ann), await openAs(ben)]
  for (const page of [a, b]) await page.goto(`/p/${project.id}/board?task=${task.key}`)

  await b.getByRole("button", { name: "React" }).click()
  await b.getByRole("menuitem", { name: "Hooray" }).click()
  const hooray = a.getByRole("button", { name: "Hooray, 1" })
  await expect(hooray).toHaveAttribute("title", "Ben Brook")
  await hooray.click()
  await expect(b.getByRole("button", { name: "Hooray, 2" })).toBeVisible()
  // By keyboard: taken back again.
  await b.getByRole("button", { name: "Hooray, 2" }).focus()
  await b.keyboard.press("Enter")
  await expect(a.getByRole("button", { name: "Hooray, 1" })).toHaveAttribute("aria-pressed", "true")

  // Who reported it watches it; Ben does once he says so, and then hears of what is said.
  await expect(a.getByRole("button", { name: "Stop watching" })).toBeVisible()
  await b.getByRole("button", { name: /^Watch:/ }).click()
  await expect(a.getByRole("button", { name: "Stop watching" })).toHaveAttribute("title", /Ben Brook/)
  await ann.call("POST", `/projects/${project.id}/tasks/${task.id}/activities/comments`, { text: "Released." })
  await expect(b.getByRole("link", { name: /^Inbox/ })).toContainText("1")
})

test("what one keeps at hand stands in the navigation, on every page", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const task = await createTask(ann, project.id, { title: "Refund the order" })
  const doc = await ann.call<{ id: string }>("POST", `/projects/${project.id}/docs`, { title: "Rules", content: "" })
  const page = await openAs(ann)
  const main = page.getByRole("navigation", { name: "Main" }).getByRole("group", { name: "Favourites" })
  // A favourite is shown before the server has it; another page is loaded only then.
  const kept = () =>
    page.waitForResponse((answer) => /favorites/.test(answer.url()) && answer.request().method() === "PUT")
  await page.goto(`/p/${project.id}/board?task=${task.key}`)
  const star = page.getByRole("complementary", { name: /^Task / }).getByRole("button", { name: "Add to favourites" })
  await Promise.all([kept(), star.click()])
  await expect(main.getByRole("link", { name: "Refund the order" })).toBeVisible()
  await page.goto(`/p/${project.id}/docs/${doc.id}`)
  await Promise.all([kept(), page.getByRole("button", { name: "Add to favourites" }).click()])
  await expect(main.getByRole("link", { name: "Rules" })).toBeVisible()
  await page.goto("/inbox")
  await main.getByRole("link", { name: "Refund the order" }).click()
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Refund the order")
  await page.getByRole("button", { name: "Remove from favourites" }).click()
  await expect(main.getByRole("link", { name: "Refund the order" })).toBeHidden()
  await page.reload()
  await expect(main.getByRole("link", { name: "Rules" })).toBeVisible()
  await expect(main.getByRole("link", { name: "Refund the order" })).toBeHidden()
})

test("what was opened last stands in the navigation, until it is gone or somebody else signs in", async ({
  origin,
  openAs,
}) => {
  const { ann, bob, project } = await createTeam(origin)
  const task = await createTask(ann, project.id, { title: "Refund the order" })
  const doc = await ann.call<{ id: string }>("POST", `/projects/${project.id}/docs`, { title: "Rules", content: "" })
  const page = await openAs(bob)
  const recent = page.getByRole("group", { name: "Recent" })
  await page.goto(`/p/${project.id}/board?task=${task.key}`)
  await expect(recent.getByRole("link")).toHaveText(["Refund the order"])
  await page.goto(`/p/${project.id}/docs/${doc.id}`)
  await expect(recent.getByRole("link")).toHaveText(["Rules", "Refund the order"])
  // It is there on every page, follows a new name, and leads back.
  await page.goto("/inbox")
  await recent.getByRole("link", { name: "Refund the order" }).click()
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Refund the order")
  await ann.call("PATCH", `/projects/${project.id}/tasks/${task.id}`, { title: "Refund it in parts" })
  await expect(recent.getByRole("link")).toHaveText(["Refund it in parts", "Rules"])
  await ann.call("DELETE", `/projects/${project.id}/docs/${doc.id}`)
  await expect(recent.getByRole("link")).toHaveText(["Refund it in parts"])

  await page.getByRole("button", { name: /^Account of/ }).click()
  await page.getByRole("menuitem", { name: "Sign out" }).click()
  await expect(page).toHaveURL(/sign-in/)
  expect(await page.evaluate(() => localStorage.getItem("paca-recent"))).toBe("[]")
})

test("the app can be installed", async ({ openFresh }) => {
  const page = await openFresh()
  await page.goto("/sign-in")
  const session = await page.context().newCDPSession(page)
  const { errors, data } = await session.send("Page.getAppManifest")
  expect(errors).toEqual([])
  const { icons } = JSON.parse(data ?? "{}") as { icons: { src: string; type: string }[] }
  expect(icons.length).toBeGreaterThan(2)
  for (const { src, type } of icons) {
    const answer = await page.request.get(src)
    expect([answer.status(), answer.headers()["content-type"]]).toEqual([200, type])
  }
})

test("every page is two keys away, and the palette offers first what was used last", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/board`)
  await expect(page.getByRole("heading", { name: "Board", exact: true })).toBeVisible()
  const press = async (first: string, second: string, there: RegExp) => {
    // A key that is pressed while the page comes to life is lost, as it is for anybody; one presses again.
    await expect(async () => {
      await page.keyboard.press(first)
      await page.keyboard.press(second)
      await expect(page).toHaveURL(there, { timeout: 1_000 })
    }).toPass()
  }
  await press("g", "d", /\/docs$/)
  await press("g", "i", /\/inbox$/)
  // From there to the project last looked at.
  await press("g", "t", /\/team$/)
  await page.keyboard.press("Control+k")
  const palette = page.getByRole("dialog", { name: "Search and commands" })
  await palette.getByRole("combobox").fill("dark")
  await page.keyboard.press("Enter")
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
  await page.keyboard.press("Control+k")
  await expect(palette.getByRole("option").first()).toHaveText(/Dark theme/)
  await palette.getByRole("combobox").fill("north")
  await expect(palette.getByRole("option", { name: "Switch to Northwind PLN" })).toBeVisible()
  await palette.getByRole("combobox").fill("board")
  await expect(palette.getByRole("option", { name: /^Board/ })).toContainText("G B")
})
