import * as z from "zod"

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).default(8080),
  /** Loopback on one machine; all interfaces in a container. */
  HOST: z.string().default("0.0.0.0"),
  VALKEY_URL: z.string().regex(/^rediss?:\/\//, "must start with redis:// or rediss://"),
  APP_URL: z.url(),
  /** Where agents' containers reach the API. */
  PACA_API_URL: z.url(),
  /** Within this time a process that ends sends its connections away. One machine has no other process to send them to. */
  DRAIN_SECONDS: z.coerce.number().min(0).default(0),
  /** CloudWatch's name for what is measured here. Without it nothing is written. */
  METRICS_NAMESPACE: z.string().optional(),
  LAUNCHER: z.enum(["process", "ecs"]),
  ECS_CLUSTER: z.string().optional(),
  ECS_TASK_DEFINITION: z.string().optional(),
  ECS_SUBNETS: z.string().optional(),
  ECS_SECURITY_GROUP: z.string().optional(),
})
export type Configuration = z.infer<typeof Environment>

/** The process's settings. @throws an error that names what is missing */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const parsed = Environment.safeParse(environment)
  if (parsed.success) return parsed.data
  const names = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`)
  throw new Error(`realtime cannot start; set these environment variables: ${names.join("; ")}`)
}
