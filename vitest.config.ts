import { defineConfig } from "vitest/config"
import { messages } from "./web/messages/plugin.ts"

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "functions",
          // The images are built from the functions, and run against their services.
          include: ["functions/**/*.test.ts", "mcp/**/*.test.ts", "stacks/images/*.test.ts"],
          environment: "node",
          globalSetup: ["functions/local/testing/global-setup.ts"],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "stacks",
          include: ["stacks/*.test.ts", "stacks/cost/*.test.ts"],
          environment: "node",
          testTimeout: 120_000,
        },
      },
      {
        plugins: [messages()],
        test: { name: "web", include: ["web/{src,messages}/**/*.test.ts"], environment: "node" },
      },
    ],
  },
})
