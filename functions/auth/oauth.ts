import { oauthProvider } from "@better-auth/oauth-provider"
import { accessTokenPrefix } from "../core/access/credentials.ts"
import { oauthAudience, oauthScopes } from "../core/access/oauth.ts"
import { setting } from "../core/config.ts"
import {
  oauthAccessToken,
  oauthClient,
  oauthClientAssertion,
  oauthClientResource,
  oauthConsent,
  oauthRefreshToken,
  oauthResource,
} from "../core/user/oauth.sql.ts"

export const oauthTables = {
  oauthAccessToken,
  oauthClient,
  oauthClientAssertion,
  oauthClientResource,
  oauthConsent,
  oauthRefreshToken,
  oauthResource,
}

/** Where better-auth sends a browser in the middle of a request; each leads on to a page of the app. */
export const pages = { signIn: "/api/v1/auth/oauth2/sign-in", consent: "/api/v1/auth/oauth2/ask" } as const

/**
 * OAuth 2.1 for MCP clients: they register themselves, the person signs in and consents, and they get tokens for this
 * installation's MCP server. Tokens are opaque, so that one that is revoked is refused at once; the API looks them up
 * with one query.
 */
export function oauth() {
  return oauthProvider({
    loginPage: pages.signIn,
    consentPage: pages.consent,
    scopes: [...oauthScopes],
    resources: [oauthAudience()],
    // Who registers itself cannot know what to ask for; there is one resource, and people consent to each client.
    enforcePerClientResources: false,
    grantTypes: ["authorization_code", "refresh_token"],
    allowDynamicClientRegistration: true,
    allowUnauthenticatedClientRegistration: true,
    disableJwtPlugin: true,
    accessTokenExpiresIn: 60 * 60,
    refreshTokenExpiresIn: 30 * 24 * 60 * 60,
    // A client whose answer got lost may ask once more without being taken for a thief.
    refreshTokenReuseInterval: 10,
    prefix: { opaqueAccessToken: accessTokenPrefix, refreshToken: "pacarefresh_", clientSecret: "pacaclient_" },
    silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
  })
}

/** Managing clients by hand is not a thing the product has; the account page disconnects them. */
export const disabledOAuthPaths = [
  "/oauth2/create-client",
  "/oauth2/update-client",
  "/oauth2/delete-client",
  "/oauth2/get-clients",
  "/oauth2/get-client",
  "/oauth2/client/rotate-secret",
  "/oauth2/update-consent",
  "/oauth2/delete-consent",
  "/oauth2/userinfo",
  "/admin/oauth2/create-client",
  "/admin/oauth2/update-client",
  "/admin/oauth2/resources",
]

/** What better-auth adds to a request to recognise it by. */
const added = ["sig", "exp", "ba_iat", "ba_pl", "ba_param"]

/** The sign-in page, which comes back to the same request: then with a session, and asked to sign in no more. */
export function signInPage(url: string): string {
  const query = new URL(url).searchParams
  for (const name of added) query.delete(name)
  const prompts = (query.get("prompt") ?? "").split(" ").filter((prompt) => prompt !== "login" && prompt !== "create")
  if (prompts.join("") === "") query.delete("prompt")
  else query.set("prompt", prompts.join(" "))
  const back = `/api/v1/auth/oauth2/authorize?${query}`
  return `${setting("APP_URL")}/sign-in?redirect=${encodeURIComponent(back)}`
}

/** The page that asks. The request travels in one piece: it is signed, and a router may write a query anew. */
export function consentPage(url: string): string {
  const request = Buffer.from(new URL(url).search.slice(1)).toString("base64url")
  return `${setting("APP_URL")}/oauth/consent?request=${request}`
}
