import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { build } from "esbuild"
import { beforeAll, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import { addressHeader as readAddressHeader } from "../functions/core/access/address.ts"
import { unpriced } from "./cost/estimate.ts"
import { report } from "./cost/report.ts"
import { dryRun, type Graph, installPlatform } from "./dry-run/dry-run.ts"
import { edgeOf, viewerAddress } from "./dry-run/edge.ts"
import { addressHeader, restoreAuthorization } from "./headers.ts"

const checkout = fileURLToPath(new URL("..", import.meta.url))
// The first run of a checkout installs SST's platform; later ones take seconds.
const limit = 300_000

let graph: Graph
beforeAll(async () => {
  graph = await dryRun()
}, limit)

const Variables = z.object({ environment: z.object({ variables: z.record(z.string(), z.string()) }) })

function all(type: string) {
  return graph.resources.filter((resource) => resource.type === type)
}

function one(type: string, name: string) {
  const found = all(type).find((resource) => resource.name === name)
  if (!found) expect.fail(`There is no ${type} named ${name}, only ${all(type).map((resource) => resource.name)}`)
  return found.inputs
}

/** Environment of a function without what SST itself puts there. */
function environment(name: string) {
  const { variables } = Variables.parse(one("aws:lambda/function:Function", `${name}Function`)).environment
  return Object.fromEntries(Object.entries(variables).filter(([key]) => !key.startsWith("SST_")))
}

const Statements = z.object({
  Statement: z.array(z.looseObject({ Action: z.array(z.string()), Resource: z.unknown() })),
})
const Role = z.object({ inlinePolicies: z.array(z.object({ policy: z.string() })).default([]) })

function rights(name: string) {
  return Role.parse(one("aws:iam/role:Role", `${name}Role`)).inlinePolicies.flatMap(
    ({ policy }) => Statements.parse(JSON.parse(policy)).Statement,
  )
}

const jobs = ["RelayHandler", "StaleHandler", "MailsHandler", "CleanupHandler"]
const imports = "FilesNotificationsNotificationImports"
const archives = "FilesNotificationsNotificationArchives"
const server = "WebServerEucentral1"
const behindTheRouter = ["Auth", "Api", "Mcp", server]
const functions = [...behindTheRouter, ...jobs, imports, archives, "Migrate"]

describe("every surface of the design", () => {
  it("is deployed from its own entry point", () => {
    expect(graph.handlers).toEqual({
      Api: "functions/api/handler.handler",
      Auth: "functions/auth/handler.handler",
      RelayHandler: "functions/jobs/handler.relay",
      StaleHandler: "functions/jobs/handler.stale",
      MailsHandler: "functions/jobs/handler.mails",
      CleanupHandler: "functions/jobs/handler.cleanup",
      [imports]: "functions/jobs/handler.imports",
      [archives]: "functions/jobs/handler.archives",
      Mcp: "mcp/http.handler",
      Migrate: "stacks/migrate.handler",
      [server]: "index.handler",
    })
    const dockerfiles = all("docker-build:index:Image").map(({ inputs }) => JSON.stringify(inputs.dockerfile))
    expect(dockerfiles[0]).toMatch("stacks/images/realtime.Dockerfile")
    expect(dockerfiles[1]).toMatch("stacks/images/agent.Dockerfile")
  })

  it("has its database, store, files and mail", () => {
    for (const type of [
      "neon:index/project:Project",
      "upstash:index/redisDatabase:RedisDatabase",
      "aws:sesv2/emailIdentity:EmailIdentity",
    ]) {
      expect(all(type), type).toHaveLength(1)
    }
    expect(
      all("aws:cloudformation/stack:Stack")
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["ContainerNetwork", "ContainerPlane", "EdgeObservability", "Observability"])
    expect(one("aws:s3/bucket:Bucket", "FilesBucket")).toBeDefined()
  })

  it("runs on Node 24 and ARM and keeps its log for a month", () => {
    for (const name of functions) {
      const lambda = one("aws:lambda/function:Function", `${name}Function`)
      expect({ name, runtime: lambda.runtime, architectures: lambda.architectures }).toEqual({
        name,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
      })
      expect(one("aws:cloudwatch/logGroup:LogGroup", `${name}LogGroup`).retentionInDays).toBe(30)
    }
  })
})

describe("the router", () => {
  it.each([
    ["/api/v1/auth/sign-in/email", "authurl"],
    ["/api/v1/auth", "authurl"],
    ["/.well-known/oauth-protected-resource", "authurl"],
    ["/.well-known/oauth-authorization-server/api/v1/auth", "authurl"],
    ["/api/v1/tasks", "apiurl"],
    ["/api/v1/authors", "apiurl"],
    ["/api/healthz", "apiurl"],
    ["/mcp", "mcpurl"],
    ["/mcps", "webservereucentral1url"],
    ["/", "webservereucentral1url"],
    ["/projects/WEB/board", "webservereucentral1url"],
    ["/apis", "webservereucentral1url"],
  ])("sends %s to %s, as it came", async (uri, host) => {
    const { request, origin } = await edgeOf(graph)(uri)
    expect(origin?.domainName).toBe(`${host}.lambda-url.eu-central-1.on.aws`)
    expect(request.uri).toBe(uri)
    expect(origin?.originAccessControlConfig).toMatchObject({ enabled: true, originType: "lambda" })
  })

  it("sends built files to their bucket", async () => {
    const { origin } = await edgeOf(graph)("/assets/app.js")
    expect(origin?.domainName).toBe("webassetsbucket.s3.eu-central-1.amazonaws.com")
  })

  it("sends WebSockets to the load balancer, with the secret it asks for", () => {
    const distribution = z
      .object({
        origins: z.array(z.looseObject({ originId: z.string() })),
        orderedCacheBehaviors: z.array(z.looseObject({ pathPattern: z.string(), targetOriginId: z.string() })),
      })
      .parse(one("aws:cloudfront/distribution:Distribution", "RouterCdnDistribution"))
    const behavior = distribution.orderedCacheBehaviors.find(({ pathPattern }) => pathPattern === "/socket.io/*")
    const origin = distribution.origins.find(({ originId }) => originId === behavior?.targetOriginId)
    const { OriginSecret } = z
      .looseObject({ OriginSecret: z.string().min(32) })
      .parse(one("aws:cloudformation/stack:Stack", "ContainerNetwork").parameters)
    expect(origin).toMatchObject({
      domainName: "ContainerNetwork.LoadBalancerDns",
      customHeaders: [{ name: "x-paca-origin", value: OriginSecret }],
      customOriginConfig: { originProtocolPolicy: "http-only", httpPort: 80 },
    })
  })

  it("keeps no answer but built files: what is answered depends on who asks", () => {
    const Behavior = z.looseObject({ cachePolicyId: z.string(), pathPattern: z.string().default("default") })
    const distribution = z
      .object({ defaultCacheBehavior: Behavior, orderedCacheBehaviors: z.array(Behavior) })
      .parse(one("aws:cloudfront/distribution:Distribution", "RouterCdnDistribution"))
    const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    const caching = [distribution.defaultCacheBehavior, ...distribution.orderedCacheBehaviors]
      .filter(({ cachePolicyId }) => cachePolicyId !== cachingDisabled)
      .map(({ pathPattern }) => pathPattern)
    expect(caching).toEqual(["/assets/*"])
  })

  it("tells browsers the same on every path, unless the answer says something stricter", () => {
    const Behavior = z.looseObject({ responseHeadersPolicyId: z.string() })
    const { defaultCacheBehavior, orderedCacheBehaviors } = z
      .object({ defaultCacheBehavior: Behavior, orderedCacheBehaviors: z.array(Behavior) })
      .parse(one("aws:cloudfront/distribution:Distribution", "RouterCdnDistribution"))
    const policies = [defaultCacheBehavior, ...orderedCacheBehaviors].map(
      (behavior) => behavior.responseHeadersPolicyId,
    )
    expect(new Set(policies).size).toBe(1)
    const told = one("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "SecurityHeaders")
    expect(told).toMatchObject({
      securityHeadersConfig: {
        strictTransportSecurity: { accessControlMaxAgeSec: 63_072_000, includeSubdomains: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "DENY" },
        referrerPolicy: { referrerPolicy: "same-origin" },
      },
      customHeadersConfig: {
        items: [{ header: "permissions-policy" }, { header: "cross-origin-opener-policy", value: "same-origin" }],
      },
    })
  })

  it("brings a caller's Authorization to the handler past CloudFront's signature", async () => {
    const { request } = await edgeOf(graph)("/mcp", { authorization: "Bearer theirs" })
    const arrived = Object.fromEntries(Object.entries(request.headers).map(([name, { value }]) => [name, value]))
    expect(handled({ ...arrived, authorization: "AWS4-HMAC-SHA256 cloudfront" })).toMatchObject({
      authorization: "Bearer theirs",
    })
    expect(handled({ authorization: "AWS4-HMAC-SHA256 cloudfront", accept: "*/*" })).toEqual({ accept: "*/*" })
  })

  it("takes no Authorization from anywhere else", async () => {
    const { request } = await edgeOf(graph)("/mcp", { "x-paca-authorization": "Bearer smuggled" })
    expect(request.headers).not.toHaveProperty("x-paca-authorization")
  })

  it("says where a request came from, whatever the request says itself", async () => {
    const { request } = await edgeOf(graph)("/api/v1/session", {
      "x-paca-address": "198.51.100.1",
      "x-forwarded-for": "198.51.100.1",
    })
    expect(addressHeader).toBe(readAddressHeader)
    expect(request.headers[addressHeader]?.value).toBe(viewerAddress)
  })

  it("fits what CloudFront lets a function be", () => {
    const { code } = z
      .looseObject({ code: z.string() })
      .parse(one("aws:cloudfront/function:Function", "RouterCloudfrontFunctionRequest"))
    expect(code.length).toBeLessThan(10_240)
  })

  function handled(headers: Record<string, string>): unknown {
    return new Function("event", [...restoreAuthorization, "return event.headers"].join("\n"))({ headers })
  }
})

describe("function URLs", () => {
  it("admit only the router's distribution", () => {
    const urls = all("aws:lambda/functionUrl:FunctionUrl")
    expect(urls.map(({ inputs }) => inputs.authorizationType)).toEqual(behindTheRouter.map(() => "AWS_IAM"))
    expect(urls.every(({ inputs }) => inputs.cors === undefined)).toBe(true)
    expect(one("aws:lambda/functionUrl:FunctionUrl", `${server}Url`).invokeMode).toBe("RESPONSE_STREAM")
    const granted = all("aws:lambda/permission:Permission").filter(
      ({ inputs }) => inputs.principal !== "s3.amazonaws.com",
    )
    expect(granted).toHaveLength(2 * behindTheRouter.length)
    for (const { inputs } of granted) {
      expect(inputs.principal).toBe("cloudfront.amazonaws.com")
      expect(inputs.sourceArn).toMatch(/:RouterCdnDistribution$/)
    }
  })
})

describe("rights", () => {
  it("let no one take a role but the service it is for", () => {
    const roles = all("aws:iam/role:Role")
    expect(roles.length).toBeGreaterThan(functions.length)
    for (const { name, inputs } of roles) {
      const policy = JSON.stringify(inputs.assumeRolePolicy)
      expect(policy, name).not.toMatch(/:root|"AWS"|\*/)
      expect(policy, name).toMatch(/(lambda|edgelambda|scheduler)\.amazonaws\.com/)
    }
  })

  it("name what they are for: no statement of any role or policy says everything", () => {
    const Said = z.object({
      Statement: z.array(
        z.looseObject({
          Effect: z.string(),
          Action: z.union([z.string(), z.array(z.string())]),
          Resource: z.unknown(),
          Principal: z.unknown().optional(),
        }),
      ),
    })
    const policies = graph.resources.flatMap(({ type, name, inputs }) => {
      if (type === "aws:iam/role:Role") return Role.parse(inputs).inlinePolicies.map(({ policy }) => ({ name, policy }))
      const { policy } = z.looseObject({ policy: z.string().optional() }).parse(inputs)
      // The rules of a repository's clean-up are called a policy too.
      return policy && type !== "aws:ecr/lifecyclePolicy:LifecyclePolicy" ? [{ name, policy }] : []
    })
    expect(policies.length).toBeGreaterThan(10)
    for (const { name, policy } of policies) {
      for (const { Effect, Action, Resource, Principal } of Said.parse(JSON.parse(policy)).Statement) {
        if (Effect === "Deny") continue
        expect([Action].flat().join(" "), name).not.toMatch(/\*/)
        expect([Resource].flat(), name).not.toContain("*")
        expect(JSON.stringify(Principal ?? {}), name).not.toMatch(/\*/)
      }
    }
  })

  it("beyond their own are given to functions by no managed policy but the one that lets them write their log", () => {
    for (const { name, inputs } of all("aws:iam/role:Role")) {
      const { managedPolicyArns } = z.looseObject({ managedPolicyArns: z.array(z.string()).default([]) }).parse(inputs)
      for (const arn of managedPolicyArns) expect(arn, name).toMatch(/service-role\/AWSLambdaBasicExecutionRole$/)
    }
    expect(all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")).toEqual([])
  })

  it("are mail and files for the API, and nothing of ECS", () => {
    expect(rights("Api").map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"], ["arn:aws:s3:::filesbucket/*"]],
      [["s3:ListBucket"], ["arn:aws:s3:::filesbucket"]],
      [["ses:SendEmail"], expect.arrayContaining([expect.stringMatching(/:MailIdentity$/)])],
    ])
  })

  it("are mail for sign-in, for each job its own folders of the bucket, and none for anyone else", () => {
    for (const name of ["Auth", "MailsHandler"]) {
      expect(rights(name).flatMap(({ Action }) => Action)).toEqual(["ses:SendEmail"])
    }
    const bucket = "arn:aws:s3:::filesbucket"
    const read = { Action: ["s3:GetObject"], Resource: [`${bucket}/imports/*`] }
    const list = { Action: ["s3:ListBucket"], Resource: [bucket] }
    const make = { Action: ["s3:PutObject", "s3:AbortMultipartUpload"], Resource: [`${bucket}/exports/files/*`] }
    const remove = {
      Action: ["s3:DeleteObject", "s3:AbortMultipartUpload"],
      Resource: [`${bucket}/attachments/*`, `${bucket}/exports/files/*`],
    }
    const bury = { Action: ["sqs:SendMessage"], Resource: [expect.stringMatching(/:DeadLetters$/)] }
    expect(rights(imports)).toMatchObject([read, list, bury])
    expect(rights(archives)).toMatchObject([make, bury])
    expect(rights("StaleHandler")).toMatchObject([read, list, make])
    expect(rights("CleanupHandler")).toMatchObject([remove])
    for (const name of ["Mcp", "Migrate", server, "RelayHandler"]) {
      expect(rights(name), name).toEqual([])
    }
  })

  it("to send mail hold for Paca's own address only", () => {
    for (const name of ["Api", "Auth", "MailsHandler"]) {
      expect(rights(name).at(-1)?.Condition).toEqual({ StringEquals: { "ses:FromAddress": ["paca@example.com"] } })
    }
  })
})

describe("secrets", () => {
  const data = ["DATABASE_URL", "UPSTASH_REDIS_REST_TOKEN", "UPSTASH_REDIS_REST_URL"]

  it.each([
    ["Api", ["APP_URL", "AUTH_SECRET", "ENCRYPTION_KEYS", "MAIL_FROM", "S3_BUCKET", "S3_REGION", ...data]],
    ["Auth", ["APP_URL", "AUTH_SECRET", "MAIL_FROM", "OIDC_PROVIDERS", "S3_REGION", ...data]],
    ["Mcp", ["APP_URL", "PACA_API_URL"]],
    [server, ["APP_URL", "S3_BUCKET", "S3_REGION"]],
    ["RelayHandler", data],
    ["StaleHandler", ["S3_BUCKET", "S3_REGION", ...data]],
    ["MailsHandler", ["APP_URL", "MAIL_FROM", "S3_REGION", ...data]],
    ["CleanupHandler", ["S3_BUCKET", "S3_REGION", ...data]],
    [archives, ["S3_BUCKET", "S3_REGION", ...data]],
    [imports, ["S3_BUCKET", "S3_REGION", ...data]],
    ["Migrate", ["DATABASE_URL"]],
  ])("of %s are its own and no others", (name, names) => {
    expect(Object.keys(environment(name)).sort()).toEqual([...names].sort())
  })

  it.each([
    ["AUTH_SECRET", "Api", ["ApiFunction", "AuthFunction", "RealtimeAUTH_SECRET"]],
    ["ENCRYPTION_KEYS", "Api", ["ApiFunction"]],
    ["OIDC_PROVIDERS", "Auth", ["AuthFunction"]],
    ["DATABASE_URL", "Migrate", ["MigrateFunction"]],
    [
      "UPSTASH_REDIS_REST_TOKEN",
      "Api",
      ["ApiFunction", "AuthFunction", ...[...jobs, imports, archives].map((name) => `${name}Function`)],
    ],
  ])("%s as %s has it is in no other resource than %o", (variable, holder, holders) => {
    const value = String(environment(holder)[variable])
    expect(value.length).toBeGreaterThan(16)
    // What makes the secrets holds them, and a build on the operator's machine has the operator's environment.
    const made = graph.resources.filter(({ type }) => !/^(random|neon|upstash|command):/.test(type))
    const held = made.filter(({ inputs }) => JSON.stringify(inputs).includes(JSON.stringify(value).slice(1, -1)))
    expect(held.map(({ name }) => name).sort()).toEqual(holders.sort())
  })

  it("have the shape the product reads", () => {
    expect(environment("Api")).toMatchObject({
      APP_URL: "https://d111111abcdef8.cloudfront.net",
      MAIL_FROM: "Paca <paca@example.com>",
      S3_BUCKET: "filesbucket",
      S3_REGION: "eu-central-1",
      UPSTASH_REDIS_REST_URL: "https://valkey.upstash.test",
    })
    const [name, key = ""] = String(environment("Api").ENCRYPTION_KEYS).split(":")
    expect(name).toBe("k1")
    expect(Buffer.from(key, "base64")).toHaveLength(32)
    expect(environment("Mcp").PACA_API_URL).toBe("https://d111111abcdef8.cloudfront.net")
  })

  it("of the realtime service are SecureString parameters, and the only place where the TCP URL of Valkey is", () => {
    const parameters = all("aws:ssm/parameter:Parameter").map(({ inputs }) => [inputs.name, inputs.type, inputs.value])
    expect(parameters.sort()).toEqual([
      ["/paca/test/realtime/AUTH_SECRET", "SecureString", expect.stringMatching(/^AuthSecret/)],
      ["/paca/test/realtime/DATABASE_URL", "SecureString", expect.stringMatching(/^postgres:/)],
      ["/paca/test/realtime/VALKEY_URL", "SecureString", "rediss://default:valkey-password@valkey.upstash.test:6379"],
    ])
    const elsewhere = graph.resources.filter(({ type }) => type !== "aws:ssm/parameter:Parameter")
    expect(JSON.stringify(elsewhere)).not.toContain("valkey-password")
  })
})

describe("the containers", () => {
  it("get every parameter their template asks for", () => {
    for (const { name, inputs } of all("aws:cloudformation/stack:Stack")) {
      const { Parameters } = z
        .object({ Parameters: z.record(z.string(), z.unknown()) })
        .parse(JSON.parse(z.string().parse(inputs.templateBody)))
      const given = z.record(z.string(), z.string()).parse(inputs.parameters)
      expect(Object.keys(given).sort(), name).toEqual(Object.keys(Parameters).sort())
    }
  })

  it("run images named by digest and reach Paca by its public address", () => {
    expect(one("aws:cloudformation/stack:Stack", "ContainerPlane").parameters).toMatchObject({
      RealtimeImage: expect.stringMatching(/\/paca-test-realtime@sha256:RealtimeImage$/),
      AgentImage: expect.stringMatching(/\/paca-test-agent@sha256:AgentImage$/),
      AppUrl: "https://d111111abcdef8.cloudfront.net",
      SubnetA: "subnet-a",
      SubnetB: "subnet-b",
    })
  })

  it("are built for ARM, and not while a deployment is only previewed", () => {
    for (const { inputs } of all("docker-build:index:Image")) {
      expect(inputs).toMatchObject({ platforms: ["linux/arm64"], push: true, buildOnPreview: false })
    }
  })
})

describe("buckets", () => {
  it("of every kind are closed to the public and to plain HTTP", () => {
    const buckets = all("aws:s3/bucket:Bucket").map(({ name }) => name.replace(/Bucket$/, ""))
    expect(buckets).toHaveLength(2)
    for (const name of buckets) {
      const block = one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", `${name}PublicAccessBlock`)
      expect(
        Object.values(block).filter((value) => value === true),
        name,
      ).toHaveLength(4)
      expect(one("aws:s3/bucketPolicy:BucketPolicy", `${name}Policy`).policy, name).toMatch("aws:SecureTransport")
    }
  })
})

describe("files", () => {
  it("are private, encrypted on the way, and open to browsers of our own origin only", () => {
    expect(one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "FilesPublicAccessBlock")).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    })
    const policy = JSON.parse(z.string().parse(one("aws:s3/bucketPolicy:BucketPolicy", "FilesPolicy").policy))
    expect(policy.Statement).toMatchObject([
      { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": ["false"] } } },
    ])
    expect(one("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "FilesCors").corsRules).toMatchObject([
      { allowedOrigins: ["https://d111111abcdef8.cloudfront.net"] },
    ])
  })

  it("are not kept when nobody needs them any more, nor uploads that were never completed", () => {
    const { rules } = one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "FilesLifecycle")
    expect(rules).toMatchObject([
      { id: "imports", filter: { prefix: "imports/" }, expiration: { days: 30 } },
      { id: "exports", filter: { prefix: "exports/" }, expiration: { days: 8 } },
      { id: "uploads", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
    ])
    // A stage that can be removed keeps no old versions: they would outlive what they are versions of.
    expect(all("aws:s3/bucketVersioning:BucketVersioning")).toEqual([])
  })

  it("start a job when they land where it waits for them, and only there", () => {
    const notification = one("aws:s3/bucketNotification:BucketNotification", "FilesNotificationsNotification")
    expect(notification).toMatchObject({
      bucket: "filesbucket",
      lambdaFunctions: [
        {
          events: ["s3:ObjectCreated:*"],
          filterPrefix: "imports/",
          lambdaFunctionArn: expect.stringMatching(new RegExp(`:${imports}Function$`)),
        },
        {
          events: ["s3:ObjectCreated:*"],
          filterPrefix: "exports/requests/",
          lambdaFunctionArn: expect.stringMatching(new RegExp(`:${archives}Function$`)),
        },
      ],
      queues: [],
      topics: [],
    })
  })
})

describe("the database", () => {
  it("is migrated by each deployment that brings migrations, past the pooler", () => {
    expect(one("aws:lambda/invocation:Invocation", "Migration")).toMatchObject({
      functionName: "MigrateFunction",
      input: expect.stringMatching(/^{"migrations":"[0-9a-f]{64}"}$/),
    })
    expect(environment("Migrate").DATABASE_URL).toBe("postgres://paca:secret@direct.neon.test/paca")
  })

  it("is used by nothing that is deployed before its tables are", () => {
    const order = graph.resources.map(({ name }) => name)
    const first = graph.resources.findIndex(({ inputs }) => JSON.stringify(inputs).includes("pooler.neon.test"))
    expect(first).toBeGreaterThan(order.indexOf("Migration"))
  })
})

describe("schedules", () => {
  it.each([
    ["Relay", "rate(1 minute)"],
    ["Stale", "rate(1 minute)"],
    ["Mails", "rate(5 minutes)"],
    ["Cleanup", "cron(0 3 * * ? *)"],
  ])("run %s at %s", (name, expression) => {
    expect(one("aws:scheduler/schedule:Schedule", `${name}Schedule`)).toMatchObject({
      scheduleExpression: expression,
      state: "ENABLED",
      target: { arn: expect.stringMatching(new RegExp(`:${name}HandlerFunction$`)) },
    })
  })

  it("are these and no others", () => {
    expect(all("aws:scheduler/schedule:Schedule")).toHaveLength(jobs.length)
  })
})

describe("calls that fail again and again", () => {
  it.each([imports, archives])("of %s are kept for two weeks, encrypted", (name) => {
    expect(one("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", `${name}EventInvokeConfig`)).toEqual({
      functionName: `${name}Function`,
      maximumRetryAttempts: 2,
      destinationConfig: { onFailure: { destination: expect.stringMatching(/:DeadLetters$/) } },
    })
    expect(one("aws:sqs/queue:Queue", "DeadLetters")).toEqual({
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
    })
  })
})

describe("what is watched", () => {
  it("is every function by its name, the queue, the service and the distribution", () => {
    expect(one("aws:cloudformation/stack:Stack", "Observability").parameters).toEqual({
      AlarmEmail: "",
      ApiFunction: "ApiFunction",
      AuthFunction: "AuthFunction",
      McpFunction: "McpFunction",
      WebFunction: `${server}Function`,
      RelayFunction: "RelayHandlerFunction",
      StaleFunction: "StaleHandlerFunction",
      MailsFunction: "MailsHandlerFunction",
      CleanupFunction: "CleanupHandlerFunction",
      ImportsFunction: `${imports}Function`,
      ArchivesFunction: `${archives}Function`,
      DeadLettersQueue: "DeadLetters",
      MetricsNamespace: "Paca/test",
      LoadBalancerName: "ContainerNetwork.LoadBalancerName",
      TargetGroupName: "ContainerNetwork.TargetGroupName",
      ServicesCluster: "ContainerPlane.ServicesCluster",
      RealtimeService: "ContainerPlane.RealtimeService",
      DistributionId: "RouterCdnDistribution-id",
    })
    expect(one("aws:cloudformation/stack:Stack", "ContainerPlane").parameters).toMatchObject({
      MetricsNamespace: "Paca/test",
    })
  })

  it("is CloudFront where its metrics are", () => {
    const stack = all("aws:cloudformation/stack:Stack").find(({ name }) => name === "EdgeObservability")
    expect(stack?.provider).toMatch(/::Virginia::/)
    expect(one("pulumi:providers:aws", "Virginia").region).toBe("us-east-1")
    expect(stack?.inputs.parameters).toMatchObject({ DistributionId: "RouterCdnDistribution-id", BudgetUsd: "0" })
  })
})

describe("the containers' programs", () => {
  it.each(["functions/realtime/main.ts", "functions/agent/main.ts"])("%s bundles into one file", async (entry) => {
    const built = await build({
      absWorkingDir: checkout,
      entryPoints: [entry],
      bundle: true,
      write: false,
      outfile: "main.mjs",
      platform: "node",
      target: "node24",
      format: "esm",
      logLevel: "silent",
    })
    expect(built.outputFiles).toHaveLength(1)
  })
})

const Definition = z.object({
  default: z.object({ app: z.function({ input: [z.object({ stage: z.string() })], output: z.unknown() }) }),
})

describe("the definition", () => {
  it("agrees with the types of SST and of its providers", async () => {
    await installPlatform()
    const tsc = `${checkout}node_modules/.bin/tsc`
    const checked = promisify(execFile)(tsc, ["--noEmit", "-p", "stacks/tsconfig.json"], { cwd: checkout })
    await expect(checked).resolves.toMatchObject({ stdout: "" })
  })

  it("makes production a stage that cannot be removed by mistake, and others small ones that can", async () => {
    vi.stubGlobal("$config", (definition: unknown) => definition)
    // Its types come with SST's platform, which the checkout as a whole knows nothing of.
    const file = new URL("../sst.config.ts", import.meta.url).href
    const { app } = Definition.parse(await import(file)).default
    expect(await app({ stage: "prod" })).toMatchObject({ protect: true, removal: "retain", home: "aws" })
    expect(await app({ stage: "ada" })).toMatchObject({ protect: false, removal: "remove" })
  })

  it("names all that is missing before anything is made, and what to do", async () => {
    const attempt = dryRun({
      docker: false,
      environment: { NEON_API_KEY: "", PACA_MAIL_FROM: "", PACA_DOMAIN: "paca.example.org" },
      account: { zones: ["example.com."] },
    })
    const error = await attempt.catch(String)
    expect(error).toMatch(/Paca cannot be deployed\. NEON_API_KEY is missing: create one in Neon's console\./)
    expect(error).toMatch(/Docker does not run: start it/)
    const taken = dryRun({
      environment: { PACA_MAIL_FROM: "", PACA_DOMAIN: "paca.example.org" },
      account: { zones: ["example.org."], distributions: [{ id: "E2", alias: "paca.example.org", tags: {} }] },
    })
    await expect(taken).rejects.toThrow(/paca\.example\.org belongs to the CloudFront distribution E2: take the name/)
  })
})

describe("production", () => {
  beforeAll(async () => {
    graph = await dryRun({
      stage: "prod",
      environment: {
        PACA_DOMAIN: "paca.example.com",
        PACA_MAIL_FROM: "",
        PACA_ALARM_EMAIL: "operator@example.com",
        PACA_BUDGET_USD: "120",
      },
      account: {
        zones: ["example.com."],
        // As every deployment after the first finds it.
        distributions: [{ id: "E1", alias: "paca.example.com", tags: { "sst:app": "paca", "sst:stage": "prod" } }],
      },
    })
  }, limit)

  it("keeps all that holds data when the stage is removed", () => {
    const kept = graph.resources.filter(({ retainOnDelete }) => retainOnDelete).map(({ name }) => name)
    const data = kept.filter((name) => !name.includes("Sourcemap"))
    expect(data.sort()).toEqual(
      [
        "AuthSecret",
        "ContainerNetwork",
        "ContainerPlane",
        "Database",
        "EncryptionKeyK1",
        "FilesBucket",
        "Valkey",
      ].sort(),
    )
    expect(one("aws:s3/bucket:Bucket", "FilesBucket").forceDestroy).toBe(false)
  })

  it("can be set back for a week in the database and for a month in files", () => {
    expect(one("neon:index/project:Project", "Database")).toMatchObject({ historyRetentionSeconds: 604_800 })
    expect(one("aws:s3/bucketVersioning:BucketVersioning", "FilesVersioning")).toMatchObject({
      versioningConfiguration: { status: "Enabled" },
    })
    const { rules } = one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "FilesLifecycle")
    expect(rules).toContainEqual({
      id: "versions",
      status: "Enabled",
      filter: {},
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      expiration: { expiredObjectDeleteMarker: true },
    })
  })

  it("costs what the guide says: every type of resource has a price or a reason to have none", () => {
    expect(unpriced(graph)).toEqual([])
    const guide = readFileSync(new URL("./README.md", import.meta.url), "utf8")
    const [, printed] = guide.split("<!-- npm run cost -->")
    expect(printed?.trim()).toBe(report(graph))
  })

  it("tells the operator of alarms and of the budget", () => {
    expect(one("aws:cloudformation/stack:Stack", "Observability").parameters).toMatchObject({
      AlarmEmail: "operator@example.com",
    })
    expect(one("aws:cloudformation/stack:Stack", "EdgeObservability").parameters).toMatchObject({
      AlarmEmail: "operator@example.com",
      BudgetUsd: "120",
    })
  })

  it("lives under its own domain, writes from it and lets nobody in by CloudFront's address", async () => {
    expect(environment("Api")).toMatchObject({
      APP_URL: "https://paca.example.com",
      MAIL_FROM: "Paca <paca@paca.example.com>",
    })
    expect(one("aws:sesv2/emailIdentity:EmailIdentity", "MailIdentity").emailIdentity).toBe("paca.example.com")
    const { response } = await edgeOf(graph)("/", { host: "d111111abcdef8.cloudfront.net" })
    expect(response).toMatchObject({ statusCode: 403 })
  })
})

describe("the bundles", () => {
  it(
    "load by themselves and export what Lambda calls",
    async () => {
      // The site's server is built by its own tools, and tested where it is.
      const { [server]: _site, ...bundles } = (await dryRun({ bundle: true })).bundles
      const calls = Object.entries(bundles).map(([name, { folder, handler }]) => {
        const dot = handler.lastIndexOf(".")
        return { name, file: `${folder}/${handler.slice(0, dot)}.mjs`, call: handler.slice(dot + 1) }
      })
      const program = `
      const found = {}
      for (const { name, file, call } of ${JSON.stringify(calls)}) found[name] = typeof (await import(file))[call]
      console.log(JSON.stringify(found))
      process.exit(0)`
      const args = ["--input-type=module", "--eval", program]
      const { stdout } = await promisify(execFile)(process.execPath, args, { env: {}, cwd: "/" })
      const found = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}")
      const expected = functions.filter((name) => name !== server)
      expect(found).toEqual(Object.fromEntries(expected.map((name) => [name, "function"])))
    },
    limit,
  )
})
