import { neonConfig, Pool } from "@neondatabase/serverless"

/** A database behind a local pipe, through the driver that the API uses. */
export function openPool(proxy: string, url: string): { pool: Pool; close: () => Promise<void> } {
  neonConfig.wsProxy = () => `${proxy}/v1`
  neonConfig.useSecureWebSocket = false
  neonConfig.pipelineTLS = false
  neonConfig.pipelineConnect = false
  neonConfig.coalesceWrites = false
  const pool = new Pool({ connectionString: url, max: 2 })
  // Whatever the server says while it stops is no news.
  pool.on("error", () => {})
  return { pool, close: () => pool.end() }
}
