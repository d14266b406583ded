import { findings } from "./axe.ts"
import { expect, test } from "./fixtures.ts"

/** From the sign-up page to an agent at work, as the product promises. Milliseconds. */
const PROMISED = 120_000

test("a newcomer gets from sign-up to an agent at work on the board, by clicks alone", async ({ openFresh }) => {
  const page = await openFresh()
  const begun = Date.now()
  const steps = page.getByRole("region", { name: "First steps" })

  await test.step("an account, a team and a template", async () => {
    await page.goto("/sign-up")
    await page.getByLabel("Your name").fill("Nell Newcomer")
    await page.getByRole("textbox", { name: "E-mail" }).fill(`nell.${Date.now()}@example.test`)
    await page.getByLabel("Password").fill("correct horse battery")
    await page.getByRole("button", { name: "Create account" }).click()
    await expect(page.getByLabel("Team name")).toHaveValue("Nell’s team")
    await expect(page.getByRole("radio", { name: /Software team/ })).toBeChecked()
    expect(await findings(page, "the welcome")).toEqual([])
    await page.getByRole("button", { name: "Open the board" }).click()
    await expect(page.getByText("Pay as a guest")).toBeVisible()
    await expect(steps.getByRole("status")).toHaveText("0 of 5")
  })

  await test.step("one click gives a task to the agent, and its work is shown", async () => {
    await steps.getByRole("button", { name: "Give it PRD-1" }).click()
    await expect(page.getByRole("list", { name: "Steps" }).getByRole("listitem").nth(1)).toBeVisible()
    expect(Date.now() - begun).toBeLessThan(PROMISED)
    await expect(page.getByRole("article", { name: "Comment of Demo" })).toBeVisible()
  })

  await test.step("the checklist ticks what happened, and the next steps", async () => {
    await expect(steps.getByRole("status")).toHaveText("2 of 5")
    await steps.getByRole("link", { name: "Invite" }).click()
    await page.getByRole("textbox", { name: "E-mail" }).fill("ben@example.test")
    await page.getByRole("button", { name: /invit/i }).click()
    await expect(page.getByRole("button", { name: "Copy link" })).toBeVisible()
    await page.getByRole("navigation").getByRole("link", { name: "Board" }).click()
    await expect(steps.getByRole("status")).toHaveText("3 of 5")
  })

  await test.step("one click deletes the sample tasks; closed, the steps stay away", async () => {
    await steps.getByRole("button", { name: "Delete sample tasks" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Delete them" }).click()
    await expect(page.getByText("Pay as a guest")).toHaveCount(0)
    await expect(steps.getByRole("button", { name: "Delete sample tasks" })).toHaveCount(0)
    await steps.getByRole("button", { name: "Close the first steps" }).click()
    await expect(steps).toHaveCount(0)
    await page.reload()
    await expect(page.getByRole("heading", { name: "Board" })).toBeVisible()
    await expect(steps).toHaveCount(0)
  })
})

test("a project begins from another template, without samples", async ({ openFresh }) => {
  const page = await openFresh()
  await page.goto("/sign-up")
  await page.getByLabel("Your name").fill("Otto Ortega")
  await page.getByRole("textbox", { name: "E-mail" }).fill(`otto.${Date.now()}@example.test`)
  await page.getByLabel("Password").fill("correct horse battery")
  await page.getByRole("button", { name: "Create account" }).click()
  await page.getByLabel("Team name").fill("Northwind")
  await page.getByText("Support & bugs").click()
  await page.getByLabel(/sample tasks/).uncheck()
  await page.getByRole("button", { name: "Open the board" }).click()
  await expect(page.getByRole("button", { name: "Workspace Northwind" })).toBeVisible()
  await expect(page.getByText("Check with customer").first()).toBeVisible()
  await expect(page.getByRole("region", { name: "First steps" }).getByRole("status")).toHaveText("0 of 5")
})
