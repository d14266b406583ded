import { Redis } from "ioredis"
import { startRestFor, startValkey } from "../valkey/server.ts"

const TOKEN = "test-token-of-the-streams"

/**
 * Empty streams: their names are fixed, so test files that run side by side need a server each. With PACA_REDIS_URL set
 * that real server is used, one of its numbered databases per worker.
 */
export async function freshStreams(): Promise<{ env: Record<string, string>; stop: () => Promise<void> }> {
  const real = process.env.PACA_REDIS_URL
  const { url, restUrl, stop } = real ? await ownDatabase(real) : await startValkey({ token: TOKEN })
  return { env: { VALKEY_URL: url, UPSTASH_REDIS_REST_URL: restUrl, UPSTASH_REDIS_REST_TOKEN: TOKEN }, stop }
}

async function ownDatabase(server: string) {
  const target = new URL(server)
  target.pathname = `/${process.env.VITEST_POOL_ID ?? 1}`
  const redis = new Redis(target.href)
  await redis.flushdb()
  redis.disconnect()
  return { url: target.href, ...(await startRestFor(target.href, TOKEN)) }
}
