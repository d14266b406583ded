import { existsSync } from "node:fs"
import type { LaunchOptions } from "@playwright/test"
import chromium from "@sparticuz/chromium"

/** How Chromium is started where no browser is installed: the one from npm. Its own `args` must not be used: they end the browser with the first context. */
export async function launchOptions(): Promise<LaunchOptions> {
  const own = process.env.PACA_CHROMIUM
  const executablePath = own && existsSync(own) ? own : await chromium.executablePath()
  return {
    executablePath,
    args: [
      "--no-sandbox",
      "--no-zygote",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  }
}
