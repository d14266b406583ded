import { expect, signUp, test } from "./fixtures.ts"
import { everyPage } from "./pages.ts"

declare global {
  interface Window {
    violations?: string[]
    injected?: boolean
  }
}

test("every page keeps to its policy, and an injected script does not run", async ({ origin, openAs, browser }) => {
  test.setTimeout(180_000)
  const ann = await signUp(origin, "Ann Abara")
  const { paths } = await everyPage(ann)
  const page = await openAs(ann)
  await page.addInitScript(() => {
    window.violations = []
    document.addEventListener("securitypolicyviolation", (event) => {
      window.violations?.push(`${event.effectiveDirective} ${event.blockedURI}`)
    })
  })
  for (const path of ["/", ...paths, "/sign-up"]) {
    const answer = await page.goto(path)
    const headers = answer?.headers() ?? {}
    expect(headers["content-security-policy"], path).toMatch(/script-src 'self' 'nonce-[\w+/=]{22,}'/)
    expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe/)
    expect(headers["x-content-type-options"]).toBe("nosniff")
    expect(headers["x-frame-options"]).toBe("DENY")
    await expect(page.getByRole("heading").first()).toBeVisible()
    await page.waitForLoadState("networkidle")
    expect(await page.evaluate(() => window.violations), path).toEqual([])
  }

  const hostile = await (await browser.newContext({ baseURL: origin })).newPage()
  const first = await hostile.goto("/sign-in")
  const policies = [first, await hostile.reload()].map((answer) => answer?.headers()["content-security-policy"])
  expect(policies[0]).not.toBe(policies[1])
  await hostile.evaluate(() => {
    const script = document.createElement("script")
    script.textContent = "window.injected = true"
    document.body.append(script)
    document.body.insertAdjacentHTML("beforeend", '<img src="x:" onerror="window.injected = true">')
  })
  await hostile.waitForTimeout(300)
  expect(await hostile.evaluate(() => window.injected)).toBeUndefined()
  await hostile.context().close()
})

test("a person sees where they are signed in, signs out another browser, and changes the password", async ({
  origin,
  openAs,
  openFresh,
}) => {
  const ann = await signUp(origin, "Ann Abara")
  const page = await openAs(ann)
  const other = await openFresh()
  await other.goto("/sign-in")
  await other.getByRole("textbox", { name: "E-mail" }).fill(ann.email)
  await other.getByLabel("Password").fill(ann.password)
  await other.getByRole("button", { name: "Sign in" }).click()
  await expect(other.getByRole("heading", { name: /Welcome/ }).first()).toBeVisible()
  await other.goto("/account")
  await expect(other.getByText("this device")).toBeVisible()

  await page.goto("/account")
  const sessions = page.getByRole("region", { name: "Where you are signed in" })
  await sessions
    .getByRole("button", { name: /Sign out Chrome/ })
    .first()
    .click()
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click()
  await expect(sessions.getByText("You are signed in on this device only.")).toBeVisible()
  // Its live connection ends, so it notices without a click.
  await expect(other).toHaveURL(/\/sign-in/)

  await page.getByLabel("Current password").fill(ann.password)
  await page.getByLabel("New password").fill("password1")
  await page.getByRole("button", { name: "Change", exact: true }).click()
  await expect(page.getByRole("alert").filter({ hasText: "leaked passwords" })).toBeVisible()
  await page.getByLabel("New password").fill("a much better phrase")
  await page.getByRole("button", { name: "Change", exact: true }).click()
  await expect(page.getByText("Your password is changed").first()).toBeVisible()
  const events = page.getByRole("region", { name: "What happened" })
  await expect(events.getByText("Your password was changed")).toBeVisible()
  await expect(events.getByText(/Signed out elsewhere/)).toBeVisible()
  await page.reload()
  await expect(page.getByLabel("Current password")).toBeVisible()
})
