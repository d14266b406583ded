import { databaseUrl } from "./database.ts"
import { buried, mayBury } from "./dead-letters.ts"
import { maySendMail, sender } from "./mail.ts"
import { router } from "./router.ts"
import { files, mayDeleteFiles, mayMakeArchives, mayReadImports, maySeeWhatIsMissing, storage } from "./storage.ts"
import { valkeyRest } from "./valkey.ts"

const environment = { DATABASE_URL: databaseUrl, ...valkeyRest }
const withFiles = { ...environment, ...storage }

/** Publishes the events whose publishing failed. */
const relay = new sst.aws.CronV2("Relay", {
  schedule: "rate(1 minute)",
  function: { handler: "functions/jobs/handler.relay", memory: "512 MB", environment },
})

/** Ends conversations whose agent fell silent, and takes up imports and exports that were left lying. */
const stale = new sst.aws.CronV2("Stale", {
  schedule: "rate(1 minute)",
  function: {
    handler: "functions/jobs/handler.stale",
    timeout: "15 minutes",
    environment: withFiles,
    permissions: [mayReadImports, maySeeWhatIsMissing, mayMakeArchives],
  },
})

/** Mails people what they have not read in the app. */
const mails = new sst.aws.CronV2("Mails", {
  schedule: "rate(5 minutes)",
  function: {
    handler: "functions/jobs/handler.mails",
    memory: "512 MB",
    timeout: "5 minutes",
    environment: { ...environment, APP_URL: router.url, ...sender },
    permissions: [maySendMail],
  },
})

/** Removes what has expired, at night. */
const cleanup = new sst.aws.CronV2("Cleanup", {
  schedule: "cron(0 3 * * ? *)",
  function: {
    handler: "functions/jobs/handler.cleanup",
    memory: "512 MB",
    timeout: "5 minutes",
    environment: withFiles,
    permissions: [mayDeleteFiles],
  },
})

/** Reads a file as soon as it has landed, and begins an export as soon as its request has. */
const landing = files.notify({
  notifications: [
    {
      name: "Imports",
      events: ["s3:ObjectCreated:*"],
      filterPrefix: "imports/",
      function: {
        handler: "functions/jobs/handler.imports",
        timeout: "15 minutes",
        environment: withFiles,
        permissions: [mayReadImports, maySeeWhatIsMissing, mayBury],
        ...buried,
      },
    },
    {
      name: "Archives",
      events: ["s3:ObjectCreated:*"],
      filterPrefix: "exports/requests/",
      function: {
        handler: "functions/jobs/handler.archives",
        timeout: "15 minutes",
        environment: withFiles,
        permissions: [mayMakeArchives, mayBury],
        ...buried,
      },
    },
  ],
})

const onLanding = landing.nodes.functions

/** The functions' names, as the metrics know them. */
export const jobNames = {
  RelayFunction: relay.nodes.function.name,
  StaleFunction: stale.nodes.function.name,
  MailsFunction: mails.nodes.function.name,
  CleanupFunction: cleanup.nodes.function.name,
  ImportsFunction: onLanding.apply((functions) => functions[0].name),
  ArchivesFunction: onLanding.apply((functions) => functions[1].name),
}
