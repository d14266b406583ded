import {
  type Container,
  DescribeTasksCommand,
  ECSClient,
  type ECSClientConfig,
  type Failure,
  ListTasksCommand,
  RunTaskCommand,
  type RunTaskCommandOutput,
  StopTaskCommand,
  type Task,
} from "@aws-sdk/client-ecs"
import * as z from "zod"
import type { Loss } from "../../core/conversation/lost.ts"
import type { Configuration } from "../config.ts"
import { containerEnvironment, type Launch, type Launcher, LaunchRefused, NoCapacity } from "./launcher.ts"

const Settings = z.object({
  ECS_CLUSTER: z.string().min(1),
  ECS_TASK_DEFINITION: z.string().min(1),
  ECS_SUBNETS: z.string().min(1),
  ECS_SECURITY_GROUP: z.string().min(1),
})

/**
 * Throttling, failures of the service and broken connections are tried again by the SDK, with growing pauses; a repeated
 * RunTask carries the same client token and starts nothing twice. Milliseconds.
 */
export const patience = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
}

const providers = { spot: "FARGATE_SPOT", on_demand: "FARGATE" } as const
type Capacity = keyof typeof providers

/** What ECS says of a lack of room, in `failures` as in errors; a full quota of one kind leaves the other's. */
const ROOM = /^RESOURCE:|capacity is unavailable|reached the limit on the number of/i

/**
 * One ECS task per launch of a conversation, of Spot capacity as long as there is some. The client token names
 * conversation, launch and kind of capacity, so that a repeated request starts nothing twice, and a chat's next turn
 * starts something; `startedBy` finds the task again when it must end.
 */
export function ecsLauncher(configuration: Configuration, client: ECSClientConfig = {}): Launcher {
  const settings = Settings.parse(configuration)
  const ecs = new ECSClient({ ...patience, ...client })
  const cluster = settings.ECS_CLUSTER

  const request = (launch: Launch, capacity: Capacity) =>
    new RunTaskCommand({
      cluster,
      taskDefinition: settings.ECS_TASK_DEFINITION,
      capacityProviderStrategy: [{ capacityProvider: providers[capacity], weight: 1 }],
      count: 1,
      // At most 64 characters.
      clientToken: `${launch.id}-${Date.parse(launch.launched_at)}-${capacity}`,
      // At most 36 characters: a UUID fits exactly.
      startedBy: launch.id,
      propagateTags: "TASK_DEFINITION",
      tags: [{ key: "paca:conversation", value: launch.id }],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: settings.ECS_SUBNETS.split(","),
          securityGroups: [settings.ECS_SECURITY_GROUP],
          assignPublicIp: "ENABLED",
        },
      },
      overrides: {
        containerOverrides: [
          {
            name: "agent",
            environment: Object.entries(containerEnvironment(configuration, launch)).map(([name, value]) => ({
              name,
              value,
            })),
          },
        ],
      },
    })

  const run = async (launch: Launch, capacity: Capacity): Promise<string> => {
    try {
      return arnOf(await ecs.send(request(launch, capacity)))
    } catch (error) {
      throw explained(error)
    }
  }

  return {
    start: async (launch) => {
      if (launch.on_demand) return run(launch, "on_demand")
      try {
        return await run(launch, "spot")
      } catch (error) {
        // Anything else may have started a task after all; then there must not be another one.
        if (!(error instanceof NoCapacity)) throw error
        return run(launch, "on_demand")
      }
    },
    stop: async (conversationId) => {
      const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, startedBy: conversationId }))
      for (const task of taskArns)
        await ecs.send(new StopTaskCommand({ cluster, task, reason: "The conversation was stopped." }))
    },
    lost: async (refs) => {
      if (refs.length === 0) return new Map()
      const { tasks = [], failures = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: refs }))
      return new Map([
        ...failures.flatMap(({ arn, reason }) =>
          arn && reason === "MISSING" ? [[arn, { cause: "missing" }] as const] : [],
        ),
        ...tasks.flatMap((task) =>
          task.taskArn && task.lastStatus === "STOPPED" ? [[task.taskArn, lossOf(task)] as const] : [],
        ),
      ])
    },
    // Containers outlive this process; the next one finds them by their conversation.
    close: async () => {},
  }
}

function arnOf({ tasks = [], failures = [] }: Pick<RunTaskCommandOutput, "tasks" | "failures">): string {
  const arn = tasks[0]?.taskArn
  if (arn) return arn
  const [failure] = failures
  throw failure ? explainedFailure(failure) : new Error("ECS named neither a task nor a failure.")
}

function explainedFailure({ reason = "no reason given", detail = "" }: Failure): Error {
  if (ROOM.test(reason) || ROOM.test(detail)) return new NoCapacity(reason)
  return refused(reason, detail)
}

const Thrown = z.object({ name: z.string(), message: z.string(), $fault: z.enum(["client", "server"]) })

/** Turns what the SDK threw into what the dispatcher acts upon. A server's failure stays one that may be tried again. */
function explained(error: unknown): unknown {
  if (error instanceof LaunchRefused || error instanceof NoCapacity) return error
  const parsed = Thrown.safeParse(error)
  if (!parsed.success) return error
  const { name, message, $fault } = parsed.data
  if (ROOM.test(message)) return new NoCapacity(message)
  if ($fault === "server" || /throttl|limit|TooManyRequests|Expired|RequestTimeout/i.test(name)) return error
  return refused(name, message)
}

/** The cause is for the log: AWS's words name accounts and roles. */
function refused(code: string, detail: string): LaunchRefused {
  return new LaunchRefused(
    `AWS refused to start the agent's container (${code}). Ask whoever runs Paca to look into the realtime service's log.`,
    { cause: `${code} ${detail}`.trim() },
  )
}

/**
 * Why a task stopped.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export function lossOf({ stopCode, stoppedReason = "", containers = [] }: Task): Loss {
  const agent: Container | undefined = containers.find(({ name }) => name === "agent") ?? containers[0]
  const words = `${stoppedReason} ${agent?.reason ?? ""}`
  if (/OutOfMemory/i.test(words)) return { cause: "out_of_memory" }
  if (stopCode === "SpotInterruption" || stopCode === "TerminationNotice") return { cause: "taken_back" }
  if (ROOM.test(stoppedReason)) return { cause: "no_capacity" }
  if (stopCode === "TaskFailedToStart") {
    const [name] = /\b[A-Z]\w+(?:Error|Exception)\b/.exec(words) ?? []
    return { cause: "not_started", hint: name }
  }
  if (stopCode === "UserInitiated") return { cause: "stopped" }
  return { cause: "exited", hint: agent?.exitCode === undefined ? undefined : `exit code ${agent.exitCode}` }
}
