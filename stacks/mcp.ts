import { restoreAuthorization } from "./headers.ts"
import { router } from "./router.ts"

/** The MCP server speaks to the API as any client does: it has no secret and no right of its own. */
export const mcp = new sst.aws.Function("Mcp", {
  handler: "mcp/http.handler",
  injections: restoreAuthorization,
  url: { cors: false, router: { instance: router, path: "/mcp", readTimeout: "30 seconds" } },
  environment: { APP_URL: router.url, PACA_API_URL: router.url },
})
