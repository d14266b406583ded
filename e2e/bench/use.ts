import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test"
import type { Person } from "../api.ts"
import { launchOptions } from "../browser.ts"
import { quantile, report } from "./report.ts"

/** The app as somebody uses it: pages that load, a task that is opened, and half an hour of work. */

/** From a click to the paint with the task's content. Milliseconds. */
const OPEN_LIMIT = 100
/** What Lighthouse calls good. Milliseconds, and the unit-less score of layout shift. */
const GOOD = { paint: 1_800, shift: 0.1, blocking: 200 }
/** Lighthouse's desktop: 40 ms away, 10 Mbit/s. Bytes per second. */
const LINE = { offline: false, latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 }
/** A simulated action every five seconds for half an hour. */
const STEP = 5_000
const STEPS = 360
/** The heap at the end over that after a third of the time. */
const GROWTH_LIMIT = 1.1

async function signedIn(browser: Browser, origin: string, person: Person): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1440, height: 900 } })
  const cookies = person.cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=")
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin }
  })
  await context.addCookies(cookies)
  return context
}

type Vitals = { paint: number; shift: number; blocking: number }

/** Notes what a page does while it loads: its first content, what moves, and what keeps it from answering. */
function noteVitals(): void {
  const vitals: Vitals = { paint: 0, shift: 0, blocking: 0 }
  Object.assign(window, { vitals })
  const on = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true })
  on("paint", (entry) => {
    if (entry.name === "first-contentful-paint") vitals.paint = entry.startTime
  })
  on("layout-shift", (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
    if (!hadRecentInput) vitals.shift += value
  })
  on("longtask", (entry) => {
    // What Lighthouse counts: after the first paint, the part of a task beyond 50 ms.
    if (vitals.paint > 0) vitals.blocking += Math.max(0, entry.duration - 50)
  })
}

async function benchLoad(context: BrowserContext, name: string, path: string): Promise<void> {
  const measured: Vitals[] = []
  for (let round = 0; round < 5; round++) {
    const page = await context.newPage()
    const client = await context.newCDPSession(page)
    await client.send("Network.enable")
    await client.send("Network.emulateNetworkConditions", LINE)
    await client.send("Network.setCacheDisabled", { cacheDisabled: true })
    await page.addInitScript(noteVitals)
    await page.goto(path)
    await page.getByRole("heading").first().waitFor()
    await page.waitForLoadState("networkidle")
    measured.push(await page.evaluate(() => (window as unknown as { vitals: Vitals }).vitals))
    await page.close()
  }
  const middle = (of: keyof Vitals) =>
    quantile(
      measured.map((each) => each[of]),
      0.5,
    )
  const detail = "empty cache, 40 ms away, 10 Mbit/s"
  report({ name: `${name}: first contentful paint`, value: middle("paint"), unit: "ms", limit: GOOD.paint, detail })
  report({ name: `${name}: layout shift`, value: middle("shift"), unit: "score", limit: GOOD.shift })
  report({ name: `${name}: blocking time`, value: middle("blocking"), unit: "ms", limit: GOOD.blocking })
}

const card = (page: Page, index: number) => page.locator("[data-card-link]").nth(index)
const title = (page: Page) => page.getByRole("textbox", { name: "Title", exact: true })

/** Milliseconds from the click on a card to the frame that shows its task. */
async function openTask(page: Page, index: number): Promise<number> {
  await page.evaluate(() => {
    const opened = new Promise<number>((resolve) =>
      addEventListener(
        "click",
        () => {
          const begun = performance.now()
          const look = () => {
            const shown = document.querySelector('aside [aria-label="Title"], [role="dialog"] [aria-label="Title"]')
            // The frame after the one that found it has painted it.
            if (shown) requestAnimationFrame(() => resolve(performance.now() - begun))
            else requestAnimationFrame(look)
          }
          look()
        },
        { capture: true, once: true },
      ),
    )
    Object.assign(window, { opened })
  })
  await card(page, index).click()
  await title(page).waitFor()
  const took = await page.evaluate(() => (window as unknown as { opened: Promise<number> }).opened)
  await page.keyboard.press("Escape")
  await title(page).waitFor({ state: "detached" })
  return took
}

async function benchOpening(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await card(page, 0).waitFor()
  await page.waitForLoadState("networkidle")
  const cards = [0, 1, 2, 3, 4, 5]
  for (const index of cards) await openTask(page, index)
  await page.waitForLoadState("networkidle")
  const times: number[] = []
  for (let round = 0; round < 3; round++) for (const index of cards) times.push(await openTask(page, index))
  report({
    name: "a task opened from the board, from cache",
    value: quantile(times, 0.95),
    unit: "ms",
    limit: OPEN_LIMIT,
    detail: `95 % of ${times.length}; half of them within ${quantile(times, 0.5).toFixed(0)} ms`,
  })
}

/** Half an hour of work, in simulated time: tasks opened, read and closed, pages changed, lists scrolled. */
async function benchMemory(context: BrowserContext, projectId: string): Promise<void> {
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(`/p/${projectId}/board`)
  await card(page, 0).waitFor()
  const client = await context.newCDPSession(page)
  const heap = async () => {
    await client.send("HeapProfiler.collectGarbage")
    const { usedSize } = await client.send("Runtime.getHeapUsage")
    return usedSize / 1_000_000
  }
  const go = async (name: string) => {
    await page.getByRole("navigation").getByRole("link", { name, exact: true }).first().click()
    await page.getByRole("heading", { name, exact: true }).first().waitFor()
  }
  const turn = ["task", "task", "task", "scroll", "Backlog", "scroll", "Sprints", "Documents", "Insights", "Board"]
  const heaps: number[] = []
  for (let step = 0; step < STEPS; step++) {
    const what = turn[step % turn.length] ?? "task"
    if (what === "task") {
      await card(page, (step * 7) % 20).click()
      await title(page).waitFor()
      await page.keyboard.press("Escape")
      await title(page).waitFor({ state: "detached" })
    } else if (what === "scroll") {
      await page.mouse.move(700, 500)
      await page.mouse.wheel(0, 600)
    } else await go(what)
    await page.clock.fastForward(STEP)
    if (step % (STEPS / 12) === STEPS / 12 - 1) heaps.push(await heap())
  }
  await page.close()
  const [settled = Number.NaN, last = Number.NaN] = [heaps[3], heaps.at(-1)]
  report({
    name: "heap after 30 minutes of work over after 10",
    value: last / settled,
    unit: "x",
    limit: GROWTH_LIMIT,
    detail: `${last.toFixed(1)} MB over ${settled.toFixed(1)} MB; ${heaps.map((mb) => mb.toFixed(0)).join(", ")}`,
  })
}

/** How the app loads, opens and lasts in a browser, in a project of the size that teams have. */
export async function benchUse(origin: string, person: Person, projectId: string): Promise<void> {
  const browser = await chromium.launch(await launchOptions())
  try {
    const stranger = await browser.newContext({ baseURL: origin, viewport: { width: 1440, height: 900 } })
    await benchLoad(stranger, "sign-in", "/sign-in")
    const context = await signedIn(browser, origin, person)
    await benchLoad(context, "board", `/p/${projectId}/board`)
    const page = await context.newPage()
    await benchOpening(page, `/p/${projectId}/board`)
    await page.close()
    await benchMemory(context, projectId)
  } finally {
    await browser.close()
  }
}
