import { backlogCsv } from "./backlog.ts"
import { expect, test } from "./fixtures.ts"
import { deleteDataDir, freePort, newDataDir, type RunningStack, startStack } from "./stack.ts"

/** The main job, as a newcomer does it: from an empty folder to an agent that two people watch, and again after a restart. */
test.describe("the main job", () => {
  // Its own product, since it stops and starts it.
  let stack: RunningStack
  const shared = process.env.PACA_ORIGIN
  const dataDir = newDataDir()

  test.beforeAll(async () => {
    test.setTimeout(180_000)
    stack = await startStack({ dataDir, port: await freePort(), arguments: ["--empty"] })
    process.env.PACA_ORIGIN = stack.origin
  })
  test.afterAll(async () => {
    process.env.PACA_ORIGIN = shared
    await stack.stop()
    deleteDataDir(dataDir)
  })

  test("two people watch an agent do a task, and find it all again after a restart", async ({ openFresh }) => {
    test.setTimeout(120_000)
    const a = await openFresh()

    await test.step("A signs up and begins with a team and an empty board", async () => {
      await a.goto("/sign-up")
      await a.getByLabel("Your name").fill("Ada Adeyemi")
      await a.getByRole("textbox", { name: "E-mail" }).fill("ada@example.test")
      await a.getByLabel("Password").fill("correct horse battery")
      await a.getByRole("button", { name: "Create account" }).click()
      await a.getByLabel("Team name").fill("Northwind")
      await a.getByText("Empty", { exact: true }).click()
      await a.getByRole("button", { name: "Open the board" }).click()
      await expect(a).toHaveURL(/\/p\/[0-9a-f-]+\/board/)
    })

    await test.step("A imports the backlog of 2,000 rows", async () => {
      await a.getByRole("navigation").getByRole("link", { name: "Import" }).click()
      const file = { name: "backlog.csv", mimeType: "text/csv", buffer: Buffer.from(backlogCsv(2_000)) }
      const chooser = a.waitForEvent("filechooser")
      await a.getByRole("button", { name: "Choose a file" }).click()
      await (await chooser).setFiles(file)
      await expect(a.getByRole("heading", { name: "2,000 rows in the file" })).toBeVisible()
      await a.getByRole("button", { name: "Import 2,000 tasks" }).click()
      await expect(a.getByRole("status").filter({ hasText: "The import is done" })).toBeVisible({ timeout: 60_000 })
      await expect(a.getByText("2,000 tasks created")).toBeVisible()
      await a.getByRole("link", { name: "Open the board" }).click()
      await expect(a.getByText("WRK-9", { exact: true })).toBeVisible()
    })

    const b = await openFresh()
    await test.step("B accepts an invitation and opens the same board", async () => {
      await a.getByRole("navigation").getByRole("link", { name: "Team" }).click()
      await a.getByRole("textbox", { name: "E-mail" }).fill("ben@example.test")
      await a.getByRole("button", { name: /invit/i }).click()
      await expect(a.getByRole("button", { name: "Copy link" })).toBeVisible()
      const mails = await (await a.request.get("/dev/mailbox.json")).text()
      const link = /http[^"\s\\]+\/invite\/[\w-]+/.exec(mails)?.[0] ?? ""
      await b.goto(link)
      await b.getByRole("link", { name: "Create an account" }).click()
      await b.getByLabel("Your name").fill("Ben Brandt")
      await b.getByRole("textbox", { name: "E-mail" }).fill("ben@example.test")
      await b.getByLabel("Password").fill("another long password")
      await b.getByRole("button", { name: "Create account" }).click()
      await b.getByRole("button", { name: "Accept the invitation" }).click()
      await expect(b.getByText("WRK-9", { exact: true })).toBeVisible()
    })

    await test.step("the agent @demo is in the team, and says that it is scripted", async () => {
      await a.getByRole("navigation").getByRole("link", { name: "Agents" }).click()
      const card = a.getByRole("article", { name: "Demo" })
      await expect(card).toContainText("@demo")
      await expect(card).toContainText("scripted, no LLM")
      await a.getByRole("navigation").getByRole("link", { name: "Board" }).click()
    })

    const title = "Say hello to the team"
    await test.step("A creates a task; its card appears at B", async () => {
      await a.getByRole("button", { name: "New task" }).first().click()
      await a.getByRole("dialog").getByRole("textbox", { name: "Title" }).fill(title)
      await a
        .getByRole("dialog")
        .getByRole("button", { name: /create/i })
        .click()
      await b.getByLabel("Search this board").fill(title)
      await b
        .getByRole("main")
        .getByRole("link", { name: new RegExp(title) })
        .click()
      await expect(b.getByRole("textbox", { name: "Title" })).toHaveValue(title)
    })

    await test.step("A assigns it to the agent; B sees it at work, step by step, and its comment", async () => {
      await a.getByLabel("Search this board").fill(title)
      const panel = a.getByText("Assign to agent")
      if (!(await panel.isVisible()))
        await a
          .getByRole("main")
          .getByRole("link", { name: new RegExp(title) })
          .click()
      await panel.click()
      await a.getByRole("option", { name: /Demo/ }).click()

      const card = b.getByRole("article").filter({ hasText: title })
      await expect(card.getByText("Demo", { exact: true }).first()).toBeVisible()
      await expect(b.getByRole("list", { name: "Steps" })).toBeVisible()
      await expect(b.getByRole("list", { name: "Steps" }).getByRole("listitem").nth(2)).toBeVisible()
      const column = b.getByRole("region", { name: /In Review/ }).or(b.locator("section", { hasText: "In Review" }))
      await expect(column.getByRole("article").filter({ hasText: title }).first()).toBeVisible()
      await expect(b.getByRole("article", { name: "Comment of Demo" })).toBeVisible()
      await expect(b.getByRole("article", { name: "Comment of Demo" })).toContainText("scripted, no LLM")
    })

    await test.step("stopped and started again, all of it is still there", async () => {
      const port = Number(new URL(stack.origin).port)
      await stack.stop()
      stack = await startStack({ dataDir, port })
      expect(stack.seconds).toBeLessThan(15)
      await b.reload()
      await expect(b.getByRole("article", { name: "Comment of Demo" })).toBeVisible()
      await b.getByLabel("Search this board").fill("")
      await expect(b.getByText("WRK-9", { exact: true })).toBeVisible()
    })
  })
})
