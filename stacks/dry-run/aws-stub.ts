import { createServer, type IncomingMessage } from "node:http"
import { text } from "node:stream/consumers"

/**
 * A server on loopback that answers what the SST CLI asks of AWS before it starts pulumi: from SSM its bootstrap data
 * and the stage's passphrase, from S3 the stage's state (an empty one) and secrets (none).
 */
export async function startAwsStub({ app, stage }: { app: string; stage: string }) {
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

function json(status: number, body: unknown) {
  return { status, type: "application/x-amz-json-1.1", body: JSON.stringify(body) }
}
