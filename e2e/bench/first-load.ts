import { gzipSync } from "node:zlib"
import { chromium } from "@playwright/test"
import type { Person } from "../api.ts"
import { launchOptions } from "../browser.ts"

/** The JavaScript a browser with an empty cache loads until a page is quiet: bytes after gzip, and files. */
export async function firstLoad(
  origin: string,
  person: Person,
  path: string,
): Promise<{ bytes: number; files: number }> {
  const browser = await chromium.launch(await launchOptions())
  try {
    const context = await browser.newContext()
    const cookies = person.cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=")
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin }
    })
    await context.addCookies(cookies)
    const page = await context.newPage()
    const bodies = new Map<string, Promise<Buffer>>()
    page.on("response", (response) => {
      if (/javascript/.test(response.headers()["content-type"] ?? "")) bodies.set(response.url(), response.body())
    })
    await page.goto(`${origin}${path}`)
    await page.getByRole("listitem").or(page.getByRole("article")).first().waitFor({ timeout: 20_000 })
    await page.waitForLoadState("networkidle")
    const sizes = await Promise.all([...bodies.values()].map(async (body) => gzipSync(await body).byteLength))
    return { bytes: sizes.reduce((sum, size) => sum + size, 0), files: sizes.length }
  } finally {
    await browser.close()
  }
}
