import { readSettings } from "./requirements.ts"

const { settings: given, problems } = readSettings(process.env)
if (!given) throw new Error(problems.join(" "))

const { PACA_DOMAIN: domain, PACA_MAIL_FROM } = given
const production = $app.stage === "prod"

export const settings = {
  domain,
  /** What SES must be allowed to send for: the whole domain, or the one address. */
  mailIdentity: domain ?? PACA_MAIL_FROM ?? "",
  mailFrom: PACA_MAIL_FROM ?? `paca@${domain}`,
  alarmEmail: given.PACA_ALARM_EMAIL ?? "",
  /** 0: none. */
  budgetUsd: given.PACA_BUDGET_USD ?? 0,
  identityProviders: $util.secret(given.PACA_OIDC_PROVIDERS),
  neonOrganization: given.NEON_ORG_ID,
  historyHours: given.NEON_HISTORY_HOURS ?? (production ? 168 : 6),
  production,
}

export const region = aws.getRegionOutput().region

/** What CloudWatch calls the product's own metrics. */
export const metricsNamespace = `Paca/${$app.stage}`

/** `removal: "retain"` knows AWS only: what else holds data says so itself. */
export const keep = { retainOnDelete: settings.production }
