import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js"
import * as z from "zod"
import { createServer } from "./server.ts"

const Environment = z.object({
  PACA_API_KEY: z.string({ error: "is missing: set it to an API key (your settings in Paca make one)" }).min(1),
  PACA_API_URL: z.url({ error: "is missing or no URL: set it to Paca's address, such as http://localhost:3000" }),
  PACA_PROJECT_ID: z.uuid({ error: "is not a project's id: list_projects shows ids; leave it out for all" }).optional(),
})

const environment = Environment.safeParse(process.env)
if (!environment.success) {
  for (const issue of environment.error.issues) console.error(`${issue.path.join(".")} ${issue.message}.`)
  process.exit(1)
}
const { PACA_API_KEY, PACA_API_URL, PACA_PROJECT_ID } = environment.data
const server = createServer({
  apiUrl: PACA_API_URL,
  credential: { kind: "key", value: PACA_API_KEY },
  projectId: PACA_PROJECT_ID,
})
await server.connect(new StdioServerTransport())
