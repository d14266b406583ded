import { createProject } from "./api.ts"
import { findings } from "./axe.ts"
import { expect, signUp, test } from "./fixtures.ts"

test("a person signs in, is told when the password is wrong, and signs out", async ({ origin, openFresh }) => {
  const ann = await signUp(origin, "Ann Abara")
  const page = await openFresh()
  await page.goto("/")
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByRole("textbox", { name: "E-mail" }).fill(ann.email)
  await page.getByLabel("Password").fill("not the password")
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page.getByRole("alert")).toBeVisible()
  await page.getByLabel("Password").fill(ann.password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page.getByRole("heading", { name: /Welcome/ }).first()).toBeVisible()
  await page.getByRole("button", { name: /Ann Abara/ }).click()
  await page.getByRole("menuitem", { name: "Sign out" }).click()
  await expect(page).toHaveURL(/\/sign-in/)
})

test("a person who is not signed in chooses a language, and reads in it what went wrong", async ({ openFresh }) => {
  const page = await openFresh()
  await page.goto("/sign-in")
  await expect(async () => {
    await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "Deutsch" })
    await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await expect(page.locator("html")).toHaveAttribute("lang", "de")
  await expect(async () => {
    await page.getByRole("textbox", { name: "E-Mail" }).fill("nobody@example.test")
    await page.getByLabel("Passwort").fill("not the password")
    await page.getByRole("button", { name: "Anmelden" }).click()
    await expect(page.getByRole("alert")).toContainText("stimmt nicht", { timeout: 2_000 })
  }).toPass()
  await page.reload()
  await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible()
})

test("a forgotten password is set anew with the link from the mail", async ({ origin, openFresh }) => {
  const ann = await signUp(origin, "Ann Abara")
  const page = await openFresh()
  await page.goto("/forgot-password")
  await page.getByRole("textbox", { name: "E-mail" }).fill(ann.email)
  await page.getByRole("button", { name: /send|reset|link/i }).click()
  let link = ""
  await expect(async () => {
    const mails = await (await page.request.get("/dev/mailbox.json")).text()
    link = /http[^"\s\\]+reset-password\/[^"\s\\]+/.exec(mails)?.[0] ?? ""
    expect(link).not.toBe("")
  }).toPass()
  await page.goto(link)
  await expect(page).toHaveURL(/\/reset-password\?token=/)
  await page.getByLabel("New password").fill("an even longer password")
  await page
    .getByRole("button", { name: /password/i })
    .last()
    .click()
  await expect(page).toHaveURL(/\/sign-in|\/$/)
})

test("a person comes in through another service, and reads why when it did not work", async ({ openFresh }) => {
  const page = await openFresh()
  // The service's own page asks for a font from elsewhere.
  await page.route(/fonts\.googleapis/, (route) => route.fulfill({ contentType: "text/css", body: "" }))
  await page.goto("/sign-in?redirect=%2Faccount")
  const through = page.getByRole("button", { name: "Continue with Test IdP" })
  await through.click()
  await page.getByRole("link", { name: /Cancel/ }).click()
  await expect(page.getByRole("alert")).toContainText("cancelled")
  await through.click()
  await page.getByPlaceholder("Enter any login").fill(`imani-${Date.now()}@example.test`)
  await page.getByPlaceholder("and password").fill("any")
  await page.getByRole("button", { name: "Sign-in" }).click()
  await page.getByRole("button", { name: "Continue" }).click()
  await expect(page).toHaveURL(/\/account$/)
  await expect(page.getByRole("button", { name: "Account of Imani Okoro" })).toBeVisible()
  // There is no password to change yet.
  await page.getByLabel("Current password").fill("whatever it was")
  await page.getByLabel("New password").fill("sixteen tall poplars")
  await page.getByRole("button", { name: "Change", exact: true }).click()
  await expect(page.getByRole("link", { name: "Ask for a link to set one." })).toBeVisible()
})

test("an invited person makes an account from the link and is in the project", async ({ origin, openFresh }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const email = `ben-${Date.now()}@example.test`
  const { token_url } = await ann.call<{ token_url: string }>(
    "POST",
    `/workspaces/${project.workspace_id}/invitations`,
    { email, project_id: project.id },
  )
  const page = await openFresh()
  await page.goto(new URL(token_url).pathname)
  await expect(page.getByRole("heading", { name: /^Join / })).toBeVisible()
  expect(await findings(page, "the invitation")).toEqual([])
  await page.getByRole("link", { name: "Create an account" }).click()
  await page.getByLabel("Your name").fill("Ben Brook")
  await page.getByRole("textbox", { name: "E-mail" }).fill(email)
  await page.getByLabel("Password").fill("correct horse battery")
  await page.getByRole("button", { name: "Create account" }).click()
  await page.getByRole("button", { name: "Accept the invitation" }).click()
  await expect(page).toHaveURL(new RegExp(`/p/${project.id}/board`))
  await expect(page.getByRole("region", { name: "To Do" })).toBeVisible()
  await page.goto(new URL(token_url).pathname)
  await expect(page.getByRole("heading", { name: "This invitation no longer works" })).toBeVisible()
})
