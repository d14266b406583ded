import * as z from "zod"

/** What the engine and the providers would answer: every input comes back, and with it what only they can know. */
const account = "123456789012"
const region = "eu-central-1"

export interface NewResource {
  type: string
  name: string
  inputs: Record<string, unknown>
  id?: string
}

interface Call {
  token: string
  inputs: Record<string, unknown>
}

export function newResource({ type, name, inputs, id }: NewResource) {
  const known = outputs[type]?.(name, inputs) ?? {}
  const arn = type.startsWith("aws:") ? { arn: `arn:aws:${type.split(/[:/]/)[1]}:${region}:${account}:${name}` } : {}
  return { id: id || `${name}-id`, state: { name, ...inputs, ...arn, ...known } }
}

const outputs: Record<string, (name: string, inputs: Record<string, unknown>) => Record<string, unknown>> = {
  "aws:lambda/function:Function": (name) => {
    const arn = `arn:aws:lambda:${region}:${account}:function:${name}`
    return { name, arn, qualifiedArn: `${arn}:1`, publish: false, codeSha256: `sha-of-${name}` }
  },
  "aws:lambda/functionUrl:FunctionUrl": (name) => ({
    functionUrl: `https://${name.toLowerCase()}.lambda-url.${region}.on.aws/`,
  }),
  "aws:iam/role:Role": (name) => ({ name, arn: `arn:aws:iam::${account}:role/${name}` }),
  "aws:s3/bucket:Bucket": (name) => ({
    bucket: name.toLowerCase(),
    arn: `arn:aws:s3:::${name.toLowerCase()}`,
    bucketRegionalDomainName: `${name.toLowerCase()}.s3.${region}.amazonaws.com`,
  }),
  "aws:cloudfront/distribution:Distribution": () => ({ domainName: "d111111abcdef8.cloudfront.net", etag: "E1" }),
  "aws:acm/certificate:Certificate": (name, { domainName }) => ({
    arn: `arn:aws:acm:us-east-1:${account}:certificate/${name}`,
    domainValidationOptions: [
      { resourceRecordType: "CNAME", resourceRecordName: `_proof.${domainName}`, resourceRecordValue: "proof.test" },
    ],
  }),
  "aws:cloudformation/stack:Stack": (name, inputs) => ({ outputs: stackOutputs(name, inputs) }),
  "aws:ecr/repository:Repository": (name, inputs) => ({
    registryId: account,
    repositoryUrl: `${account}.dkr.ecr.${region}.amazonaws.com/${inputs.name ?? name}`,
  }),
  "aws:sqs/queue:Queue": (name, inputs) => ({ name: inputs.name ?? name }),
  "aws:ssm/parameter:Parameter": () => ({ version: 1 }),
  "aws:sesv2/emailIdentity:EmailIdentity": () => ({ dkimSigningAttributes: { tokens: ["a", "b", "c"] } }),
  "docker-build:index:Image": (name) => ({ digest: `sha256:${name}`, ref: `${name}@sha256:${name}` }),
  "random:index/randomPassword:RandomPassword": (name) => ({ result: `${name}-`.padEnd(48, "x") }),
  "random:index/randomBytes:RandomBytes": (name) => ({
    base64: Buffer.from(name.padEnd(32).slice(0, 32)).toString("base64"),
  }),
  "neon:index/project:Project": () => ({
    connectionUri: "postgres://paca:secret@direct.neon.test/paca",
    connectionUriPooler: "postgres://paca:secret@pooler.neon.test/paca",
  }),
  "upstash:index/redisDatabase:RedisDatabase": () => ({
    endpoint: "valkey.upstash.test",
    port: 6379,
    password: "valkey-password",
    restToken: "valkey-rest-token",
  }),
  "pulumi-nodejs:dynamic:Resource": () => ({ isDone: true, zoneId: "Z1" }),
}

const Template = z.object({ Outputs: z.record(z.string(), z.unknown()) })

function stackOutputs(name: string, inputs: Record<string, unknown>): Record<string, string> {
  const { Outputs } = Template.parse(JSON.parse(z.string().parse(inputs.templateBody)))
  const made = Object.keys(Outputs).map((key) => [key, key === "SubnetIds" ? "subnet-a,subnet-b" : `${name}.${key}`])
  return Object.fromEntries(made)
}

export function call({ token, inputs }: Call) {
  return calls[token]?.(inputs) ?? inputs
}

const calls: Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>> = {
  "aws:index/getRegion:getRegion": () => ({ region, name: region, id: region }),
  "aws:index/getPartition:getPartition": () => ({ partition: "aws", id: "aws" }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: account, id: account }),
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": () => ({ id: "pl-0123456789abcdef0" }),
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({ userName: "AWS", password: "token" }),
  "aws:route53/getZone:getZone": () => ({ id: "Z1", zoneId: "Z1" }),
  "command:local:run": () => ({ stdout: "" }),
}

const Statements = z.array(
  z.object({
    effect: z.string().default("Allow"),
    actions: z.array(z.string()),
    resources: z.array(z.string()).optional(),
    principals: z.unknown().optional(),
    conditions: z.array(z.object({ test: z.string(), variable: z.string(), values: z.array(z.string()) })).nullish(),
  }),
)

function policyDocument(inputs: Record<string, unknown>) {
  const statements = Statements.parse(inputs.statements ?? [])
  const Statement = statements.map(({ effect, actions, resources, principals, conditions }) => ({
    Effect: effect,
    Action: actions,
    Resource: resources,
    Principal: principals,
    Condition: conditions?.length
      ? Object.fromEntries(conditions.map(({ test, variable, values }) => [test, { [variable]: values }]))
      : undefined,
  }))
  return {
    statements: statements.length ? statements : undefined,
    json: JSON.stringify({ Version: "2012-10-17", Statement }),
  }
}
