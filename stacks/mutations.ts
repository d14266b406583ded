import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/**
 * `npm run mutations:cloud`: makes one mistake at a time in a copy of the definition, and asks of the tests of `stacks/`
 * that they notice. A definition that nobody has deployed is only as good as what would have been noticed.
 *
 * Words after the command choose the mistakes whose description holds them all.
 */
const ROOT = fileURLToPath(new URL("..", import.meta.url))

type Mutation = {
  mistake: string
  file: string
  /** Text that stands exactly once in the file, and the mistake. */
  from: string
  to: string
  /** The test file that must notice; `only` is a part of the names of its cases. */
  test: keyof typeof tests
  only?: string
}

/** By what stack of the definition a mistake shows. */
const tests = {
  cloud: "stacks/cloud.test.ts",
  plane: "stacks/container-plane.test.ts",
  watch: "stacks/observability.test.ts",
}

const mutations: Mutation[] = [
  {
    mistake: "the API may do everything with the bucket",
    file: "stacks/storage.ts",
    from: 'actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],',
    to: 'actions: ["s3:*"],',
    test: "cloud",
    only: "are mail and files for the API",
  },
  {
    mistake: "the API may start tasks itself",
    file: "stacks/api.ts",
    from: "permissions: [",
    to: 'permissions: [{ actions: ["ecs:RunTask"], resources: ["*"] }, ',
    test: "cloud",
    only: "rights",
  },
  {
    mistake: "the clean-up may delete every file",
    file: "stacks/storage.ts",
    from: 'resources: under("attachments", "exports/files"),',
    to: 'resources: under("*"),',
    test: "cloud",
    only: "each job its own folders",
  },
  {
    mistake: "mail may be sent in any name",
    file: "stacks/mail.ts",
    from: '  conditions: [{ test: "StringEquals", variable: "ses:FromAddress", values: [settings.mailFrom] }],\n',
    to: "",
    test: "cloud",
    only: "to send mail hold",
  },
  {
    mistake: "files are public",
    file: "stacks/storage.ts",
    from: 'new sst.aws.Bucket("Files", {',
    to: 'new sst.aws.Bucket("Files", {\n  access: "public",',
    test: "cloud",
    only: "are private",
  },
  {
    mistake: "files travel without encryption",
    file: "stacks/storage.ts",
    from: 'new sst.aws.Bucket("Files", {',
    to: 'new sst.aws.Bucket("Files", {\n  enforceHttps: false,',
    test: "cloud",
    only: "are private",
  },
  {
    mistake: "pages of every site may write files",
    file: "stacks/storage.ts",
    from: "allowOrigins: [router.url]",
    to: 'allowOrigins: ["*"]',
    test: "cloud",
    only: "are private",
  },
  {
    mistake: "what was deleted by mistake is gone in production",
    file: "stacks/storage.ts",
    from: "versioning: settings.production",
    to: "versioning: false",
    test: "cloud",
    only: "can be set back",
  },
  {
    mistake: "the database can be set back by minutes only",
    file: "stacks/database.ts",
    from: "settings.historyHours * 3_600",
    to: "settings.historyHours * 60",
    test: "cloud",
    only: "can be set back",
  },
  {
    mistake: "the MCP server gets the database",
    file: "stacks/mcp.ts",
    from: "environment: { APP_URL",
    to: 'environment: { DATABASE_URL: "postgres://", APP_URL',
    test: "cloud",
    only: "of Mcp are its own",
  },
  {
    mistake: "jobs get the keys of everything",
    file: "stacks/jobs.ts",
    from: "const environment = { DATABASE_URL: databaseUrl,",
    to: 'const environment = { DATABASE_URL: databaseUrl, ENCRYPTION_KEYS: "k1:",',
    test: "cloud",
    only: "of RelayHandler are its own",
  },
  {
    mistake: "the realtime service's secrets are plain parameters",
    file: "stacks/containers.ts",
    from: 'type: "SecureString"',
    to: 'type: "String"',
    test: "cloud",
    only: "SecureString",
  },
  {
    mistake: "function URLs are public",
    file: "stacks/router.ts",
    from: '  protection: "oac-with-edge-signing",\n',
    to: "",
    test: "cloud",
    only: "admit only the router",
  },
  {
    mistake: "the site's function URL is public",
    file: "stacks/web.ts",
    from: 'args.url = { authorization: "iam", cors: false }',
    to: 'args.url = { authorization: "none", cors: false }',
    test: "cloud",
    only: "admit only the router",
  },
  {
    mistake: "MCP has no route",
    file: "stacks/mcp.ts",
    from: 'router: { instance: router, path: "/mcp", readTimeout: "30 seconds" }',
    to: "",
    test: "cloud",
    only: "the router",
  },
  {
    mistake: "the metadata of OAuth has no route",
    file: "stacks/router.ts",
    from: 'event.request.uri.startsWith("/.well-known/")',
    to: "false",
    test: "cloud",
    only: "/.well-known/oauth-protected-resource",
  },
  {
    mistake: "WebSockets go to the site",
    file: "stacks/router.ts",
    from: 'pathPattern: "/socket.io/*"',
    to: 'pathPattern: "/socket/*"',
    test: "cloud",
    only: "sends WebSockets",
  },
  {
    mistake: "answers are cached for everybody",
    file: "stacks/router.ts",
    from: "        ...behavior,\n        cachePolicyId: cachingDisabled,",
    to: "        ...behavior,",
    test: "cloud",
    only: "keeps no answer",
  },
  {
    mistake: "the edge believes the address a client says it has",
    file: "stacks/router.ts",
    from: "{ value: event.viewer.ip }",
    to: '{ value: headers["x-forwarded-for"] }',
    test: "cloud",
    only: "says where a request came from",
  },
  {
    mistake: "the outbox is not relayed",
    file: "stacks/jobs.ts",
    from: 'new sst.aws.CronV2("Relay", {\n  schedule: "rate(1 minute)",',
    to: 'new sst.aws.CronV2("Relay", {\n  schedule: "rate(1 minute)",\n  enabled: false,',
    test: "cloud",
    only: "run Relay",
  },
  {
    mistake: "mails are not sent on time",
    file: "stacks/jobs.ts",
    from: 'schedule: "rate(5 minutes)"',
    to: 'schedule: "rate(5 days)"',
    test: "cloud",
    only: "run Mails",
  },
  {
    mistake: "functions are deployed before the migrations have run",
    file: "stacks/database.ts",
    from: "$util.all([project.connectionUriPooler, migrated.id])",
    to: "$util.all([project.connectionUriPooler])",
    test: "cloud",
    only: "before its tables are",
  },
  {
    mistake: "new migrations do not run",
    file: "stacks/database.ts",
    from: 'createHash("sha256").update(journal).digest("hex")',
    to: '"latest"',
    test: "cloud",
    only: "is migrated by each deployment",
  },
  {
    mistake: "production can be removed",
    file: "sst.config.ts",
    from: "protect: production",
    to: "protect: false",
    test: "cloud",
    only: "cannot be removed by mistake",
  },
  {
    mistake: "the database goes with its stage",
    file: "stacks/settings.ts",
    from: "retainOnDelete: settings.production",
    to: "retainOnDelete: false",
    test: "cloud",
    only: "keeps all that holds data",
  },
  {
    mistake: "the root of the account may take the functions' roles",
    file: "stacks/function.ts",
    from: "if (!$dev) role",
    to: "if ($dev) role",
    test: "cloud",
    only: "let no one take a role",
  },
  {
    mistake: "functions keep their logs for ever",
    file: "stacks/function.ts",
    from: 'retention: "1 month"',
    to: 'retention: "forever"',
    test: "cloud",
    only: "keeps its log for a month",
  },
  {
    mistake: "imports that fail are forgotten",
    file: "stacks/dead-letters.ts",
    from: "destination: deadLetters.arn",
    to: 'destination: ""',
    test: "cloud",
    only: "are kept for two weeks",
  },
  {
    mistake: "the queue of dead letters is not encrypted",
    file: "stacks/dead-letters.ts",
    from: "sqsManagedSseEnabled: true",
    to: "sqsManagedSseEnabled: false",
    test: "cloud",
    only: "are kept for two weeks",
  },
  {
    mistake: "a deployment goes ahead without Docker",
    file: "stacks/preflight.ts",
    from: "    dockerProblem(await dockerFailure()),\n",
    to: "",
    test: "cloud",
    only: "names all that is missing",
  },
  {
    mistake: "any role may be passed to agents",
    file: "stacks/container-plane.ts",
    from: "resources: [agent.task.taskRole.roleArn, agent.task.obtainExecutionRole().roleArn],",
    to: 'resources: ["*"],',
    test: "plane",
    only: "PassRole",
  },
  {
    mistake: "the realtime service may start any task",
    file: "stacks/container-plane.ts",
    from: "agent.family}:*",
    to: "this.stackName}*",
    test: "plane",
    only: "RunTask",
  },
  {
    mistake: "the realtime service may stop tasks of other clusters",
    file: "stacks/container-plane.ts",
    from: "resources: [tasks],\n          conditions: here,",
    to: "resources: [tasks],",
    test: "plane",
    only: "StopTask",
  },
  {
    mistake: "agents have rights in AWS",
    file: "stacks/container-plane.ts",
    from: "effect: iam.Effect.DENY, actions: [",
    to: "effect: iam.Effect.ALLOW, actions: [",
    test: "plane",
    only: "an agent's task",
  },
  {
    mistake: "agents can be reached from the internet",
    file: "stacks/container-plane.ts",
    from: '    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), "HTTPS")\n',
    to: '    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), "HTTPS")\n    securityGroup.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(22), "SSH")\n',
    test: "plane",
    only: "can be reached by nobody",
  },
  {
    mistake: "agents may speak to any port",
    file: "stacks/container-plane.ts",
    from: 'securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), "HTTPS")',
    to: 'securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.allTcp(), "All")',
    test: "plane",
    only: "can be reached by nobody",
  },
  {
    mistake: "the load balancer admits everybody",
    file: "stacks/container-network.ts",
    from: "ec2.Peer.prefixList(prefixList.valueAsString)",
    to: "ec2.Peer.anyIpv4()",
    test: "plane",
    only: "nobody but CloudFront",
  },
  {
    mistake: "the load balancer asks for no secret",
    file: "stacks/container-network.ts",
    from: "elb.ListenerCondition.httpHeader(originSecretHeader, [secret])",
    to: 'elb.ListenerCondition.pathPatterns(["/*"])',
    test: "plane",
    only: "answers 403",
  },
  {
    mistake: "a release that does not get healthy stays",
    file: "stacks/container-plane.ts",
    from: "      circuitBreaker: { rollback: true },\n",
    to: "",
    test: "plane",
    only: "rolls back a release",
  },
  {
    mistake: "a task is killed before its connections are away",
    file: "stacks/container-plane.ts",
    from: "stopTimeout: Duration.seconds(3 * drain)",
    to: "stopTimeout: Duration.seconds(5)",
    test: "plane",
    only: "lets connections live and go",
  },
  {
    mistake: "the realtime service is not scaled",
    file: "stacks/container-plane.ts",
    from: "    scale(realtime.service, namespace)\n",
    to: "",
    test: "plane",
    only: "grows with its connections",
  },
  {
    mistake: "an agent may write to its root file system",
    file: "stacks/container-plane.ts",
    from: 'linuxParameters: linux(this, "AgentLinux", agentDrops),\n      readonlyRootFilesystem: true,',
    to: 'linuxParameters: linux(this, "AgentLinux", agentDrops),',
    test: "plane",
    only: "writes nowhere",
  },
  {
    mistake: "agents have no Spot",
    file: "stacks/container-plane.ts",
    from: "      enableFargateCapacityProviders: true,\n",
    to: "",
    test: "plane",
    only: "offers Spot",
  },
  {
    mistake: "nobody hears that events are late",
    file: "stacks/observability.ts",
    from: 'this.alarm("StreamLag"',
    to: 'if (!own) this.alarm("StreamLag"',
    test: "watch",
    only: "are about what people feel",
  },
  {
    mistake: "alarms go nowhere",
    file: "stacks/observability.ts",
    from: "    alarm.addAlarmAction(new SnsAction(this.topic))\n",
    to: "",
    test: "watch",
    only: "each reach the operator",
  },
  {
    mistake: "a dead realtime service is taken for a quiet one",
    file: "stacks/observability.ts",
    from: "threshold: 1,\n      evaluationPeriods: 3,\n      missing: BREACHING,",
    to: "threshold: 1,\n      evaluationPeriods: 3,",
    test: "watch",
    only: "take silence for bad news",
  },
  {
    mistake: "the budget is never told of",
    file: "stacks/observability.ts",
    from: '    this.topic.grantPublish(new iam.ServicePrincipal("budgets.amazonaws.com"))\n',
    to: "",
    test: "watch",
    only: "the budget",
  },
  {
    mistake: "an alarm watches a function that is not there",
    file: "stacks/watch.ts",
    from: "AuthFunction: auth.name",
    to: "AuthFunction: api.name",
    test: "cloud",
    only: "every function by its name",
  },
]

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** Runs the tests in the copy. @returns why the mistake does not count as noticed, or undefined when they failed */
function unnoticed(copy: string, { test, only }: Mutation): string | undefined {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      "stacks",
      tests[test],
      ...(only ? ["--testNamePattern", escaped(only)] : []),
    ],
    { cwd: copy, encoding: "utf8", timeout: 300_000, env: { ...process.env, NO_COLOR: "1" } },
  )
  const said = stdout + stderr
  if (status === 0) return /\d+ passed/.test(said) ? "the tests pass" : `no test has a name with "${only}"`
  // A mistake that keeps the definition from being read would fail every test; that is noticed too, but proves nothing.
  return /AssertionError|cdk-nag|AwsSolutions|is not found|Expected \d+ resources/.test(said)
    ? undefined
    : `the tests did not run:\n${said.slice(-2_000)}`
}

const copy = mkdtempSync(join(tmpdir(), "paca-mutations-"))
process.on("exit", () => rmSync(copy, { recursive: true, force: true }))
for (const part of ["functions", "mcp", "stacks", "package.json", "sst.config.ts", "tsconfig.json", "vitest.config.ts"])
  cpSync(join(ROOT, part), join(copy, part), { recursive: true })
cpSync(join(ROOT, "web/messages"), join(copy, "web/messages"), { recursive: true })
// SST's platform is large, and the same for every copy.
for (const part of ["node_modules", ".sst"]) symlinkSync(join(ROOT, part), join(copy, part))

const wanted = process.argv.slice(2)
const chosen = mutations.filter(({ mistake }) => wanted.every((words) => mistake.includes(words)))
let noticed = 0
for (const mutation of chosen) {
  const file = join(copy, mutation.file)
  const source = readFileSync(file, "utf8")
  const standing = source.split(mutation.from).length - 1
  writeFileSync(
    file,
    source.replace(mutation.from, () => mutation.to),
  )
  const why = standing === 1 ? unnoticed(copy, mutation) : `its text stands ${standing} times in ${mutation.file}`
  writeFileSync(file, source)
  if (!why) noticed++
  console.log(`${why ? "NOT NOTICED" : "noticed    "} ${mutation.mistake}${why ? `: ${why}` : ""}`)
}
console.log(`${noticed} of ${chosen.length} noticed`)
process.exitCode = noticed === chosen.length ? 0 : 1
