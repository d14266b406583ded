import { type ChildProcess, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { text as readText } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import type { APIGatewayProxyEventV2 } from "aws-lambda"
import { json, type LambdaResponse, toResponse } from "../gateway/lambda.ts"
import { Prelude, ResponseStream } from "../gateway/streaming.ts"

const RUNTIME = fileURLToPath(new URL("lambda-runtime.ts", import.meta.url))
/** Lambda gives an environment this long to load the handler. Milliseconds. */
const INIT_LIMIT = 30_000
const RUNTIME_PATH = /^\/2018-06-01\/runtime\/(?:invocation\/([^/]+)|init)\/?(response|error)?$/

export type SandboxOptions = {
  name: string
  /** The unpacked bundle, LAMBDA_TASK_ROOT. */
  folder: string
  /** `file.export` in that folder. */
  handler: string
  /** All that the function is told; nothing of this process's environment reaches it. */
  env: Record<string, string>
  timeoutMs?: number
}

/** The handler threw, its environment died, or it took too long: what Lambda calls a function error. */
export class FunctionError extends Error {}

type Invocation = {
  id: string
  event: unknown
  answered: (answer: Buffer | LambdaResponse) => void
  failed: (error: Error) => void
}

/**
 * One Lambda execution environment: a process that gets events from a real Runtime API, reads its bundle and writes to
 * `/tmp` alone, stands still (SIGSTOP) from its answer to the next event, and may be killed at any moment.
 */
export class Sandbox {
  readonly #options: SandboxOptions
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch((error) => response.destroy(error))
  })
  #child: ChildProcess | undefined
  /** The poll for the next event that the idle environment waits in. */
  #poll: ServerResponse | undefined
  #current: Invocation | undefined
  #frozen = false
  #initFailure: string | undefined
  /** The end of what the function printed. */
  #said = ""
  /** One event at a time, as in Lambda; others wait here instead of getting an environment of their own. */
  #queue: Promise<unknown> = Promise.resolve()
  /** How often an environment was started: its cold starts. */
  starts = 0

  constructor(options: SandboxOptions) {
    this.#options = options
  }

  /** Invokes the function. @returns its result, parsed from JSON @throws FunctionError */
  async invoke(event: unknown): Promise<unknown> {
    const answer = await this.#enqueue(event, randomUUID())
    return Buffer.isBuffer(answer) ? JSON.parse(answer.toString("utf8")) : answer
  }

  /** Answers a request as a function URL does: 502 when the function fails. Never rejects. */
  async http(event: APIGatewayProxyEventV2): Promise<LambdaResponse> {
    try {
      const answer = await this.#enqueue(event, event.requestContext.requestId)
      return Buffer.isBuffer(answer) ? toResponse(JSON.parse(answer.toString("utf8"))) : answer
    } catch {
      return json(502, { message: "Internal Server Error" })
    }
  }

  /** Whether its process stands still now. */
  get frozen(): boolean {
    return this.#frozen
  }

  /** Ends the environment without a warning, whatever it does. The next event starts another one. */
  kill(): void {
    this.#child?.kill("SIGKILL")
    if (!this.#current) this.#forget()
  }

  #forget(): void {
    this.#child = undefined
    this.#poll = undefined
    this.#frozen = false
  }

  async stop(): Promise<void> {
    this.kill()
    this.#server.closeAllConnections()
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve))
  }

  #enqueue(event: unknown, id: string): Promise<Buffer | LambdaResponse> {
    const run = this.#queue.then(() => this.#run(event, id))
    this.#queue = run.then(
      () => this.#idle(),
      () => {},
    )
    return run
  }

  async #run(event: unknown, id: string): Promise<Buffer | LambdaResponse> {
    if (!this.#child) await this.#start()
    let timer: NodeJS.Timeout | undefined
    const seconds = (this.#options.timeoutMs ?? 30_000) / 1000
    try {
      return await new Promise((answered, failed) => {
        this.#current = { id, event, answered, failed }
        timer = setTimeout(() => {
          failed(new FunctionError(`Task timed out after ${seconds.toFixed(2)} seconds`))
          this.#current = undefined
          this.kill()
        }, seconds * 1000)
        this.#thaw()
      })
    } finally {
      clearTimeout(timer)
    }
  }

  /** Waits until the environment asks for its next event; then it stands still. */
  async #idle(): Promise<void> {
    const deadline = Date.now() + 5_000
    while (this.#child && !this.#frozen && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 2))
  }

  async #start(): Promise<void> {
    if (!this.#server.listening) await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve))
    const { port } = this.#server.address() as AddressInfo
    const { folder, handler, name, env } = this.#options
    this.starts++
    this.#initFailure = undefined
    const child = spawn(
      process.execPath,
      [
        "--permission",
        `--allow-fs-read=${join(folder, "*")}`,
        `--allow-fs-read=${join(dirname(RUNTIME), "*")}`,
        `--allow-fs-read=${join(tmpdir(), "*")}`,
        `--allow-fs-write=${join(tmpdir(), "*")}`,
        RUNTIME,
      ],
      {
        cwd: folder,
        env: {
          TZ: ":UTC",
          LANG: "en_US.UTF-8",
          AWS_REGION: "eu-central-1",
          AWS_LAMBDA_FUNCTION_NAME: name,
          AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
          LAMBDA_TASK_ROOT: folder,
          _HANDLER: handler,
          ...env,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    )
    this.#child = child
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        this.#said = (this.#said + chunk).slice(-20_000)
      })
    child.once("exit", (code, signal) => {
      if (this.#child !== child) return
      this.#forget()
      const why = `Runtime exited with ${signal ? `signal: ${signal}` : `exit status ${code}`}`
      this.#current?.failed(new FunctionError(why))
      this.#current = undefined
    })
    const deadline = Date.now() + INIT_LIMIT
    while (!this.#poll && this.#child === child && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 2))
    if (this.#poll) return
    child.kill("SIGKILL")
    throw new FunctionError(this.#initFailure ?? `${name} did not start.\n${this.#said.slice(-2_000)}`)
  }

  #freeze(): void {
    this.#frozen = this.#child?.kill("SIGSTOP") ?? false
  }

  /** Lets the environment go on, with the event that waits for it. */
  #thaw(): void {
    const [poll, current] = [this.#poll, this.#current]
    if (!poll || !current) return
    this.#poll = undefined
    this.#child?.kill("SIGCONT")
    this.#frozen = false
    poll.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": current.id,
      "lambda-runtime-deadline-ms": Date.now() + (this.#options.timeoutMs ?? 30_000),
      "lambda-runtime-invoked-function-arn": `arn:aws:lambda:local:000000000000:function:${this.#options.name}`,
    })
    poll.end(JSON.stringify(current.event))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, id, what] = RUNTIME_PATH.exec(request.url ?? "") ?? []
    if (id === "next" && request.method === "GET") {
      this.#poll = response
      if (this.#current) this.#thaw()
      else this.#freeze()
      return
    }
    const current = this.#current
    if (id !== undefined && id !== current?.id) return void response.writeHead(403).end()
    if (what === "response" && request.headers["lambda-runtime-function-response-mode"] === "streaming")
      return this.#receiveStream(request, response)
    const text = await readText(request)
    response.writeHead(202).end()
    if (what === "error") {
      const { errorType, errorMessage } = JSON.parse(text)
      if (id === undefined) this.#initFailure = `${errorType}: ${errorMessage}`
      else current?.failed(new FunctionError(`${errorType}: ${errorMessage}`))
    } else current?.answered(Buffer.from(text))
    if (id !== undefined) this.#current = undefined
  }

  /** Passes a response on while it still comes in; its head ends with eight zero bytes. */
  async #receiveStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const current = this.#current
    const body = new ResponseStream()
    let head: Buffer | undefined = Buffer.alloc(0)
    for await (const chunk of request) {
      if (!head) {
        body.write(chunk)
        continue
      }
      head = Buffer.concat([head, chunk])
      const end = head.indexOf(Buffer.alloc(8))
      if (end < 0) continue
      const prelude = Prelude.parse(JSON.parse(head.subarray(0, end).toString("utf8")))
      const headers = Object.fromEntries(
        Object.entries(prelude.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
      )
      body.write(head.subarray(end + 8))
      head = undefined
      current?.answered({ status: prelude.statusCode, headers, cookies: prelude.cookies, body })
    }
    body.end()
    if (head) current?.failed(new FunctionError("The response ended before its head did."))
    this.#current = undefined
    response.writeHead(202).end()
  }
}
