import { type BrowserContext, test as base, expect, type Page } from "@playwright/test"
import { type Person, signUp } from "./api.ts"

export { expect }

type Fixtures = {
  /** Where the product runs. */
  origin: string
  /** A page in a browser of its own, signed in as a person. Everything it complains about fails the test. */
  openAs: (person: Person) => Promise<Page>
  /** A page of somebody who is not signed in. */
  openFresh: () => Promise<Page>
}

/** What a page said that it should not have: console errors, uncaught errors, failed requests. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`))
  page.on("console", (message) => {
    // The browser logs these by itself: a refusal is an answer that the page shows, and a server that restarts is away.
    if (
      message.type() === "error" &&
      !/status of 4\d\d|ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|handshake: Unexpected response code: 503/.test(
        message.text(),
      )
    )
      complaints.push(`console: ${message.text()}`)
  })
  return complaints
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures a fixture needs from this pattern
  origin: async ({}, use) => {
    const origin = process.env.PACA_ORIGIN
    if (!origin) throw new Error("The product does not run: start the tests with npm test.")
    await use(origin)
  },
  openFresh: async ({ browser, origin }, use) => {
    const opened: { context: BrowserContext; complaints: string[] }[] = []
    await use(async () => {
      const context = await browser.newContext({ baseURL: origin })
      const page = await context.newPage()
      opened.push({ context, complaints: complaintsOf(page) })
      return page
    })
    for (const { context, complaints } of opened) {
      await context.close()
      expect(complaints).toEqual([])
    }
  },
  openAs: async ({ openFresh, origin }, use) => {
    await use(async (person) => {
      const page = await openFresh()
      const cookies = person.cookie.split("; ").map((pair) => {
        const at = pair.indexOf("=")
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin }
      })
      await page.context().addCookies(cookies)
      return page
    })
  },
})

export { signUp }
