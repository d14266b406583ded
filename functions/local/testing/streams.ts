import { Redis } from "ioredis"
import { afterAll } from "vitest"
import { startRestFor, startValkey } from "../valkey/server.ts"

const TOKEN = "test-token-of-the-streams"

/**
 * Empty streams of this test file's own, so that files do not hear each other. Sets `process.env`; call it before
 * anything connects. With PACA_REDIS_URL set that real server is used, one numbered database per worker.
 */
export async function freshStreams(): Promise<{ url: string }> {
  const real = process.env.PACA_REDIS_URL
  const { url, restUrl, stop } = real ? await ownDatabase(real) : await startValkey({ token: TOKEN })
  Object.assign(process.env, { VALKEY_URL: url, UPSTASH_REDIS_REST_URL: restUrl, UPSTASH_REDIS_REST_TOKEN: TOKEN })
  afterAll(stop)
  return { url }
}

async function ownDatabase(server: string) {
  const target = new URL(server)
  target.pathname = `/${process.env.VITEST_POOL_ID ?? 1}`
  const redis = new Redis(target.href)
  await redis.flushdb()
  redis.disconnect()
  return { url: target.href, ...(await startRestFor(target.href, TOKEN)) }
}
