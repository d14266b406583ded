import { genericOAuth } from "better-auth/plugins/generic-oauth"
import * as z from "zod"
import { setting } from "../core/config.ts"

/** A name as the product takes it; what a provider sends beyond is cut. */
const NAME_LENGTH = 100

const Profile = z.looseObject({
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().default("").catch(""),
})

/** What a provider calls a person; one that says nothing gets the part of the address that people know them by. */
function nameOf(profile: unknown): string {
  const { name, preferred_username, email } = Profile.parse(profile)
  const called = [name, preferred_username, email.split("@")[0]].map((each) => each?.trim()).find(Boolean)
  return (called ?? "Somebody").slice(0, NAME_LENGTH)
}

/** Whom people may sign in through, as the sign-in page shows it. */
export const identityProviders = (): { id: string; name: string }[] =>
  setting("OIDC_PROVIDERS").map(({ id, name }) => ({ id, name }))

/** What a provider is called. */
export const providerName = (id: string) => identityProviders().find((each) => each.id === id)?.name ?? id

/**
 * Sign-in through OpenID Connect providers (OpenID Connect Core 1.0: code flow with PKCE, nonce, and an ID token whose
 * signature, issuer and audience are checked). Of what a provider tells, the address and the name are taken; a picture
 * elsewhere would tell its host who looks at it.
 */
export const openIdConnect = () =>
  genericOAuth({
    config: setting("OIDC_PROVIDERS").map(({ id, name, issuer, client_id, client_secret }) => ({
      providerId: id,
      name,
      discoveryUrl: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
      clientId: client_id,
      clientSecret: client_secret,
      scopes: ["openid", "email", "profile"],
      pkce: true,
      requireIdTokenVerification: true,
      mapProfileToUser: (profile) => ({ name: nameOf(profile), image: undefined }),
    })),
  })

/** Why nobody was signed in, for the sign-in page to explain; what a provider says itself is not for the address bar. */
const reasons: Record<string, string> = {
  access_denied: "cancelled",
  account_not_linked: "not_linked",
  unable_to_link_account: "not_linked",
  email_not_found: "no_address",
  ACCOUNT_SUSPENDED: "suspended",
}

const Refusal = z.object({ code: z.string() })

/** Where a browser goes that comes back from a provider and was not signed in: to the sign-in page, with the reason. */
export async function explained(response: Response): Promise<Response> {
  const page = new URL("/sign-in", setting("APP_URL"))
  const to = response.headers.get("location")
  if (to === null) {
    if (response.ok) return response
    const refusal = Refusal.safeParse(await response.json().catch(() => undefined))
    page.searchParams.set("failed", reasons[refusal.data?.code ?? ""] ?? "provider")
    return redirect(response, page)
  }
  const target = new URL(to, page)
  const error = target.searchParams.get("error")
  if (error === null || target.origin !== page.origin) return response
  // The page that sent the browser out knows what comes after signing in.
  if (target.pathname === page.pathname) {
    for (const [name, value] of target.searchParams) if (!name.startsWith("error")) page.searchParams.set(name, value)
  }
  page.searchParams.set("failed", reasons[error] ?? "provider")
  return redirect(response, page)
}

function redirect(response: Response, to: URL): Response {
  const headers = new Headers(response.headers)
  for (const name of ["content-type", "content-length"]) headers.delete(name)
  headers.set("location", to.href)
  return new Response(null, { status: 302, headers })
}
