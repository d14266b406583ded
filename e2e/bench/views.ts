import { chromium, type Page } from "@playwright/test"
import { createProject, importCsv, type Person } from "../api.ts"
import { backlogCsv } from "../backlog.ts"
import { launchOptions } from "../browser.ts"
import { quantile, report } from "./report.ts"

/** The size of project that views must stay quick at. */
const TASKS = 10_000
/** From a key to the next paint, and between two frames. Milliseconds. */
const INTERACTION_LIMIT = 100
const FRAME_LIMIT = 50

type Watched = { events: number[]; frames: number[] }

/** Makes the page note how long each key takes to the next paint, and how far apart its frames are. */
function watch(): void {
  const watched: Watched = { events: [], frames: [] }
  Object.assign(window, { watched })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (/^key|^click/.test(entry.name)) watched.events.push(entry.duration)
  }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit)
  let last = performance.now()
  const tick = (now: number) => {
    watched.frames.push(now - last)
    last = now
    requestAnimationFrame(tick)
  }
  requestAnimationFrame(tick)
}

/** Does something, and reads what the page noted meanwhile. */
async function during(page: Page, work: () => Promise<void>): Promise<Watched> {
  await page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched }
    watched.events.length = 0
    watched.frames.length = 0
  })
  await work()
  await page.waitForTimeout(300)
  return page.evaluate(() => (window as unknown as { watched: Watched }).watched)
}

async function press(page: Page, keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key)
    await page.waitForTimeout(80)
  }
}

async function scroll(page: Page): Promise<void> {
  for (let turn = 0; turn < 80; turn++) {
    await page.mouse.wheel(0, 400)
    await page.waitForTimeout(16)
  }
}

async function drag(page: Page): Promise<void> {
  const box = await page.locator("[data-task]").nth(3).boundingBox()
  if (!box) throw new Error("There is no task to drag.")
  const [x, y] = [box.x + 120, box.y + 10]
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 1; step <= 60; step++) await page.mouse.move(x + step * 2, y + step * 4)
  await page.mouse.up()
}

async function benchView(page: Page, name: string, path: string, scroller: string, first: string): Promise<void> {
  await page.goto(path)
  await page.locator("[data-task]").first().waitFor()
  await page.waitForLoadState("networkidle")
  const box = await page.locator(scroller).last().boundingBox()
  await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 200)
  // Once to load what there is, and then as somebody who works in it.
  await scroll(page)
  await page.waitForLoadState("networkidle")
  await page
    .locator(scroller)
    .last()
    .evaluate((node) => node.scrollTo(0, 0))
  const scrolled = await during(page, () => scroll(page))
  await page
    .locator(scroller)
    .last()
    .evaluate((node) => node.scrollTo(0, 0))
  await page.locator(first).first().focus()
  const walk = Array.from({ length: 20 }, () => "ArrowDown")
  const change = ["Alt+ArrowDown", "Alt+ArrowUp", "x", "Shift+ArrowDown", "Escape", "Control+a", "Escape"]
  const keys = await during(page, () => press(page, [...walk, ...change]))
  const dragged = await during(page, () => drag(page))
  const frames = [...scrolled.frames, ...dragged.frames]
  report({
    name: `${name} of ${TASKS} tasks: a key to the next paint`,
    value: quantile(keys.events, 0.95),
    unit: "ms",
    limit: INTERACTION_LIMIT,
    detail: `95 % of ${keys.events.length}; the longest ${Math.max(...keys.events)} ms`,
  })
  report({
    name: `${name} of ${TASKS} tasks: frames while scrolling and dragging`,
    value: quantile(frames, 0.99),
    unit: "ms",
    limit: FRAME_LIMIT,
    detail: `99 % of ${frames.length}; ${frames.filter((time) => time > FRAME_LIMIT).length} longer, the longest ${Math.max(...frames).toFixed(0)} ms`,
  })
}

/** How quick the views of a large project are in a browser. */
export async function benchViews(origin: string, person: Person): Promise<void> {
  const project = await createProject(person, "BIG")
  await importCsv(person, project.id, backlogCsv(TASKS))
  const browser = await chromium.launch(await launchOptions())
  try {
    const context = await browser.newContext({ baseURL: origin, viewport: { width: 1440, height: 900 } })
    const cookies = person.cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=")
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin }
    })
    await context.addCookies(cookies)
    await context.addInitScript(watch)
    const page = await context.newPage()
    await benchView(page, "board", `/p/${project.id}/board`, "[data-column-list]", "[data-card-link]")
    await benchView(page, "table", `/p/${project.id}/backlog`, "[role=grid]", "[data-cell='0']")
  } finally {
    await browser.close()
  }
}
