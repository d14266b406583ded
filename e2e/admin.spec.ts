import { signUp } from "./api.ts"
import { findings } from "./axe.ts"
import { expect, test } from "./fixtures.ts"
import { deleteDataDir, freePort, newDataDir, type RunningStack, startStack } from "./stack.ts"

test.describe("administration", () => {
  // A product of its own: the first person of an installation administers it.
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

  test("an administrator makes a user, who must choose a password and then sees the app; later they are suspended and deleted", async ({
    openAs,
    openFresh,
  }) => {
    const ann = await signUp(stack.origin, "Ann Abara")
    const page = await openAs(ann)
    const hers = await openFresh()
    const menu = async (name: string, item: string) => {
      await page.getByRole("button", { name: `Actions for ${name}` }).click()
      await page.getByRole("menuitem", { name: item }).click()
    }

    await test.step("the account menu leads to the users, and a user is made", async () => {
      await page.goto("/")
      await page.getByRole("button", { name: /Account of Ann/ }).click()
      await page.getByRole("menuitem", { name: "Administration" }).click()
      await expect(page.getByText("1 user", { exact: true })).toBeVisible()
      expect(await findings(page, "the users")).toEqual([])
      await page.getByRole("button", { name: "New user" }).click()
      await page.getByRole("textbox", { name: "Name" }).fill("Dora Diaz")
      await page.getByLabel("E-mail").fill(ann.email)
      await page.getByRole("textbox", { name: "Password" }).fill("given for once")
      await page.getByRole("button", { name: "Create user" }).click()
      await expect(page.getByText(/Somebody has the address/).first()).toBeVisible()
      await page.getByLabel("E-mail").fill("dora@example.test")
      await page.getByRole("button", { name: "Create user" }).click()
      await expect(page.getByRole("heading", { name: "Dora Diaz can sign in now" })).toBeVisible()
      await page.getByRole("button", { name: "Done" }).click()
      await expect(page.getByText("2 users · 1 has yet to choose a password")).toBeVisible()
    })

    await test.step("she signs in, must choose a password, and sees the app", async () => {
      await hers.goto("/sign-in")
      await hers.getByRole("textbox", { name: "E-mail" }).fill("dora@example.test")
      await hers.getByLabel("Password").fill("given for once")
      await hers.getByRole("button", { name: "Sign in" }).click()
      await expect(hers.getByRole("heading", { name: "Choose your password" })).toBeVisible()
      expect(await findings(hers, "the choice of a password")).toEqual([])
      await hers.goto("/inbox")
      await expect(hers.getByRole("heading", { name: "Choose your password" })).toBeVisible()
      await hers.getByLabel("The password you were given").fill("given for once")
      await hers.getByLabel("Your new password").fill("a phrase of my own")
      await hers.getByRole("button", { name: "Use this password" }).click()
      await expect(hers.getByRole("heading", { name: "Inbox" })).toBeVisible()
      await hers.goto("/admin/users")
      await expect(hers.getByRole("heading", { name: "This is for administrators" })).toBeVisible()
    })

    await test.step("she gets a role that was made for it, and sees the users but cannot change them", async () => {
      await page.getByRole("link", { name: "Roles" }).click()
      await page.getByRole("button", { name: "New role" }).click()
      await page.getByRole("textbox", { name: "Name" }).fill("Support")
      await page.getByRole("button", { name: "Add role" }).click()
      await expect(page.getByRole("columnheader", { name: "Support" })).toBeVisible()
      await page.getByRole("link", { name: "Users" }).click()
      await page.getByRole("searchbox", { name: "Search users" }).fill("dora")
      await expect(page.getByText("1 user", { exact: true })).toBeVisible()
      await menu("Dora Diaz", "Edit")
      await page.getByRole("textbox", { name: "Name" }).fill("Dora Dietz")
      await page.getByLabel("Role in the whole installation").selectOption({ label: "Support" })
      await page.getByRole("button", { name: "Save" }).click()
      await expect(page.getByRole("listitem").filter({ hasText: "Dora Dietz" })).toContainText("Support")
      await hers.reload()
      await expect(hers.getByRole("listitem").filter({ hasText: "Ann Abara" })).toContainText("Administrator")
      await expect(hers.getByRole("button", { name: /Actions for/ })).toHaveCount(0)
    })

    await test.step("another password signs her out; suspended she stays out until she is let in", async () => {
      await menu("Dora Dietz", "Give another password")
      await page.getByRole("textbox", { name: "Password" }).fill("given once more")
      await page.getByRole("button", { name: "Give this password" }).click()
      await page.getByRole("button", { name: "Done" }).click()
      await expect(hers).toHaveURL(/\/sign-in/)
      await hers.waitForLoadState("networkidle")
      await menu("Dora Dietz", "Suspend")
      await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click()
      await expect(page.getByText("suspended", { exact: true })).toBeVisible()
      await hers.getByRole("textbox", { name: "E-mail" }).fill("dora@example.test")
      await hers.getByLabel("Password").fill("given once more")
      await hers.getByRole("button", { name: "Sign in" }).click()
      await expect(hers.getByRole("alert").filter({ hasText: "This account is suspended." })).toBeVisible()
      await menu("Dora Dietz", "Let in again")
      await expect(page.getByText("suspended", { exact: true })).toHaveCount(0)
      await hers.getByRole("button", { name: "Sign in" }).click()
      await expect(hers.getByRole("heading", { name: "Choose your password" })).toBeVisible()
    })

    await test.step("the last administrator stays one, and she is deleted", async () => {
      await page.getByRole("searchbox", { name: "Search users" }).fill("")
      await menu("Ann Abara", "Delete")
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
      await expect(page.getByRole("alert").filter({ hasText: "This is the only administrator." })).toBeVisible()
      await page.getByRole("button", { name: "Cancel" }).click()
      await menu("Dora Dietz", "Delete")
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
      await expect(page.getByText("1 user", { exact: true })).toBeVisible()
    })
  })
})
