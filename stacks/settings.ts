import * as z from "zod"

const address = z.email()

const Settings = z
  .object({
    /** A domain whose zone is in this account's Route 53. Without it CloudFront's own address is used. */
    PACA_DOMAIN: z.hostname().optional(),
    PACA_MAIL_FROM: address.optional(),
    PACA_ALARM_EMAIL: address.optional(),
    /** What the AWS account may cost in a month, in US dollars, before the operator hears of it. */
    PACA_BUDGET_USD: z.coerce.number({ error: "must be a number of US dollars" }).min(1).optional(),
    /** Services people may sign in through, as `OIDC_PROVIDERS` of `functions/core/config.ts` describes them. */
    PACA_OIDC_PROVIDERS: z.string().default("[]"),
    NEON_API_KEY: z.string({ error: "is missing: create one in Neon's console" }),
    NEON_ORG_ID: z.string().optional(),
    UPSTASH_EMAIL: z.string({ error: "is missing: the e-mail address of the Upstash account" }),
    UPSTASH_API_KEY: z.string({ error: "is missing: create one in Upstash's console" }),
  })
  .refine((settings) => settings.PACA_ALARM_EMAIL || !settings.PACA_BUDGET_USD, {
    path: ["PACA_ALARM_EMAIL"],
    error: "is missing: who hears of the budget PACA_BUDGET_USD",
  })
  .refine((settings) => settings.PACA_DOMAIN || settings.PACA_MAIL_FROM, {
    path: ["PACA_MAIL_FROM"],
    error: "is missing: the address Paca writes from (not needed with PACA_DOMAIN)",
  })

// An empty variable is one that is not set.
const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""))
const parsed = Settings.safeParse(given)
if (!parsed.success) {
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`)
  throw new Error(`Paca cannot be deployed. ${problems.join("; ")}. See stacks/README.md.`)
}

const {
  PACA_DOMAIN: domain,
  PACA_MAIL_FROM,
  PACA_ALARM_EMAIL,
  PACA_BUDGET_USD,
  PACA_OIDC_PROVIDERS,
  NEON_ORG_ID,
} = parsed.data

export const settings = {
  domain,
  /** What SES must be allowed to send for: the whole domain, or the one address. */
  mailIdentity: domain ?? PACA_MAIL_FROM ?? "",
  mailFrom: PACA_MAIL_FROM ?? `paca@${domain}`,
  alarmEmail: PACA_ALARM_EMAIL ?? "",
  /** 0: none. */
  budgetUsd: PACA_BUDGET_USD ?? 0,
  identityProviders: $util.secret(PACA_OIDC_PROVIDERS),
  neonOrganization: NEON_ORG_ID,
  production: $app.stage === "prod",
}

export const region = aws.getRegionOutput().region

/** What CloudWatch calls the product's own metrics. */
export const metricsNamespace = `Paca/${$app.stage}`

/** `removal: "retain"` knows AWS only: what else holds data says so itself. */
export const keep = { retainOnDelete: settings.production }
