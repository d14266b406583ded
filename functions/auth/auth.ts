import { drizzleAdapter } from "better-auth/adapters/drizzle"
import { betterAuth } from "better-auth/minimal"
import { z } from "zod"
import { clock } from "../core/clock.ts"
import { setting } from "../core/config.ts"
import { db } from "../core/database.ts"
import { sendMail } from "../core/mail/mail.ts"
import { account, session, user, verification } from "../core/user/user.sql.ts"
import { freeHandle } from "../core/user/user.ts"

const DAY = 24 * 60 * 60

/** Sign-up, sign-in and sessions. Columns are named as everywhere else, hence the mappings. */
function createAuth() {
  const origin = setting("APP_URL")
  return betterAuth({
    appName: "Paca",
    baseURL: origin,
    basePath: "/api/v1/auth",
    secret: setting("AUTH_SECRET"),
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    database: drizzleAdapter(db(), { provider: "pg", schema: { user, session, account, verification } }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 8,
      maxPasswordLength: 256,
      resetPasswordTokenExpiresIn: 60 * 60,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user: person, url }) => {
        await sendMail({
          to: person.email,
          subject: "Set a new password for Paca",
          text: `Hello ${person.name},\n\nset a new password here: ${url}\n\nThe link works for one hour. If you did not ask for it, do nothing.`,
        })
      },
    },
    user: {
      fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
      additionalFields: { handle: { type: "string", required: false, input: false } },
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
        create: { before: async (person) => ({ data: { ...person, handle: await freeHandle(db(), person.name) } }) },
      },
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 120,
      storage: "memory",
      customRules: { "/sign-in/*": { window: 60, max: 20 }, "/sign-up/*": { window: 60, max: 20 } },
    },
    advanced: {
      database: { generateId: () => clock.id() },
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip", "x-forwarded-for"] },
      useSecureCookies: origin.startsWith("https://"),
    },
  })
}

let auth: ReturnType<typeof createAuth> | undefined

/** Two people of the same name who sign up in the same moment want the same handle; the second one gets another try. */
const SIGN_UP_TRIES = 3

/** Answers a request under `/api/v1/auth`, in better-auth's own shapes. */
export async function answerAuth(request: Request): Promise<Response> {
  auth ??= createAuth()
  const signingUp = request.method === "POST" && new URL(request.url).pathname.endsWith("/sign-up/email")
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
