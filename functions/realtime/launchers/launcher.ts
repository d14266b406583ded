import type { Loss } from "../../core/conversation/lost.ts"
import type { Configuration } from "../config.ts"

/** What a conversation's container is started with. */
export type Launch = {
  id: string
  token: string
  launched_at: string
  time_limit_seconds: number
  /** Not of spare capacity, which may be taken back: that has happened to this conversation. */
  on_demand: boolean
}

/** Starts, ends and watches the containers of conversations. */
export type Launcher = {
  /**
   * Starts a container, or nothing when this launch has one, and answers what it is called.
   * @throws LaunchRefused when no other try can help; any other error: it may be tried again
   */
  start: (launch: Launch) => Promise<string>
  /** Ends the container if it still runs. */
  stop: (conversationId: string) => Promise<void>
  /** Which of these containers do not run any more, and why; at most `LOST_BATCH` at once. */
  lost: (refs: string[]) => Promise<Map<string, Loss>>
  /** Ends what cannot outlive this process. */
  close: () => Promise<void>
}

/** ECS describes this many tasks per request. */
export const LOST_BATCH = 100

/** A container that cannot be started, however often it is tried. The message is for whoever waits for the agent. */
export class LaunchRefused extends Error {}

/** There is no room for another container now. */
export class NoCapacity extends Error {}

/** The launcher that the settings name; its library is loaded only then. */
export async function createLauncher(configuration: Configuration): Promise<Launcher> {
  if (configuration.LAUNCHER === "ecs") return (await import("./ecs.ts")).ecsLauncher(configuration)
  return (await import("./process.ts")).processLauncher(configuration)
}

/** The environment of a container: all it knows. */
export function containerEnvironment(configuration: Configuration, launch: Launch): Record<string, string> {
  return {
    PACA_API_URL: configuration.PACA_API_URL,
    PACA_CONVERSATION_ID: launch.id,
    PACA_CONVERSATION_TOKEN: launch.token,
  }
}
