import { expect, test } from "@playwright/test"
import { deleteDataDir, freePort, newDataDir, startStack } from "./stack.ts"

test("a newcomer signs in to the demo workspace with what the start prints", async ({ browser }) => {
  test.setTimeout(120_000)
  const dataDir = newDataDir()
  const stack = await startStack({ dataDir, port: await freePort() })
  try {
    const [, email = "", password = ""] = /sign in as (\S+) with (\S+)/.exec(stack.output()) ?? []
    const page = await browser.newPage()
    await page.goto(`${stack.origin}/sign-in`)
    await page.getByLabel("E-mail").fill(email)
    await page.getByLabel("Password").fill(password)
    await page.getByRole("button", { name: "Sign in" }).click()
    await expect(page.getByText("Refund from the order page")).toBeVisible()
    await page.close()
  } finally {
    await stack.stop()
    deleteDataDir(dataDir)
  }
})
