import { databaseUrl } from "./database.ts"
import { restoreAuthorization } from "./headers.ts"
import { maySendMail, sender } from "./mail.ts"
import { router } from "./router.ts"
import { authSecret, encryptionKeys } from "./secrets.ts"
import { maySeeWhatIsMissing, mayUseFiles, storage } from "./storage.ts"
import { valkeyRest } from "./valkey.ts"

/** The system of record. It starts no containers: it only says in a stream that one is wanted. */
export const api = new sst.aws.Function("Api", {
  handler: "functions/api/handler.handler",
  // What few requests need (parsers of CSV, Gherkin and user agents, …) is loaded when one does.
  nodejs: { splitting: true },
  injections: restoreAuthorization,
  url: { cors: false, router: { instance: router, path: "/api", readTimeout: "30 seconds" } },
  environment: {
    APP_URL: router.url,
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: authSecret,
    ENCRYPTION_KEYS: encryptionKeys,
    ...sender,
    ...storage,
    ...valkeyRest,
  },
  permissions: [mayUseFiles, maySeeWhatIsMissing, maySendMail],
})
