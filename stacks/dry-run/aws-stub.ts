import { createServer, type IncomingMessage } from "node:http"
import { text } from "node:stream/consumers"

/** What the account of a dry run has already. */
export interface Account {
  /** Public zones of Route 53. */
  zones: string[]
  distributions: { id: string; alias: string; tags: Record<string, string> }[]
}

/**
 * A server on loopback that answers what the SST CLI asks of AWS before it starts pulumi: from SSM its bootstrap data
 * and the stage's passphrase, from S3 the stage's state (an empty one) and secrets (none); and what `preflight.ts` asks of Route 53 and
 * CloudFront.
 */
export async function startAwsStub({ app, stage, account }: { app: string; stage: string; account: Account }) {
  const parameters: Record<string, string> = {
    "/sst/bootstrap": JSON.stringify({
      version: 999,
      asset: "sst-asset-test",
      assetEcrRegistryId: "123456789012",
      assetEcrUrl: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/sst-asset",
      state: "sst-state-test",
    }),
    [`/sst/passphrase/${app}/${stage}`]: "passphrase",
  }
  const state = JSON.stringify({
    version: 3,
    checkpoint: {
      stack: `organization/${app}/${stage}`,
      latest: { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" }, resources: [] },
    },
  })

  async function answer(request: IncomingMessage): Promise<{ status: number; type: string; body: string }> {
    const target = String(request.headers["x-amz-target"] ?? "")
    if (target === "AmazonSSM.GetParameter") {
      const { Name } = JSON.parse(await text(request))
      const Value = parameters[Name]
      if (Value === undefined) return json(400, { __type: "ParameterNotFound" })
      return json(200, { Parameter: { Name, Type: "String", Value, Version: 1 } })
    }
    if (request.method === "GET" && request.url?.startsWith(`/sst-state-test/app/${app}/${stage}.json`)) {
      return { status: 200, type: "application/json", body: state }
    }
    const global = globalService(request.url ?? "", account)
    if (global !== undefined) return { status: 200, type: "text/xml", body: global }
    return {
      status: 404,
      type: "application/xml",
      body: "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>",
    }
  }

  const server = createServer(async (request, response) => {
    const { status, type, body } = await answer(request)
    response.writeHead(status, { "content-type": type }).end(body)
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The AWS stub has no port")
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** Route 53 and CloudFront, in the shapes of their references. */
function globalService(url: string, { zones, distributions }: Account): string | undefined {
  const { pathname, searchParams } = new URL(url, "http://aws.test")
  const arn = (id: string) => `arn:aws:cloudfront::123456789012:distribution/${id}`
  if (pathname === "/2013-04-01/hostedzone") {
    const all = zones.map(
      (name) => `<HostedZone><Name>${name}</Name><Config><PrivateZone>false</PrivateZone></Config></HostedZone>`,
    )
    return `<ListHostedZonesResponse><HostedZones>${all.join("")}</HostedZones></ListHostedZonesResponse>`
  }
  if (pathname === "/2020-05-31/distribution") {
    const all = distributions.map(
      ({ id, alias }) =>
        `<DistributionSummary><Id>${id}</Id><ARN>${arn(id)}</ARN><Aliases><Quantity>1</Quantity><Items><CNAME>${alias}</CNAME></Items></Aliases></DistributionSummary>`,
    )
    return `<DistributionList><Items>${all.join("")}</Items></DistributionList>`
  }
  if (pathname === "/2020-05-31/tagging") {
    const { tags = {} } = distributions.find(({ id }) => arn(id) === searchParams.get("Resource")) ?? {}
    const all = Object.entries(tags).map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`)
    return `<Tags><Items>${all.join("")}</Items></Tags>`
  }
  return undefined
}

function json(status: number, body: unknown) {
  return { status, type: "application/x-amz-json-1.1", body: JSON.stringify(body) }
}
