import { execFileSync } from "node:child_process"
import { existsSync, readFileSync, statSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { APIGatewayProxyEventV2 } from "aws-lambda"
import { afterAll, beforeAll, expect, inject, it } from "vitest"
import { ResponseStream } from "./gateway/streaming.ts"
import { Sandbox } from "./testing/sandbox.ts"
import { newestSource } from "./web-build.ts"

const OUTPUT = fileURLToPath(new URL("../../web/.output/", import.meta.url))
const VITE = fileURLToPath(new URL("../../node_modules/vite/bin/vite.js", import.meta.url))
const WEB = fileURLToPath(new URL("../../web", import.meta.url))

let web: Sandbox
beforeAll(() => {
  const made = `${OUTPUT}nitro.json`
  if (!existsSync(made) || statSync(made).mtimeMs < newestSource()) {
    // As `npm run build:lambda`.
    const environment = { ...process.env, NODE_ENV: "production" }
    execFileSync(process.execPath, [VITE, "build", "--mode", "lambda"], { cwd: WEB, env: environment, stdio: "pipe" })
  }
  const services = inject("services")
  web = new Sandbox({
    name: "Web",
    folder: `${OUTPUT}server`,
    handler: "index.handler",
    env: {
      APP_URL: "https://paca.example",
      S3_BUCKET: services.S3_BUCKET ?? "",
      S3_REGION: services.S3_REGION ?? "",
    },
  })
}, 240_000)
afterAll(() => web?.stop())

/** What a function URL makes of a browser's request for a page. */
const page = (rawPath: string, headers: Record<string, string> = {}): APIGatewayProxyEventV2 => ({
  version: "2.0",
  routeKey: "$default",
  rawPath,
  rawQueryString: "",
  headers: {
    host: "abcdefghij.lambda-url.eu-central-1.on.aws",
    "x-forwarded-host": "paca.example",
    "x-forwarded-proto": "https",
    accept: "text/html",
    "user-agent": "Mozilla/5.0",
    ...headers,
  },
  requestContext: {
    accountId: "anonymous",
    apiId: "abcdefghij",
    domainName: "abcdefghij.lambda-url.eu-central-1.on.aws",
    domainPrefix: "abcdefghij",
    http: { method: "GET", path: rawPath, protocol: "HTTP/1.1", sourceIp: "203.0.113.9", userAgent: "Mozilla/5.0" },
    requestId: crypto.randomUUID(),
    routeKey: "$default",
    stage: "$default",
    time: "30/Nov/2026:10:00:00 +0000",
    timeEpoch: 1_796_032_800_000,
  },
  isBase64Encoded: false,
})

async function read(path: string, headers?: Record<string, string>) {
  const answer = await web.http(page(path, headers))
  const chunks: Buffer[] = []
  if (answer.body instanceof ResponseStream) for await (const chunk of answer.body) chunks.push(chunk)
  return { ...answer, streamed: answer.body instanceof ResponseStream, html: Buffer.concat(chunks).toString("utf8") }
}

it("streams a page from the bundle that is deployed, with its policy", async () => {
  const { status, headers, streamed, html } = await read("/sign-in")
  expect([status, streamed]).toEqual([200, true])
  expect(headers["content-type"]).toMatch(/^text\/html/)
  expect(headers["content-security-policy"]).toContain("script-src")
  expect(html).toMatch(/^<!doctype html>/i)
  expect(html.trimEnd()).toMatch(/<\/html>$/)
  expect(JSON.parse(readFileSync(`${OUTPUT}nitro.json`, "utf8")).config.awsLambda.streaming).toBe(true)
})

it("stands still between two pages, goes on, and starts cold after it was killed", async () => {
  await expect.poll(() => web.frozen).toBe(true)
  expect((await read("/sign-in", { "accept-language": "de" })).html).toContain('lang="de"')
  expect(web.starts).toBe(1)
  web.kill()
  expect((await read("/sign-in")).status).toBe(200)
  expect(web.starts).toBe(2)
})

it("answers 404 for a page that is none", async () => {
  expect((await read("/no/such/page")).status).toBe(404)
})
