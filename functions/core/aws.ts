import { AwsClient } from "aws4fetch"
import { setting } from "./config.ts"

/** How often a request is sent again when the service is busy or answers 5xx. */
const RETRIES = 3
/** One request may take this long. Milliseconds. */
const TIMEOUT = 20_000

/**
 * Signs requests to a service of AWS (Signature Version 4) with the credentials of the process. A tenth of the size of
 * AWS's own clients, which would double what the API has to load at its cold start.
 */
export function awsClient(service: "s3" | "ses"): AwsClient {
  return new AwsClient({
    accessKeyId: setting("AWS_ACCESS_KEY_ID"),
    secretAccessKey: setting("AWS_SECRET_ACCESS_KEY"),
    sessionToken: setting("AWS_SESSION_TOKEN"),
    region: setting("S3_REGION"),
    service,
    retries: RETRIES,
  })
}

/** What a service answers when it refuses. `code` is the service's own, e.g. `NoSuchKey`. */
export class AwsError extends Error {
  override name = "AwsError"
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, what: string) {
    super(`${what}: ${status} ${code}`)
    this.status = status
    this.code = code
  }
}

/** Sends one signed request. @throws AwsError when it is refused */
export async function awsFetch(client: AwsClient, url: string, init: RequestInit & { method: string }) {
  const answer = await client.fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT) })
  if (answer.ok) return answer
  const text = await answer.text()
  const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? answer.headers.get("x-amzn-errortype") ?? "Unknown"
  // A HEAD has no body to say it in.
  throw new AwsError(answer.status, answer.status === 404 && code === "Unknown" ? "NoSuchKey" : code, init.method)
}
