import { databaseUrl } from "./database.ts"
import { restoreAuthorization } from "./headers.ts"
import { maySendMail, sender } from "./mail.ts"
import { router, wellKnownPrefix } from "./router.ts"
import { authSecret } from "./secrets.ts"
import { settings } from "./settings.ts"
import { valkeyRest } from "./valkey.ts"

/** Sign-in, sessions, OAuth and its metadata under the root's `/.well-known/`. */
export const auth = new sst.aws.Function("Auth", {
  handler: "functions/auth/handler.handler",
  injections: restoreAuthorization,
  url: {
    cors: false,
    router: {
      instance: router,
      path: "/api/v1/auth",
      rewrite: { regex: `^${wellKnownPrefix}`, to: "" },
      readTimeout: "30 seconds",
    },
  },
  environment: {
    APP_URL: router.url,
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: authSecret,
    OIDC_PROVIDERS: settings.identityProviders,
    ...sender,
    ...valkeyRest,
  },
  permissions: [maySendMail],
})
