import * as z from "zod"
import type { Graph } from "../dry-run/dry-run.ts"
import { billed, free } from "./billed.ts"
import { type PriceName, prices } from "./prices.ts"
import * as usage from "./usage.ts"

/** A part of a month's bill. */
export type Line = { service: string; for: string; usd: number }

const Template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.looseObject({}).default({}) })),
})

type Billable = { type: string; name: string; inputs: Record<string, unknown> }

/** Every resource of the graph, those in the templates of CloudFormation stacks too. SST's own components only group. */
export function resourcesOf(graph: Graph): Billable[] {
  return graph.resources
    .filter(({ type }) => !/^sst:/.test(type))
    .flatMap(({ type, name, inputs }) => {
      if (type !== "aws:cloudformation/stack:Stack") return [{ type, name, inputs }]
      const { Resources } = Template.parse(JSON.parse(z.string().parse(inputs.templateBody)))
      const inside = Object.entries(Resources).map(([id, { Type, Properties }]) => ({
        type: Type,
        name: `${name}/${id}`,
        inputs: Properties,
      }))
      return [{ type, name, inputs }, ...inside]
    })
}

/** Types of the graph that have neither a price nor a reason to have none. */
export function unpriced(graph: Graph): string[] {
  const types = new Set(resourcesOf(graph).map(({ type }) => type))
  return [...types].filter((type) => !billed[type] && !free[type])
}

const price = (name: PriceName) => prices[name].usd

/** What the definition says about sizes and numbers. */
function shapeOf(graph: Graph) {
  const resources = resourcesOf(graph)
  const all = (type: string) => resources.filter((resource) => resource.type === type)
  const gigabytes = (name: string) => {
    const found = all("aws:lambda/function:Function").find((lambda) => lambda.name.startsWith(name))
    return z.number().parse(found?.inputs.memorySize) / 1024
  }
  const task = (name: string) => {
    const found = all("AWS::ECS::TaskDefinition").find((resource) => resource.name.includes(name))
    const { Cpu, Memory } = z.looseObject({ Cpu: z.coerce.number(), Memory: z.coerce.number() }).parse(found?.inputs)
    return { cpu: Cpu / 1024, memory: Memory / 1024 }
  }
  const [target] = all("AWS::ApplicationAutoScaling::ScalableTarget")
  const scaling = z.looseObject({ MinCapacity: z.number(), MaxCapacity: z.number() }).parse(target?.inputs)
  const [database] = all("neon:index/project:Project")
  const { defaultEndpointSettings: compute } = z
    .looseObject({
      defaultEndpointSettings: z.object({ autoscalingLimitMinCu: z.number(), autoscalingLimitMaxCu: z.number() }),
    })
    .parse(database?.inputs)
  const Alarm = z.looseObject({ Metrics: z.array(z.looseObject({ MetricStat: z.unknown().optional() })).optional() })
  const alarmMetrics = all("AWS::CloudWatch::Alarm").map(
    ({ inputs }) => Alarm.parse(inputs).Metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1,
  )
  const Schedule = z.looseObject({ scheduleExpression: z.string() })
  const runs = all("aws:scheduler/schedule:Schedule").map(({ name, inputs }) => ({
    job: name.replace(/Schedule$/, "Handler"),
    runs: runsPerMonth(Schedule.parse(inputs).scheduleExpression),
  }))
  return {
    gigabytes,
    task,
    least: scaling.MinCapacity,
    most: scaling.MaxCapacity,
    leastCu: compute.autoscalingLimitMinCu,
    mostCu: compute.autoscalingLimitMaxCu,
    runs,
    alarmMetrics: alarmMetrics.reduce((sum, metrics) => sum + metrics, 0),
    dashboards: all("AWS::CloudWatch::Dashboard").length,
    balancers: all("AWS::ElasticLoadBalancingV2::LoadBalancer").length,
    subnets: all("AWS::EC2::Subnet").length,
    repositories: all("aws:ecr/repository:Repository").length,
  }
}

export type Shape = ReturnType<typeof shapeOf>
export { shapeOf }

function runsPerMonth(expression: string): number {
  const [, every, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  const length = { minute: 1, hour: 60, day: 1_440 }[unit]
  // Any cron expression here is one run a night.
  return every && length ? usage.minutes / (Number(every) * length) : usage.hours / 24
}

function lambda(shape: Shape, name: keyof typeof usage.seconds, calls: number): number {
  const compute = calls * usage.seconds[name] * shape.gigabytes(name)
  if (name === "RouterEdgeFunction") return (calls / 1e6) * price("edgeCalls") + compute * price("edgeCompute")
  return (calls / 1e6) * price("lambdaCalls") + compute * price("lambdaCompute")
}

function fargate({ cpu, memory }: { cpu: number; memory: number }): number {
  return cpu * price("fargateCpu") + memory * price("fargateMemory") + price("publicAddress")
}

/** What a month costs in which nobody does anything. */
export function atRest(graph: Graph): Line[] {
  const shape = shapeOf(graph)
  const { hours } = usage
  const jobRuns = shape.runs.reduce((sum, { runs }) => sum + runs, 0)
  const jobs = shape.runs.reduce(
    (sum, { job, runs }) => sum + lambda(shape, job as keyof typeof usage.seconds, runs),
    0,
  )
  return [
    {
      service: "Load balancer",
      for: `${shape.balancers}, with an address in each of ${shape.subnets} zones`,
      usd: shape.balancers * hours * (price("balancer") + shape.subnets * price("publicAddress")),
    },
    {
      service: "Neon",
      for: `${shape.leastCu} CU, awake because a job looks in every minute; 1 GB`,
      usd: shape.leastCu * hours * price("neonCompute") + price("neonStorage") + 0.2 * price("neonHistory"),
    },
    {
      service: "Fargate",
      for: `${shape.least} realtime task, with an address`,
      usd: shape.least * hours * fargate(shape.task("Realtime")),
    },
    {
      service: "CloudWatch",
      for: `${shape.dashboards} dashboard, ${shape.alarmMetrics} metrics in alarms, 4 metrics, logs of the jobs`,
      usd:
        shape.dashboards * price("dashboard") +
        shape.alarmMetrics * price("alarm") +
        4 * price("metric") +
        jobRuns * usage.logPerCall * price("logs"),
    },
    {
      service: "Upstash",
      for: "blocking reads of the streams",
      usd: (shape.least * usage.minutes * usage.commands.perQuietMinute * price("upstash")) / 100_000,
    },
    { service: "Lambda", for: `${Math.round(jobRuns / 1000)},000 runs of jobs`, usd: jobs },
    {
      service: "S3, ECR, Scheduler",
      for: "images of 20 releases, calls of jobs",
      usd: ecr(shape) + (jobRuns / 1e6) * price("scheduler"),
    },
  ]
}

/** Releases share their layers: a repository holds about 1 GB. */
const ecr = (shape: Shape) => shape.repositories * price("image")

/** What a month of so many people costs beyond what it costs at rest. */
export function forPeople(graph: Graph, people: number): Line[] {
  const shape = shapeOf(graph)
  const { person, hours } = usage
  const requests = people * (person.apiRequests + person.authRequests + person.mcpRequests + person.pages)
  const million = requests / 1e6
  const tasks = tasksFor(shape, people)
  const agentHours = (people * person.conversations * usage.conversation.minutes) / 60
  const agent = shape.task("Agent")
  const { onSpot } = usage.conversation
  const capacity = agent.cpu * price("fargateCpu") + agent.memory * price("fargateMemory")
  const agents = agentHours * (capacity * (1 - onSpot + onSpot * price("fargateSpot")) + price("publicAddress"))
  return [
    {
      service: "Lambda",
      for: "API, sign-in, MCP, pages, signing at the edge",
      usd:
        lambda(shape, "Api", people * person.apiRequests) +
        lambda(shape, "Auth", people * person.authRequests) +
        lambda(shape, "Mcp", people * person.mcpRequests) +
        lambda(shape, "Web", people * person.pages) +
        lambda(shape, "RouterEdgeFunction", requests),
    },
    {
      service: "CloudFront",
      for: "requests, transfer, routing",
      usd:
        million * (price("cdnRequests") + price("cdnFunction") + 2 * price("cdnStore")) +
        people * person.transferGb * price("cdnTransfer"),
    },
    {
      service: "Upstash",
      for: "limits, events",
      usd:
        ((requests * usage.commands.perRequest + people * person.changes * usage.commands.perChange) *
          price("upstash")) /
        100_000,
    },
    { service: "Fargate", for: `agents (${Math.round(onSpot * 100)} % Spot)`, usd: agents },
    {
      service: "Fargate",
      for: "more realtime tasks while people work",
      // A third of the day: the service shrinks again.
      usd: (Math.max(0, tasks - shape.least) * hours * fargate(shape.task("Realtime"))) / 3,
    },
    {
      service: "Load balancer",
      for: "connections",
      usd: ((people * usage.connectedAtPeak) / 3_000) * (hours / 3) * price("balancerUnit"),
    },
    {
      service: "Neon",
      for: "compute beyond the smallest, storage, a week of changes",
      usd:
        million * usage.databaseHoursPerMillion * price("neonCompute") +
        people * person.databaseGb * (price("neonStorage") + price("neonHistory")),
    },
    {
      service: "S3",
      for: "files and their old versions",
      usd:
        people *
        (person.filesGb * 1.2 * price("s3Storage") +
          (person.fileRequests * (price("s3Writes") + price("s3Reads"))) / 2e6),
    },
    { service: "CloudWatch", for: "logs", usd: requests * usage.logPerCall * price("logs") },
    { service: "SES", for: "mail", usd: ((people * person.mails) / 1_000) * price("mail") },
  ]
}

/** Realtime tasks at the busiest moment, as the scaling would have them, without its end. */
export function tasksFor(shape: Shape, people: number, socketsPerTask = 1_000): number {
  return Math.max(shape.least, Math.ceil((people * usage.connectedAtPeak) / socketsPerTask))
}

export const total = (lines: Line[]) => lines.reduce((sum, { usd }) => sum + usd, 0)
