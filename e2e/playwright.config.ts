import { defineConfig } from "@playwright/test"
import { launchOptions } from "./browser.ts"

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../test-results",
  snapshotPathTemplate: "{testDir}/screenshots/{arg}{ext}",
  globalSetup: "./global-setup.ts",
  // One product runs for all files; two browsers at once are as much as two cores drive smoothly.
  workers: 2,
  fullyParallel: false,
  timeout: 90_000,
  // A browser on a busy machine may be late; `npm test` names what needed another try.
  retries: 2,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    launchOptions: await launchOptions(),
    // One step that hangs must say so, not use up its test's time.
    actionTimeout: 15_000,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-first-failure",
    screenshot: "only-on-failure",
  },
})
