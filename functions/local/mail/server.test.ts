import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type MailServer, startMailServer } from "./server.ts"

const dataDir = mkdtempSync(join(tmpdir(), "paca-mail-"))
const time = { now: Date.parse("2026-01-02T03:04:05Z") }
const start = () => startMailServer({ dataDir, clock: () => time.now })
let server: MailServer
let ses: SESv2Client

beforeAll(async () => {
  server = await start()
  ses = client()
})
afterAll(async () => {
  ses.destroy()
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const client = () =>
  new SESv2Client({
    region: "us-east-1",
    endpoint: server.endpoint,
    credentials: { accessKeyId: "x", secretAccessKey: "y" },
    maxAttempts: 1,
  })
const page = async (path: string) => (await fetch(server.endpoint + path)).text()
const send = (to: string[], subject: string, body: { Text?: { Data: string }; Html?: { Data: string } }) =>
  ses.send(
    new SendEmailCommand({
      FromEmailAddress: "Paca <no-reply@paca.example>",
      Destination: { ToAddresses: to },
      Content: { Simple: { Subject: { Data: subject }, Body: body } },
    }),
  )

it("teaches what the mailbox is for while it is empty", async () => {
  expect(await page("/dev/mailbox")).toContain("No mail yet")
  expect(await (await fetch(`${server.endpoint}/dev/mailbox.json`)).json()).toEqual([])
})

it("shows sent mail, newest first, with its links clickable and its text harmless", async () => {
  await send(["first@example.com"], "First", { Text: { Data: "hello" } })
  time.now += 1_000
  const text = "Join <script>alert(1)</script>\nhttp://localhost:3000/invitations/abc?x=1&y=2."
  const { MessageId } = await send(["second@example.com"], "You & Paca", { Text: { Data: text } })
  const list = await page("/dev/mailbox")
  expect(list.indexOf("You &amp; Paca")).toBeLessThan(list.indexOf("First"))
  const mail = await page(`/dev/mailbox/${MessageId}`)
  expect(mail).toContain('<a href="http://localhost:3000/invitations/abc?x=1&amp;y=2">')
  expect(mail).toContain("&lt;script&gt;")
  const [newest] = (await (await fetch(`${server.endpoint}/dev/mailbox.json`)).json()) as {
    to: string[]
    text: string
  }[]
  expect(newest).toMatchObject({
    to: ["second@example.com"],
    text,
    from: "Paca <no-reply@paca.example>",
    at: "2026-01-02T03:04:06.000Z",
  })
})

it("frames HTML so that it can neither run scripts nor reach the app", async () => {
  const { MessageId } = await send(["a@example.com"], "HTML", { Html: { Data: '<b onclick="x()">hi</b>' } })
  const mail = await page(`/dev/mailbox/${MessageId}`)
  expect(mail).toContain('<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"')
  expect(mail).not.toContain("<b onclick")
})

it("refuses what SES would refuse", async () => {
  await expect(send([], "Nobody", { Text: { Data: "x" } })).rejects.toMatchObject({ name: "BadRequestException" })
  await expect(send(["not an address"], "x", { Text: { Data: "x" } })).rejects.toThrow(
    "Not a mail address: not an address",
  )
  await expect(send(["a@b.example"], "Empty", {})).rejects.toThrow("needs a body")
  expect((await fetch(`${server.endpoint}/dev/mailbox/none`)).status).toBe(404)
})

it("keeps mail over a restart", async () => {
  const before = await page("/dev/mailbox")
  await server.stop()
  server = await start()
  ses.destroy()
  ses = client()
  expect(await page("/dev/mailbox")).toBe(before)
})
