import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { keep, region, settings } from "./settings.ts"

const migrations = "functions/core/migrations"

const project = new neon.Project(
  "Database",
  {
    name: `paca-${$app.stage}`,
    orgId: settings.neonOrganization,
    regionId: $interpolate`aws-${region}`,
    pgVersion: 18,
    // For so long the database can be set back to any moment. Neon's plans limit it.
    historyRetentionSeconds: settings.historyHours * 3_600,
    defaultEndpointSettings: { autoscalingLimitMinCu: 0.25, autoscalingLimitMaxCu: settings.production ? 4 : 1 },
    storePassword: "yes",
    branch: { name: "main", databaseName: "paca", roleName: "paca" },
  },
  keep,
)

const migrate = new sst.aws.Function("Migrate", {
  handler: "stacks/migrate.handler",
  timeout: "15 minutes",
  copyFiles: [{ from: migrations, to: "migrations" }],
  environment: { DATABASE_URL: $util.secret(project.connectionUri) },
})

const journal = readFileSync(`${migrations}/meta/_journal.json`)
const migrated = new aws.lambda.Invocation("Migration", {
  functionName: migrate.name,
  input: JSON.stringify({ migrations: createHash("sha256").update(journal).digest("hex") }),
})

/**
 * Through Neon's pooler: Lambdas come and go. It is known only when the migrations have run, so nothing that uses the
 * database is deployed before its tables are.
 */
export const databaseUrl = $util.all([project.connectionUriPooler, migrated.id]).apply(([url]) => $util.secret(url))
