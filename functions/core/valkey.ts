import { Redis } from "@upstash/redis"
import { setting } from "./config.ts"

let redis: Redis | undefined

/** The Valkey-compatible store over HTTP, as Lambdas reach it. */
export function valkey(): Redis {
  redis ??= new Redis({
    url: setting("UPSTASH_REDIS_REST_URL"),
    token: setting("UPSTASH_REDIS_REST_TOKEN"),
    automaticDeserialization: false,
    enableTelemetry: false,
    retry: { retries: 1, backoff: () => 50 },
  })
  return redis
}
