import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import * as z from "zod"
import { Mailbox } from "./mailbox.ts"
import { listPage, mailPage, notFoundPage } from "./pages.ts"

export interface MailServerOptions {
  /** Folder of its own; created when missing. */
  dataDir: string
  /** 0 or absent: any free port. */
  port?: number
  clock?: () => number
}

export interface MailServer {
  /** For SES_ENDPOINT; also serves the pages under `/dev/mailbox`. */
  endpoint: string
  stop(): Promise<void>
}

const Content = z.object({ Data: z.string() })
const Addresses = z.array(z.string()).default([])
/** What SendEmail of the SES v2 API takes, as far as simple messages go. */
const SendEmail = z.object({
  FromEmailAddress: z.string().min(3),
  Destination: z.object({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses }),
  Content: z.object({
    Simple: z.object({
      Subject: Content,
      Body: z.object({ Text: Content.optional(), Html: Content.optional() }),
    }),
  }),
})

const MAX_BODY = 10 << 20
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-src 'self'",
  "referrer-policy": "no-referrer",
}

/** The part of SES a program sends mail with. What it takes is kept and shown, not sent. */
export async function startMailServer(options: MailServerOptions): Promise<MailServer> {
  const mailbox = new Mailbox(options.dataDir)
  const clock = options.clock ?? Date.now
  const server = createServer((request, response) => {
    answer(mailbox, clock, request, response).catch((error: Error) =>
      sendJson(response, 500, { message: error.message }),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(options.port ?? 0, "127.0.0.1", resolve)
  })
  const address = server.address()
  if (!address || typeof address === "string") throw new Error("the mail server has no port")
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(mailbox: Mailbox, clock: () => number, request: IncomingMessage, response: ServerResponse) {
  const path = (request.url ?? "/").split("?")[0] ?? "/"
  // Programs send no Origin; a web page that guessed the port would.
  if (request.headers.origin !== undefined && request.method === "POST")
    return sendJson(response, 403, { message: "Forbidden" })
  if (request.method === "POST" && path === "/v2/email/outbound-emails") return send(mailbox, clock, request, response)
  if (request.method !== "GET" && request.method !== "HEAD")
    return sendJson(response, 405, { message: "Method not allowed" })
  if (path === "/dev/mailbox.json") return sendJson(response, 200, mailbox.list())
  if (path === "/dev/mailbox" || path === "/dev/mailbox/") {
    response.writeHead(200, HEADERS).end(listPage(mailbox.list()))
    return
  }
  const mail = mailbox.find(path.replace("/dev/mailbox/", ""))
  response.writeHead(mail ? 200 : 404, HEADERS).end(mail ? mailPage(mail) : notFoundPage())
}

async function send(mailbox: Mailbox, clock: () => number, request: IncomingMessage, response: ServerResponse) {
  const parsed = SendEmail.safeParse(await readJson(request))
  if (!parsed.success) return badRequest(response, z.prettifyError(parsed.error))
  const { FromEmailAddress: from, Destination, Content } = parsed.data
  const { ToAddresses: to, CcAddresses: cc, BccAddresses: bcc } = Destination
  const recipients = [...to, ...cc, ...bcc]
  if (recipients.length === 0 || recipients.length > 50)
    return badRequest(response, "A mail has between 1 and 50 recipients.")
  const wrong = recipients.find((recipient) => !/^[^\s@]+@[^\s@]+$|<[^\s@]+@[^\s@]+>$/.test(recipient))
  if (wrong !== undefined) return badRequest(response, `Not a mail address: ${wrong}`)
  const { Subject, Body } = Content.Simple
  if (!Body.Text && !Body.Html) return badRequest(response, "A mail needs a body.")
  const at = new Date(clock()).toISOString()
  const text = Body.Text?.Data ?? null
  const mail = await mailbox.add({
    at,
    from,
    to,
    cc: [...cc, ...bcc],
    subject: Subject.Data,
    text,
    html: Body.Html?.Data ?? null,
  })
  sendJson(response, 200, { MessageId: mail.id })
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MAX_BODY) return undefined
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    return undefined
  }
}

function badRequest(response: ServerResponse, message: string): void {
  response.setHeader("x-amzn-errortype", "BadRequestException")
  sendJson(response, 400, { message })
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
    .end(JSON.stringify(body))
}
