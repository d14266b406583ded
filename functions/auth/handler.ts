import { Hono } from "hono"
import { handle } from "hono/aws-lambda"
import { bodyLimit } from "hono/body-limit"
import { inertPolicy, securityHeaders } from "../core/access/headers.ts"
import { oauthAudience, oauthScopes } from "../core/access/oauth.ts"
import { setting } from "../core/config.ts"
import { answerAuth } from "./auth.ts"
import { identityProviders } from "./identity-providers.ts"
import { consentPage, pages, signInPage } from "./oauth.ts"

const app = new Hono()
app.use(async (request, next) => {
  await next()
  for (const [name, value] of Object.entries(securityHeaders())) request.header(name, value)
  request.header("content-security-policy", inertPolicy)
  // Answers hold sessions and tokens, and say who one is.
  if (!request.res.headers.has("cache-control")) request.header("cache-control", "no-store")
})
app.use(bodyLimit({ maxSize: 64 * 1024 }))
app.onError((error, request) => {
  console.error(JSON.stringify({ level: "error", error: error.stack ?? String(error) }))
  return request.json(
    { message: "Something went wrong on our side. Try again in a moment.", code: "INTERNAL_ERROR" },
    500,
  )
})
app.get(pages.signIn, (request) => request.redirect(signInPage(request.req.url)))
app.get(pages.consent, (request) => request.redirect(consentPage(request.req.url)))
app.get("/api/v1/auth/providers", (request) => request.json({ providers: identityProviders() }))
app.on(["GET", "POST"], "/api/v1/auth/*", (request) => answerAuth(request.req.raw))
// Which authorization server guards `/mcp` (RFC 9728), at the root and at the place that belongs to its path.
app.on("GET", ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"], (request) => {
  return request.json({
    resource: oauthAudience(),
    authorization_servers: [`${setting("APP_URL")}/api/v1/auth`],
    scopes_supported: oauthScopes,
    bearer_methods_supported: ["header"],
    resource_name: "Paca",
  })
})
// What that server can do (RFC 8414).
app.get("/.well-known/oauth-authorization-server/api/v1/auth", (request) => answerAuth(request.req.raw))
app.notFound((request) => request.json({ message: "There is no such page.", code: "NOT_FOUND" }, 404))

/** Sign-in as a Lambda function of its own: its libraries would triple the API's cold start. */
export const handler = handle(app)
