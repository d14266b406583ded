import { execFile } from "node:child_process"
import { resolveCname } from "node:dns/promises"
import { promisify } from "node:util"
import { AwsClient } from "aws4fetch"
import {
  aliasProblem,
  type Distribution,
  dockerProblem,
  nodeProblem,
  readSettings,
  zoneProblem,
} from "./requirements.ts"

/** Where the two global services answer, and who asks. SST hands its credentials to the program in these variables. */
const { SST_AWS_ACCESS_KEY_ID, SST_AWS_SECRET_ACCESS_KEY, SST_AWS_SESSION_TOKEN, AWS_ENDPOINT_URL } = process.env

const limit = 15_000

async function ask(service: "cloudfront" | "route53", path: string): Promise<string> {
  const client = new AwsClient({
    accessKeyId: SST_AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: SST_AWS_SECRET_ACCESS_KEY ?? "",
    sessionToken: SST_AWS_SESSION_TOKEN,
    service,
    region: "us-east-1",
  })
  const base = AWS_ENDPOINT_URL ?? `https://${service}.amazonaws.com`
  const answer = await client.fetch(`${base}${path}`, { signal: AbortSignal.timeout(limit) })
  const body = await answer.text()
  if (!answer.ok)
    throw new Error(`${service} answered ${answer.status}: ${firstOf("Message", body) ?? "no reason given"}`)
  return body
}

/** The texts of the elements of this name in an answer. */
const allOf = (name: string, xml: string) =>
  [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, "g"))].map(([, text = ""]) => text)
const firstOf = (name: string, xml: string) => allOf(name, xml)[0]

async function zones(): Promise<string[]> {
  const found: string[] = []
  let marker: string | undefined = ""
  while (marker !== undefined) {
    const page: string = await ask(
      "route53",
      `/2013-04-01/hostedzone${marker && `?marker=${encodeURIComponent(marker)}`}`,
    )
    for (const zone of allOf("HostedZone", page))
      if (firstOf("PrivateZone", zone) !== "true") found.push(firstOf("Name", zone) ?? "")
    marker = firstOf("NextMarker", page)
  }
  return found
}

async function distributions(alias: string): Promise<Distribution[]> {
  const found: Distribution[] = []
  let marker: string | undefined = ""
  while (marker !== undefined) {
    const page: string = await ask(
      "cloudfront",
      `/2020-05-31/distribution${marker && `?Marker=${encodeURIComponent(marker)}`}`,
    )
    for (const summary of allOf("DistributionSummary", page)) {
      const aliases = allOf("Aliases", summary).flatMap((all) => allOf("CNAME", all))
      if (!aliases.includes(alias)) continue
      found.push({ id: firstOf("Id", summary) ?? "", aliases, tags: await tagsOf(firstOf("ARN", summary) ?? "") })
    }
    marker = firstOf("NextMarker", page)
  }
  return found
}

async function tagsOf(arn: string): Promise<Record<string, string>> {
  const answer = await ask("cloudfront", `/2020-05-31/tagging?Resource=${encodeURIComponent(arn)}`)
  return Object.fromEntries(allOf("Tag", answer).map((tag) => [firstOf("Key", tag) ?? "", firstOf("Value", tag) ?? ""]))
}

/** What keeps Docker from building, as it says it. */
async function dockerFailure(): Promise<string | undefined> {
  try {
    await promisify(execFile)("docker", ["version", "--format", "{{.Server.Version}}"], { timeout: limit })
    return undefined
  } catch (error) {
    return String(error)
  }
}

async function domainProblems(domain: string): Promise<(string | undefined)[]> {
  try {
    const missing = zoneProblem(domain, await zones())
    if (missing) return [missing]
    const pointsTo = await resolveCname(domain).catch(() => [])
    return [aliasProblem({ domain, app: $app.name, stage: $app.stage }, await distributions(domain), pointsTo)]
  } catch (error) {
    return [`Whether ${domain} is free could not be looked up: ${error instanceof Error ? error.message : error}.`]
  }
}

/**
 * Looks at all that a deployment needs before anything is made.
 *
 * @throws an error with one sentence for each thing that is missing, which says what to do. Missing AWS credentials SST
 *   itself has named by then.
 */
export async function preflight(): Promise<void> {
  const { settings, problems } = readSettings(process.env)
  const found = [
    ...problems,
    nodeProblem(process.versions.node),
    dockerProblem(await dockerFailure()),
    ...(settings?.PACA_DOMAIN ? await domainProblems(settings.PACA_DOMAIN) : []),
  ].filter((problem) => problem !== undefined)
  if (found.length > 0) throw new Error(`Paca cannot be deployed. ${found.join(" ")} See stacks/README.md.`)
}
