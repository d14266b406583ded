import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { credentials, type Mischief, region, startEcs } from "../testing/ecs.ts"
import { ecsLauncher, lossOf, patience } from "./ecs.ts"
import { type Launch, LaunchRefused, NoCapacity } from "./launcher.ts"

const configuration = {
  PORT: 0,
  HOST: "127.0.0.1",
  VALKEY_URL: "redis://unused",
  APP_URL: "https://paca.example",
  PACA_API_URL: "https://paca.example",
  DRAIN_SECONDS: 0,
  LAUNCHER: "ecs" as const,
  ECS_CLUSTER: `arn:aws:ecs:${region}:123456789012:cluster/agents`,
  ECS_TASK_DEFINITION: "paca-agent",
  ECS_SUBNETS: "subnet-a,subnet-b",
  ECS_SECURITY_GROUP: "sg-agents",
}
const launch: Launch = {
  id: "0199f000-0000-7000-8000-000000000001",
  token: "a.conversation.token",
  launched_at: "2026-11-30T10:00:00.000Z",
  time_limit_seconds: 600,
  on_demand: false,
}

let ecs: Awaited<ReturnType<typeof startEcs>>
beforeEach(async () => {
  ecs = await startEcs()
})
afterEach(() => ecs.stop())

const launcher = (secret = credentials.secretAccessKey) =>
  ecsLauncher(configuration, {
    endpoint: ecs.endpoint,
    region,
    credentials: { ...credentials, secretAccessKey: secret },
    requestHandler: { ...patience.requestHandler, requestTimeout: 300 },
  })
const providers = () => ecs.runs().map((run) => run.capacityProviderStrategy[0]?.capacityProvider)
const noRoom = { answer: { tasks: [], failures: [{ reason: "RESOURCE:CPU" }] } }
const unavailable = (type: string): Mischief => ({
  status: 400,
  type,
  message: "Capacity is unavailable at this time. Please try again later or in a different availability zone",
})

describe("starting a task", () => {
  it("asks for Spot capacity, names the conversation, and gives the container all it may know", async () => {
    const ref = await launcher().start(launch)
    expect([...ecs.tasks.keys()]).toEqual([ref])
    const [run] = ecs.runs()
    expect(run).toMatchObject({
      cluster: configuration.ECS_CLUSTER,
      taskDefinition: "paca-agent",
      startedBy: launch.id,
      clientToken: `${launch.id}-1796032800000-spot`,
      tags: [{ key: "paca:conversation", value: launch.id }],
      propagateTags: "TASK_DEFINITION",
    })
    expect(run).not.toHaveProperty("launchType")
    expect(providers()).toEqual(["FARGATE_SPOT"])
    expect(run?.networkConfiguration.awsvpcConfiguration.subnets).toEqual(["subnet-a", "subnet-b"])
    expect(run?.overrides.containerOverrides).toEqual([
      {
        name: "agent",
        environment: [
          { name: "PACA_API_URL", value: "https://paca.example" },
          { name: "PACA_CONVERSATION_ID", value: launch.id },
          { name: "PACA_CONVERSATION_TOKEN", value: "a.conversation.token" },
        ],
      },
    ])
  })

  it("is refused by a service that comes to another signature", async () => {
    await expect(launcher("another secret").start(launch)).rejects.toThrow(/InvalidSignatureException/)
    expect(ecs.tasks.size).toBe(0)
  })

  it.each([
    ["a failure", noRoom],
    ["an unavailable capacity", { answer: { failures: [{ reason: "Capacity is unavailable at this time" }] } }],
    ["a thrown ClientException", unavailable("ClientException")],
    [
      "a full quota of Spot",
      { status: 400, type: "ClientException", message: "You've reached the limit on the number of vCPUs you can run" },
    ],
  ])("falls back to on-demand capacity after %s", async (_name, mischief) => {
    ecs.meddle(({ body }) => (JSON.stringify(body).includes("FARGATE_SPOT") ? mischief : undefined))
    const ref = await launcher().start(launch)
    expect(providers()).toEqual(["FARGATE_SPOT", "FARGATE"])
    expect(ecs.tasks.get(ref)?.capacityProviderName).toBe("FARGATE")
    expect(new Set(ecs.runs().map((run) => run.clientToken)).size).toBe(2)
  })

  it("says that there is no capacity when there is none of either kind", async () => {
    ecs.meddle(() => unavailable("ServerException"))
    await expect(launcher().start(launch)).rejects.toBeInstanceOf(NoCapacity)
  }, 30_000)

  it("asks for on-demand capacity alone once Spot has failed the conversation", async () => {
    await launcher().start({ ...launch, on_demand: true })
    expect(providers()).toEqual(["FARGATE"])
  })

  it("tries again when it is throttled, a bounded number of times", async () => {
    const throttled = { status: 400, type: "ThrottlingException", message: "Rate exceeded" }
    ecs.meddle((_request, number) => (number <= 2 ? throttled : undefined))
    await launcher().start(launch)
    expect(ecs.runs()).toHaveLength(3)
    ecs.meddle(() => throttled)
    const error: unknown = await launcher()
      .start({ ...launch, id: "0199f000-0000-7000-8000-000000000002" })
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ name: "ThrottlingException" })
    expect(error).not.toBeInstanceOf(LaunchRefused)
    expect(ecs.runs()).toHaveLength(3 + 5)
  }, 30_000)

  it.each(["lose the answer", "hang"] as const)("starts one task when the service does %s", async (mischief) => {
    ecs.meddle((_request, number) => (number === 1 ? mischief : undefined))
    const ref = await launcher().start(launch)
    expect([...ecs.tasks.keys()]).toEqual([ref])
    expect(ecs.runs()).toHaveLength(2)
    expect(providers()).toEqual(["FARGATE_SPOT", "FARGATE_SPOT"])
  })

  it("starts nothing on demand when it cannot know whether Spot has started something", async () => {
    ecs.meddle(() => ({ status: 500, type: "ServerException", message: "Service is broken" }))
    const error: unknown = await launcher()
      .start(launch)
      .catch((thrown) => thrown)
    expect(error).not.toBeInstanceOf(LaunchRefused)
    expect(new Set(providers())).toEqual(new Set(["FARGATE_SPOT"]))
  }, 30_000)

  it("starts nothing twice, also from two processes", async () => {
    const [one, other] = await Promise.all([launcher().start(launch), launcher().start(launch)])
    expect(one).toBe(other)
    expect(ecs.tasks.size).toBe(1)
  })

  it.each(["AccessDeniedException", "ClusterNotFoundException", "InvalidParameterException"])(
    "is final when AWS refuses with %s, and shows nobody AWS's own words",
    async (type) => {
      const message = "User: arn:aws:sts::123456789012:assumed-role/realtime is not authorized"
      ecs.meddle(() => ({ status: 400, type, message }))
      const error: unknown = await launcher()
        .start(launch)
        .catch((thrown) => thrown)
      expect(error).toBeInstanceOf(LaunchRefused)
      expect(String(error)).toContain(`(${type})`)
      expect(String(error)).not.toContain("123456789012")
      expect((error as LaunchRefused).cause).toContain("123456789012")
      expect(ecs.runs()).toHaveLength(1)
    },
  )

  it("is final when the only failure is no lack of room", async () => {
    ecs.meddle(() => ({ answer: { tasks: [], failures: [{ reason: "INACTIVE", detail: "the task definition" }] } }))
    await expect(launcher().start(launch)).rejects.toThrow(LaunchRefused)
  })
})

it("stops the task of a conversation, and nothing when there is none", async () => {
  const ref = await launcher().start(launch)
  await launcher().stop("0199f000-0000-7000-8000-00000000000f")
  expect(ecs.tasks.get(ref)?.lastStatus).toBe("PROVISIONING")
  await launcher().stop(launch.id)
  expect(ecs.tasks.get(ref)?.lastStatus).toBe("STOPPED")
})

it("tells which tasks do not run any more, those ECS has forgotten too", async () => {
  const [running, killed] = [
    await launcher().start(launch),
    await launcher().start({ ...launch, id: "0199f000-0000-7000-8000-000000000003" }),
  ]
  ecs.end(killed, {
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers: [{ name: "agent", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }],
  })
  const forgotten = `arn:aws:ecs:${region}:123456789012:task/agents/forgotten`
  expect(Object.fromEntries(await launcher().lost([running, killed, forgotten]))).toEqual({
    [killed]: { cause: "out_of_memory" },
    [forgotten]: { cause: "missing" },
  })
})

it.each([
  [{ stopCode: "SpotInterruption", stoppedReason: "Your Spot Task was interrupted." }, { cause: "taken_back" }],
  [{ stopCode: "TerminationNotice" }, { cause: "taken_back" }],
  [{ stopCode: "UserInitiated", stoppedReason: "Task stopped by user" }, { cause: "stopped" }],
  [
    {
      stopCode: "TaskFailedToStart",
      stoppedReason: "CannotPullContainerError: pull image manifest has been retried 5",
    },
    { cause: "not_started", hint: "CannotPullContainerError" },
  ],
  [{ stopCode: "TaskFailedToStart", stoppedReason: "Capacity is unavailable at this time." }, { cause: "no_capacity" }],
  [
    { stopCode: "EssentialContainerExited", containers: [{ name: "agent", exitCode: 1 }] },
    { cause: "exited", hint: "exit code 1" },
  ],
  [{}, { cause: "exited", hint: undefined }],
] as const)("reads why a task stopped: %j", (task, loss) => {
  expect(lossOf({ ...task, containers: task && "containers" in task ? [...task.containers] : [] })).toEqual(loss)
})
