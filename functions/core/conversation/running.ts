import { count, eq } from "drizzle-orm"
import * as z from "zod"
import { query } from "../operation.ts"
import { conversation } from "./conversation.sql.ts"

/** How many agents are at work in the whole installation, for whoever watches over it. */
export const countRunning = query(
  { action: "system", summary: "How many conversations run", input: z.object({}), output: z.int() },
  async ({ tx }) => {
    const [row] = await tx.select({ running: count() }).from(conversation).where(eq(conversation.status, "running"))
    return row?.running ?? 0
  },
)
