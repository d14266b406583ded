import { once } from "node:events"
import { createServer } from "node:http"
import { Provider } from "oidc-provider"

export type TestProvider = { issuer: string; client: { id: string; secret: string }; stop: () => Promise<void> }

/** What the provider says of somebody who signs in there as `login`. */
export type Claims = { email?: string; email_verified?: boolean; name?: string }

/**
 * A certified OpenID Connect provider (npm's `oidc-provider`) on loopback. Its sign-in page takes any name, and any
 * password; who signs in is told by `claimsOf`.
 * @param returnTo where it may send browsers back to
 */
export async function startIdentityProvider(
  returnTo: string,
  claimsOf: (login: string) => Claims = (login) => ({ email: login, email_verified: true, name: "Imani Okoro" }),
): Promise<TestProvider> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (!address || typeof address !== "object") throw new Error("No port was given.")
  const issuer = `http://127.0.0.1:${address.port}`
  const client = { id: "paca", secret: "a secret of the tests" }
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [returnTo] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    // As most providers do, it tells who it is in the ID token.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ["of the tests"] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    findAccount: (_context, login) => ({ accountId: login, claims: () => ({ sub: login, ...claimsOf(login) }) }),
  })
  provider.silent = true
  server.on("request", provider.callback())
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, "close")
  }
  return { issuer, client, stop }
}

/** Signs in at the provider as a browser would, without one: answers where it sends the browser back to. */
export async function signInThere(url: string, login: string): Promise<string> {
  const jar = new Map<string, string>()
  let next = url
  let form: URLSearchParams | undefined
  // Two forms and the redirects between them.
  for (let step = 0; step < 12; step++) {
    const answer = await fetch(next, {
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form && { method: "POST", body: form }),
    })
    form = undefined
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";")
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1))
    }
    const to = answer.headers.get("location")
    if (to !== null) {
      const target = new URL(to, next)
      if (target.origin !== new URL(url).origin) return target.href
      next = target.href
      continue
    }
    const page = await answer.text()
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]
    if (!prompt || !action) throw new Error(`The provider answered ${answer.status}: ${page.slice(0, 300)}`)
    next = new URL(action, next).href
    form = new URLSearchParams({ prompt, ...(prompt === "login" && { login, password: "any" }) })
  }
  throw new Error("The provider went on redirecting.")
}
