import { ECSClient, ListTasksCommand, RunTaskCommand, StopTaskCommand } from "@aws-sdk/client-ecs"
import * as z from "zod"
import type { Configuration } from "../config.ts"
import { containerEnvironment, type Launcher } from "./launcher.ts"

const Settings = z.object({
  ECS_CLUSTER: z.string().min(1),
  ECS_TASK_DEFINITION: z.string().min(1),
  ECS_SUBNETS: z.string().min(1),
  ECS_SECURITY_GROUP: z.string().min(1),
})

/**
 * One ECS task per launch of a conversation. The client token names both, so that a repeated request starts nothing twice,
 * and a chat's next turn starts something; `startedBy` finds the task again when it must end.
 */
export function ecsLauncher(configuration: Configuration): Launcher {
  const settings = Settings.parse(configuration)
  const ecs = new ECSClient({})
  // `startedBy` takes 36 characters: a UUID fits exactly.
  const find = async (conversationId: string) => {
    const answer = await ecs.send(new ListTasksCommand({ cluster: settings.ECS_CLUSTER, startedBy: conversationId }))
    return answer.taskArns ?? []
  }
  return {
    start: async (launch) => {
      const environment = Object.entries(containerEnvironment(configuration, launch)).map(([name, value]) => ({
        name,
        value,
      }))
      const answer = await ecs.send(
        new RunTaskCommand({
          cluster: settings.ECS_CLUSTER,
          taskDefinition: settings.ECS_TASK_DEFINITION,
          launchType: "FARGATE",
          count: 1,
          clientToken: `${launch.id}-${Date.parse(launch.launched_at)}`,
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
          overrides: { containerOverrides: [{ name: "agent", environment }] },
        }),
      )
      const [failure] = answer.failures ?? []
      if (failure)
        throw new Error(
          `ECS did not start the container: ${failure.reason ?? "no reason given"} ${failure.detail ?? ""}`.trim(),
        )
    },
    stop: async (conversationId) => {
      for (const task of await find(conversationId)) {
        await ecs.send(
          new StopTaskCommand({ cluster: settings.ECS_CLUSTER, task, reason: "The conversation was stopped." }),
        )
      }
    },
    // Containers outlive this process; the next one finds them by their conversation.
    close: async () => {},
  }
}
