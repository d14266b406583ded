import { randomUUID } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text as readText } from "node:stream/consumers"
import type { Task } from "@aws-sdk/client-ecs"
import { AwsV4Signer } from "aws4fetch"
import * as z from "zod"

export const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a-secret-of-the-tests" }
export const region = "eu-central-1"
const ACCOUNT = "123456789012"

const RunTask = z.looseObject({
  cluster: z.string(),
  taskDefinition: z.string(),
  clientToken: z.string().max(64),
  startedBy: z.string().max(36),
  count: z.literal(1),
  capacityProviderStrategy: z
    .array(z.strictObject({ capacityProvider: z.enum(["FARGATE", "FARGATE_SPOT"]), weight: z.int() }))
    .length(1),
  networkConfiguration: z.strictObject({
    awsvpcConfiguration: z.strictObject({
      subnets: z.array(z.string()).min(1),
      securityGroups: z.array(z.string()).length(1),
      assignPublicIp: z.literal("ENABLED"),
    }),
  }),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  overrides: z.strictObject({
    containerOverrides: z
      .array(
        z.strictObject({
          name: z.string(),
          environment: z.array(z.strictObject({ name: z.string(), value: z.string() })),
        }),
      )
      .length(1),
  }),
})
export type RunTask = z.infer<typeof RunTask>
const Arns = z.looseObject({ cluster: z.string(), tasks: z.array(z.string()).min(1).max(100) })

export type EcsRequest = { action: string; body: Record<string, unknown> }

/** How the service answers instead of doing what it is asked. */
export type Mischief =
  | { status: number; type: string; message: string }
  | { answer: object }
  /** Does what it is asked, but the answer is lost on its way. */
  | "lose the answer"
  | "hang"

/**
 * A server that speaks ECS's protocol (AWS JSON 1.1), keeps tasks, and refuses a request whose Signature Version 4 is not
 * the one it comes to itself. RunTask with a client token that it knows answers the task of before, as ECS does.
 * @param meddle decides of each request whether it is answered otherwise
 */
export async function startEcs(
  meddle: (request: EcsRequest, number: number) => Mischief | undefined = () => undefined,
) {
  const requests: EcsRequest[] = []
  const tasks = new Map<string, Task & { clientToken: string }>()
  const script = { meddle }
  const server = createServer((request, response) => {
    serve(request, response).catch((error) => send(response, 400, failure("InvalidParameterException", String(error))))
  })

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const text = await readText(request)
    if (!(await isSigned(request, text)))
      return send(response, 400, failure("InvalidSignatureException", "The request signature does not match."))
    const action = String(request.headers["x-amz-target"]).replace("AmazonEC2ContainerServiceV20141113.", "")
    const body = z.record(z.string(), z.unknown()).parse(JSON.parse(text))
    requests.push({ action, body })
    const mischief = script.meddle({ action, body }, requests.filter((each) => each.action === action).length)
    if (mischief === "hang") return
    if (typeof mischief === "object" && "status" in mischief)
      return send(response, mischief.status, failure(mischief.type, mischief.message))
    if (typeof mischief === "object") return send(response, 200, mischief.answer)
    const answer = perform(action, body)
    if (mischief === "lose the answer") return response.destroy()
    send(response, "__type" in answer ? 400 : 200, answer)
  }

  const perform = (action: string, body: unknown): object => {
    if (action === "RunTask") return runTask(RunTask.parse(body))
    if (action === "ListTasks") {
      const { startedBy } = z.object({ startedBy: z.string() }).parse(body)
      const found = [...tasks.values()].filter((task) => task.startedBy === startedBy && task.lastStatus !== "STOPPED")
      return { taskArns: found.map((task) => task.taskArn) }
    }
    if (action === "DescribeTasks") {
      const arns = Arns.parse(body).tasks
      return {
        tasks: arns.flatMap((arn) => tasks.get(arn) ?? []),
        failures: arns.filter((arn) => !tasks.has(arn)).map((arn) => ({ arn, reason: "MISSING" })),
      }
    }
    if (action === "StopTask") {
      const { task: arn } = z.object({ task: z.string() }).parse(body)
      const task = tasks.get(arn)
      if (!task) return failure("InvalidParameterException", "The referenced task was not found.")
      Object.assign(task, { desiredStatus: "STOPPED", lastStatus: "STOPPED", stopCode: "UserInitiated" })
      return { task }
    }
    return failure("InvalidAction", `There is no ${action}.`)
  }

  const runTask = (body: RunTask): object => {
    const known = [...tasks.values()].find((task) => task.clientToken === body.clientToken)
    if (known) return { tasks: [known], failures: [] }
    const cluster = body.cluster.split("/").at(-1)
    const taskArn = `arn:aws:ecs:${region}:${ACCOUNT}:task/${cluster}/${randomUUID().replaceAll("-", "")}`
    const capacityProviderName = body.capacityProviderStrategy[0]?.capacityProvider
    const task = { taskArn, startedBy: body.startedBy, lastStatus: "PROVISIONING", desiredStatus: "RUNNING" }
    tasks.set(taskArn, { ...task, capacityProviderName, clientToken: body.clientToken })
    return { tasks: [task], failures: [] }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    /** What it has started, by ARN. */
    tasks,
    /** The RunTask requests so far. */
    runs: () => requests.filter(({ action }) => action === "RunTask").map(({ body }) => RunTask.parse(body)),
    /** From now on requests are meddled with like this. */
    meddle: (next: typeof meddle) => {
      script.meddle = next
    },
    /** A task stops like this, as DescribeTasks then shows it. */
    end: (arn: string, how: Partial<Task>) =>
      Object.assign(tasks.get(arn) ?? {}, { lastStatus: "STOPPED", desiredStatus: "STOPPED", ...how }),
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const failure = (type: string, message: string) => ({ __type: type, message })

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": randomUUID() })
  response.end(JSON.stringify(body))
}

/** Whether another implementation comes to the same signature over the headers that the request says are signed. */
async function isSigned(request: IncomingMessage, body: string): Promise<boolean> {
  const said = String(request.headers.authorization)
  const names = /SignedHeaders=([^,]+)/.exec(said)?.[1]?.split(";") ?? []
  if (!["host", "x-amz-date", "x-amz-target"].every((name) => names.includes(name))) return false
  const headers = Object.fromEntries(
    names.filter((name) => name !== "host").map((name) => [name, String(request.headers[name])]),
  )
  const signer = new AwsV4Signer({
    ...credentials,
    region,
    service: "ecs",
    method: String(request.method),
    url: `http://${request.headers.host}${request.url}`,
    headers,
    body,
    datetime: String(request.headers["x-amz-date"]),
    allHeaders: true,
  })
  return (await signer.authHeader()) === said
}
