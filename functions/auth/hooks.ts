import { APIError, createAuthMiddleware, isAPIError } from "better-auth/api"
import { and, eq, ne } from "drizzle-orm"
import * as z from "zod"
import { addressOf } from "../core/access/address.ts"
import { db } from "../core/database.ts"
import { announceSessionsEnded } from "../core/event/event.ts"
import { oauthClient } from "../core/user/oauth.sql.ts"
import type { securityEventTypes } from "../core/user/security-event.sql.ts"
import { note } from "../core/user/security-event.ts"
import { session, user } from "../core/user/user.sql.ts"
import {
  type Attempt,
  DEVICE_AGE,
  deviceCookieName,
  guessedRight,
  guessedWrong,
  newDevice,
  waitBefore,
} from "./guard.ts"
import { providerName } from "./identity-providers.ts"
import { sendPasswordChanged } from "./mails.ts"
import { type Owner, refusalOf } from "./password.ts"

type Hook = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]

const SignIn = z.object({ email: z.string().max(320) })
const SignUp = z.object({ email: z.string().max(320), name: z.string(), password: z.string() })
const NewPassword = z.object({ newPassword: z.string(), token: z.string().optional() })
const Person = z.object({ id: z.uuid(), name: z.string(), email: z.string() })

const NAME_LENGTH = 100

function attemptOf(context: Hook): Attempt | undefined {
  const body = SignIn.safeParse(context.body)
  if (!body.success) return undefined
  const { email } = body.data
  return {
    email,
    address: addressOf((name) => context.headers?.get(name)),
    deviceCookie: context.getCookie(deviceCookieName(email)),
  }
}

/** Where a request comes from. */
type Sender = { headers?: Headers | undefined }

/** Notes something about a person, with where it was done from. */
export async function noteFor(
  context: Sender | null | undefined,
  userId: string,
  type: (typeof securityEventTypes)[number],
  data?: Record<string, unknown>,
): Promise<void> {
  await note(db(), {
    user_id: userId,
    type,
    ip_address: addressOf((name) => context?.headers?.get(name)),
    user_agent: context?.headers?.get("user-agent"),
    ...(data && { data }),
  })
}

/** The one whose address this is. */
async function personWith(email: string): Promise<string | undefined> {
  const [row] = await db().select({ id: user.id }).from(user).where(eq(user.email, email.trim().toLowerCase()))
  return row?.id
}

const refuse = (code: string, message: string) => new APIError("BAD_REQUEST", { code, message })

async function checkPassword(password: string, owner: Owner): Promise<void> {
  const refusal = await refusalOf(password, owner)
  if (refusal) throw refuse(refusal.code, refusal.message)
}

async function beforeSignIn(context: Hook): Promise<void> {
  const attempt = attemptOf(context)
  const seconds = attempt && (await waitBefore(attempt))
  if (!seconds) return
  const minutes = Math.ceil(seconds / 60)
  throw new APIError(
    "TOO_MANY_REQUESTS",
    {
      code: "RATE_LIMITED",
      message: `Too many wrong passwords from here. Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}, or set a new password with “Forgot your password?”.`,
    },
    { "retry-after": String(seconds) },
  )
}

async function beforeSignUp(context: Hook): Promise<void> {
  const body = SignUp.safeParse(context.body)
  // What is not even of this shape is refused by the endpoint itself.
  if (!body.success) return
  const { name, email, password } = body.data
  if (name.trim() === "") throw refuse("NAME_MISSING", "Say your name: others on the team see it.")
  if (name.length > NAME_LENGTH) throw refuse("NAME_TOO_LONG", `A name has at most ${NAME_LENGTH} characters.`)
  await checkPassword(password, { name, email })
}

async function ownerOfToken(context: Hook, token: string): Promise<Owner | undefined> {
  const found = await context.context.internalAdapter.findVerificationValue(`reset-password:${token}`)
  const owner = found && (await context.context.internalAdapter.findUserById(found.value))
  return owner ?? undefined
}

async function beforeReset(context: Hook): Promise<void> {
  const body = NewPassword.safeParse(context.body)
  if (!body.success) return
  const token = body.data.token ?? z.object({ token: z.string() }).safeParse(context.query).data?.token
  const owner = token === undefined ? undefined : await ownerOfToken(context, token)
  // Without a good link the endpoint refuses, whatever the password.
  if (owner) await checkPassword(body.data.newPassword, owner)
}

async function beforeChange(context: Hook): Promise<void> {
  const body = NewPassword.safeParse(context.body)
  const token = body.success && (await sessionTokenOf(context))
  const found = token ? await context.context.internalAdapter.findSession(token) : null
  if (body.success && found) await checkPassword(body.data.newPassword, found.user)
}

const sessionTokenOf = (context: Hook) =>
  context.getSignedCookie(context.context.authCookies.sessionToken.name, context.context.secret)

const Registration = z.looseObject({ redirect_uris: z.array(z.string()), application_type: z.string().optional() })

const isLoopbackUri = (uri: string) =>
  URL.canParse(uri) && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(uri).hostname)

/** MCP clients that come back to this machine rarely say that they are native programs, as they would have to. */
async function beforeRegister(context: Hook) {
  const body = Registration.safeParse(context.body)
  if (!body.success || body.data.application_type || !body.data.redirect_uris.some(isLoopbackUri)) return
  return { context: { body: { ...body.data, application_type: "native" } } }
}

const Consent = z.object({ accept: z.boolean(), oauth_query: z.string() })

async function afterConsent(context: Hook): Promise<void> {
  const body = Consent.safeParse(context.body)
  if (!body.success || !body.data.accept || isAPIError(context.context.returned)) return
  const client = new URLSearchParams(body.data.oauth_query).get("client_id") ?? ""
  const token = await sessionTokenOf(context)
  const found = token ? await context.context.internalAdapter.findSession(token) : null
  const [app] = await db().select({ name: oauthClient.name }).from(oauthClient).where(eq(oauthClient.clientId, client))
  if (found && app) await noteFor(context, found.user.id, "app_connected", { name: app.name ?? "Unnamed app" })
}

const before: Record<string, (context: Hook) => Promise<unknown>> = {
  "/sign-in/email": beforeSignIn,
  "/sign-up/email": beforeSignUp,
  "/reset-password": beforeReset,
  "/change-password": beforeChange,
  "/oauth2/register": beforeRegister,
}

/** Looks at requests before better-auth does: may this be tried now, and is this a password to protect anything? */
export const beforeHook = createAuthMiddleware(async (context) => before[context.path]?.(context))

const SUSPENDED = "ACCOUNT_SUSPENDED"

/** Lets nobody in whom an administrator keeps out. Asked only after the password was right, so it tells guessers nothing. */
export async function refuseSuspended(userId: string): Promise<void> {
  const [person] = await db().select({ suspended_at: user.suspended_at }).from(user).where(eq(user.id, userId))
  if (!person?.suspended_at) return
  const message = "This account is suspended. Ask an administrator of this installation to let you in again."
  throw new APIError("FORBIDDEN", { code: SUSPENDED, message })
}

async function afterSignIn(context: Hook): Promise<void> {
  const attempt = attemptOf(context)
  const { returned } = context.context
  // The password was right: nothing was guessed.
  if (!attempt || (isAPIError(returned) && returned.body?.code === SUSPENDED)) return
  const signedIn = Person.safeParse(context.context.newSession?.user)
  if (!signedIn.success) {
    // Looked up in either case, so that an account takes no longer than none.
    const [id] = await Promise.all([personWith(attempt.email), guessedWrong(attempt)])
    if (id) await noteFor(context, id, "sign_in_failed")
    return
  }
  await Promise.all([guessedRight(attempt), noteFor(context, signedIn.data.id, "signed_in")])
  context.setCookie(deviceCookieName(attempt.email), newDevice(attempt.email), {
    maxAge: DEVICE_AGE,
    path: "/api/v1/auth",
    httpOnly: true,
    sameSite: "lax",
    secure: context.context.authCookies.sessionToken.attributes.secure ?? false,
  })
}

const Changed = z.object({ user: Person })

/** Whoever else is signed in with the old password is out; the session it was changed in stays. */
async function afterChange(context: Hook): Promise<void> {
  const changed = Changed.safeParse(context.context.returned)
  if (!changed.success) return
  const { id, name, email } = changed.data.user
  const [person] = await db()
    .update(user)
    .set({ must_change_password: false })
    .where(eq(user.id, id))
    .returning({ language: user.language })
  await noteFor(context, id, "password_changed")
  const here = context.context.newSession?.session.token ?? (await sessionTokenOf(context))
  await db()
    .delete(session)
    .where(and(eq(session.user_id, id), here ? ne(session.token, here) : undefined))
  await announceSessionsEnded({ type: "user", id, name })
  await sendPasswordChanged({ name, email, language: person?.language })
}

async function afterResetRequest(context: Hook): Promise<void> {
  const body = SignIn.safeParse(context.body)
  const id = body.success ? await personWith(body.data.email) : undefined
  if (id) await noteFor(context, id, "password_reset_requested")
}

async function afterCallback(context: Hook): Promise<void> {
  const signedIn = Person.safeParse(context.context.newSession?.user)
  const provider = z.object({ id: z.string() }).safeParse(context.params)
  if (!signedIn.success || !provider.success) return
  await noteFor(context, signedIn.data.id, "signed_in", { name: providerName(provider.data.id) })
}

const after: Record<string, (context: Hook) => Promise<void>> = {
  "/sign-in/email": afterSignIn,
  "/change-password": afterChange,
  "/request-password-reset": afterResetRequest,
  "/oauth2/consent": afterConsent,
  "/callback/:id": afterCallback,
}

/** Notes what happened, and remembers the browser somebody signed in with. */
export const afterHook = createAuthMiddleware(async (context) => after[context.path]?.(context))
