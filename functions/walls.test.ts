import { expect, it } from "vitest"
import { breaches, importGraph } from "./walls.ts"

it("no surface reaches through a wall", { timeout: 30_000 }, async () => {
  const graph = await importGraph()
  expect(Object.keys(graph).length).toBeGreaterThan(150)
  expect(breaches(graph)).toEqual([])
})

const broken = [
  ["functions/core/broken.ts", 'import "./../api/app.ts"'],
  ["functions/core/broken.ts", 'import { Hono } from "hono"; new Hono()'],
  ["functions/api/broken.ts", 'import "../realtime/config.ts"'],
  ["functions/agent/broken.ts", 'import "../core/database.ts"'],
  ["functions/agent/broken.ts", 'await import("ioredis")'],
  ["functions/local/broken.ts", 'import "../api/route.ts"'],
  ["mcp/broken.ts", 'import "../functions/core/clock.ts"'],
  ["web/src/broken.ts", 'import "../../functions/core/clock.ts"'],
  ["functions/jobs/broken.ts", 'export * from "../auth/auth.ts"'],
] as const

for (const [file, contents] of broken) {
  it(`a wall broken on purpose is noticed: ${file}: ${contents}`, async () => {
    const found = breaches(await importGraph({ file, contents }))
    expect(found.map((breach) => breach.file)).toContain(file)
  })
}
