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
    /** How far the database can be set back. Neon's plans allow 6 (Free), 168 (Launch) or 720 hours (Scale). */
    NEON_HISTORY_HOURS: z.coerce.number({ error: "must be a number of hours" }).int().min(0).max(720).optional(),
    UPSTASH_EMAIL: z.string({ error: "is missing: the e-mail address of the Upstash account" }),
    UPSTASH_API_KEY: z.string({ error: "is missing: create one in Upstash's console" }),
  })
  .refine((settings) => settings.PACA_ALARM_EMAIL || !settings.PACA_BUDGET_USD, {
    path: ["PACA_ALARM_EMAIL"],
    error: "is missing: who is to hear of the budget",
  })
  .refine((settings) => settings.PACA_DOMAIN || settings.PACA_MAIL_FROM, {
    path: ["PACA_MAIL_FROM"],
    error: "is missing: the address Paca writes from (not needed with PACA_DOMAIN)",
  })

/** What the operator has set, or a sentence for each variable that is missing or wrong. */
export function readSettings(
  environment: Record<string, string | undefined>,
): { settings: z.infer<typeof Settings>; problems: [] } | { settings?: undefined; problems: string[] } {
  // An empty variable is one that is not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""))
  const parsed = Settings.safeParse(given)
  if (parsed.success) return { settings: parsed.data, problems: [] }
  return { problems: parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`) }
}

/** The oldest Node that runs TypeScript as it stands, which `synth.ts` needs. */
const oldestNode = [22, 18] as const

/** @param version as `process.versions.node` has it */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  const [oldestMajor, oldestMinor] = oldestNode
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined
  return `Node ${version} is too old: put Node ${oldestNode.join(".")} or newer first in PATH, or deploy with \`npx sst\`.`
}

/** @param failure what `docker version` said instead of a version; undefined when it answered */
export function dockerProblem(failure: string | undefined): string | undefined {
  if (failure === undefined) return undefined
  if (/ENOENT|not found/.test(failure)) return "Docker is not installed: it builds the two container images."
  return `Docker does not run: start it, it builds the two container images. (${failure.trim().split("\n").at(-1)})`
}

/** @param zones the public zones of the account, with or without a dot at the end */
export function zoneProblem(domain: string, zones: string[]): string | undefined {
  const covers = (zone: string) => domain === zone || domain.endsWith(`.${zone}`)
  if (zones.map((zone) => zone.replace(/\.$/, "")).some(covers)) return undefined
  return `No zone of ${domain} is in this account's Route 53: make one there and enter its name servers at the registrar, or choose another PACA_DOMAIN.`
}

/** A CloudFront distribution of the account. */
export type Distribution = { id: string; aliases: string[]; tags: Record<string, string> }

/**
 * CloudFront lets a name belong to one distribution only, of all accounts, and says so in the middle of a deployment.
 *
 * @param distributions those of this account
 * @param pointsTo where the name leads in the DNS; of other accounts' distributions nothing else can be seen
 */
export function aliasProblem(
  { domain, app, stage }: { domain: string; app: string; stage: string },
  distributions: Distribution[],
  pointsTo: string[],
): string | undefined {
  const owner = distributions.find(({ aliases }) => aliases.includes(domain))
  const ours = owner?.tags["sst:app"] === app && owner.tags["sst:stage"] === stage
  if (owner && !ours)
    return `${domain} belongs to the CloudFront distribution ${owner.id}: take the name from it first, or choose another PACA_DOMAIN.`
  const foreign = pointsTo.find((name) => /\.cloudfront\.net\.?$/.test(name))
  if (!owner && foreign)
    return `${domain} leads to ${foreign}, a CloudFront distribution of another account: take the name from it first, or choose another PACA_DOMAIN.`
  return undefined
}
