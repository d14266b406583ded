import { setTimeout as sleep } from "node:timers/promises"
import { drizzleAdapter } from "better-auth/adapters/drizzle"
import { betterAuth } from "better-auth/minimal"
import { eq } from "drizzle-orm"
import * as z from "zod"
import { addressHeader } from "../core/access/address.ts"
import { clock } from "../core/clock.ts"
import { setting } from "../core/config.ts"
import { db, lastingDatabase } from "../core/database.ts"
import { announceSessionsEnded } from "../core/event/event.ts"
import { crownTheFirst } from "../core/user/installation.ts"
import { account, session, user, verification } from "../core/user/user.sql.ts"
import { freeHandle } from "../core/user/user.ts"
import { afterHook, beforeHook, noteFor, refuseSuspended } from "./hooks.ts"
import { explained, identityProviders, openIdConnect } from "./identity-providers.ts"
import { languageFrom } from "./language.ts"
import { addressLimits, sharedLimits } from "./limits.ts"
import { sendAlreadyThere, sendPasswordChanged, sendResetLink, sendVerificationLink } from "./mails.ts"
import { disabledOAuthPaths, oauth, oauthTables } from "./oauth.ts"
import { PASSWORD_LENGTH } from "./password.ts"

const DAY = 24 * 60 * 60

/**
 * Sign-up, sign-in and sessions. Columns are named as everywhere else, hence the mappings.
 * @param federated whether people come and go through identity providers: these are asked for their settings first
 */
function createAuth(federated: boolean) {
  const origin = setting("APP_URL")
  return betterAuth({
    appName: "Paca",
    baseURL: origin,
    basePath: "/api/v1/auth",
    secret: setting("AUTH_SECRET"),
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    database: drizzleAdapter(lastingDatabase(), {
      provider: "pg",
      schema: { user, session, account, verification, ...oauthTables },
    }),
    plugins: federated ? [oauth(), openIdConnect()] : [oauth()],
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      // Signing up answers the same for every address; who wants to use the new account signs in to it.
      autoSignIn: false,
      onExistingUserSignUp: ({ user: person }) => sendAlreadyThere(person),
      resetPasswordTokenExpiresIn: 60 * 60,
      sendResetPassword: ({ user: person, url }) => sendResetLink(person, url),
      onPasswordReset: async ({ user: person }, request) => {
        // Whoever knew the old password is out, on open connections too.
        await db().delete(session).where(eq(session.user_id, person.id))
        await noteFor(request, person.id, "password_reset")
        await announceSessionsEnded({ type: "user", id: person.id, name: person.name })
        await sendPasswordChanged(person)
      },
    },
    // Nothing waits for it: invitations prove an address by their link, and an unproven one can do nothing more.
    emailVerification: {
      sendOnSignUp: true,
      expiresIn: DAY,
      sendVerificationEmail: ({ user: person, token }) => sendVerificationLink(person, token),
      afterEmailVerification: (person, request) => noteFor(request, person.id, "email_verified"),
    },
    user: {
      fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
      additionalFields: {
        handle: { type: "string", required: false, input: false },
        language: { type: "string", required: false, input: false, returned: false },
      },
    },
    session: {
      expiresIn: 30 * DAY,
      updateAge: DAY,
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    account: {
      updateAccountOnSignIn: false,
      fields: {
        userId: "user_id",
        accountId: "account_id",
        providerId: "provider_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: { fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" } },
    databaseHooks: {
      user: {
        create: {
          before: async (person, context) => ({
            data: { ...person, handle: await freeHandle(db(), person.name), language: languageFrom(context?.headers) },
          }),
          after: async (person, context) => {
            await crownTheFirst(db(), person.id)
            await noteFor(context, person.id, "signed_up")
          },
        },
      },
      account: {
        // Nobody is called with a provider's tokens, so there are none to lose.
        create: { before: async (made) => ({ data: { ...made, ...noTokens } }) },
      },
      session: {
        create: { before: ({ userId }) => refuseSuspended(userId) },
        delete: {
          after: async (ended, context) => {
            if (context?.path !== "/sign-out") return
            await noteFor(context, ended.userId, "signed_out")
            await announceSessionsEnded({ type: "user", id: ended.userId, name: "" })
          },
        },
      },
    },
    hooks: { before: beforeHook, after: afterHook },
    disabledPaths: federated ? disabledPaths.filter((path) => path !== "/sign-in/social") : disabledPaths,
    rateLimit: {
      enabled: true,
      window: 60,
      max: 120,
      customStorage: sharedLimits,
      customRules: addressLimits,
    },
    advanced: {
      // Said, since better-auth would leave it out in tests, which would then test something else.
      disableOriginCheck: false,
      database: { generateId: () => clock.id() },
      ipAddress: { ipAddressHeaders: [addressHeader], ipv6Subnet: 128 },
      useSecureCookies: origin.startsWith("https://"),
    },
  })
}

/** The product has its own way to do these, which checks more, or none: each would be one more door to guard. */
const disabledPaths = [
  "/update-user",
  "/update-session",
  "/list-sessions",
  "/revoke-session",
  "/revoke-sessions",
  "/revoke-other-sessions",
  "/list-accounts",
  "/account-info",
  "/link-social",
  "/unlink-account",
  "/sign-in/social",
  "/get-access-token",
  "/refresh-token",
  "/verify-password",
  ...disabledOAuthPaths,
]

const noTokens = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
}

let auth: ReturnType<typeof createAuth> | undefined
let federatedAuth: ReturnType<typeof createAuth> | undefined

const isFederated = (path: string) => path.endsWith("/sign-in/social") || path.includes("/auth/callback/")

/**
 * Answers the two requests of a sign-in through a provider. Providers are asked for their settings when the first person
 * comes, not before, and asked again when one did not answer: sign-in by password never waits for them.
 */
async function answerFederated(request: Request): Promise<Response> {
  federatedAuth ??= createAuth(true)
  const { socialProviders } = await federatedAuth.$context
  const complete = socialProviders.length === identityProviders().length
  const response = await federatedAuth.handler(request)
  if (!complete) federatedAuth = undefined
  return new URL(request.url).pathname.includes("/callback/") ? explained(response) : response
}

/** Two people of the same name who sign up in the same moment want the same handle; the second one gets another try. */
const SIGN_UP_TRIES = 3

/** Asking for a reset takes this long whether there is somebody to send a mail to or not. Milliseconds. */
const RESET_TAKES = 600

/** Answers a request under `/api/v1/auth`, in better-auth's own shapes. */
export async function answerAuth(request: Request): Promise<Response> {
  const resetting = new URL(request.url).pathname.endsWith("/request-password-reset")
  const [response] = await Promise.all([handle(request), resetting && sleep(RESET_TAKES)])
  return response.status === 429 ? tellWhen(response) : response
}

const Told = z.object({ code: z.string() })

/** better-auth's own refusal, in the API's words and with the header that HTTP has for it. */
async function tellWhen(response: Response): Promise<Response> {
  if (Told.safeParse(await response.clone().json()).success) return response
  const seconds = response.headers.get("x-retry-after") ?? "60"
  const message = `Too many tries from here. Try again in ${seconds} seconds.`
  return Response.json({ code: "RATE_LIMITED", message }, { status: 429, headers: { "retry-after": seconds } })
}

async function handle(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (isFederated(pathname)) return answerFederated(request)
  auth ??= createAuth(false)
  const signingUp = request.method === "POST" && pathname.endsWith("/sign-up/email")
  for (let left = signingUp ? SIGN_UP_TRIES : 1; ; left--) {
    const response = await auth.handler(left > 1 ? request.clone() : request)
    if (left === 1 || response.status !== 422) return response
    const { code } = z
      .object({ code: z.string() })
      .catch({ code: "" })
      .parse(await response.clone().json())
    if (code !== "FAILED_TO_CREATE_USER") return response
  }
}
