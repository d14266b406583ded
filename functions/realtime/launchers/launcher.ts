import type { Configuration } from "../config.ts"

/** What a conversation's container is started with. */
export type Launch = { id: string; token: string; launched_at: string; time_limit_seconds: number }

/** Starts and ends the containers of conversations. `start` with an id that is running already must start nothing. */
export type Launcher = {
  start: (launch: Launch) => Promise<void>
  /** Ends the container if it still runs. */
  stop: (conversationId: string) => Promise<void>
  /** Ends what cannot outlive this process. */
  close: () => Promise<void>
}

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
