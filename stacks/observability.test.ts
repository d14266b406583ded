import { readFileSync } from "node:fs"
import { Match, Template } from "aws-cdk-lib/assertions"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { metricLine } from "../functions/realtime/metrics.ts"
import { templates } from "./dry-run/synthesized.ts"

const watch = Template.fromJSON(templates.watch)
const edge = Template.fromJSON(templates.edge)
const both = [watch, edge]

const Ref = z.object({ Ref: z.string() })
const Dimensions = z.array(z.object({ Name: z.string(), Value: z.union([z.string(), Ref]) })).default([])
const Metric = z.object({ Namespace: z.union([z.string(), Ref]), MetricName: z.string(), Dimensions })
const Alarm = z.object({
  Namespace: z.union([z.string(), Ref]).optional(),
  MetricName: z.string().optional(),
  Dimensions,
  Metrics: z.array(z.object({ MetricStat: z.object({ Metric }).optional() })).default([]),
  AlarmDescription: z.string(),
  AlarmActions: z.array(Ref).default([]),
  OKActions: z.array(Ref).default([]),
  TreatMissingData: z.string(),
  Threshold: z.number(),
})

/** The alarms of a template by the names the operator reads. */
function alarmsOf(template: Template) {
  const found = Object.entries(template.findResources("AWS::CloudWatch::Alarm"))
  return Object.fromEntries(found.map(([id, { Properties }]) => [id.slice(0, -8), Alarm.parse(Properties)]))
}

const alarms = { ...alarmsOf(watch), ...alarmsOf(edge) }
const alarm = (name: string) => {
  const found = alarms[name]
  if (!found) expect.fail(`There is no alarm ${name}`)
  return found
}

/** What an alarm looks at, whether it names one metric or calculates with several. */
function metricsOf(name: string): z.infer<typeof Metric>[] {
  const { Namespace, MetricName, Dimensions, Metrics } = alarm(name)
  if (Namespace !== undefined && MetricName !== undefined) return [{ Namespace, MetricName, Dimensions }]
  return Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])
}

describe("the alarms", () => {
  it("are about what people feel", () => {
    expect(Object.keys(alarms)).toEqual([
      "ApiErrors",
      "AuthErrors",
      "McpErrors",
      "WebErrors",
      "Throttled",
      "MailBounces",
      "RealtimeUnhealthy",
      "RealtimeErrors",
      "StreamLag",
      "DispatchDelay",
      "JobsFailing",
      "JobsSilent",
      "DeadLetters",
      "EdgeErrors",
    ])
  })

  it("each reach the operator, also when they are over", () => {
    for (const template of both) {
      const [topic] = Object.keys(template.findResources("AWS::SNS::Topic"))
      for (const [name, { AlarmActions, OKActions }] of Object.entries(alarmsOf(template))) {
        expect([AlarmActions, OKActions], name).toEqual([[{ Ref: topic }], [{ Ref: topic }]])
      }
      template.hasResource("AWS::SNS::Subscription", {
        Condition: "HasAlarmEmail",
        Properties: { Protocol: "email", Endpoint: { Ref: "AlarmEmail" }, TopicArn: { Ref: topic } },
      })
      template.hasResourceProperties("AWS::SNS::TopicPolicy", {
        PolicyDocument: Match.objectLike({
          Statement: Match.arrayWith([
            Match.objectLike({ Action: "sns:Publish", Principal: { Service: "cloudwatch.amazonaws.com" } }),
          ]),
        }),
      })
    }
  })

  it("say what they mean and what to do", () => {
    for (const [name, { AlarmDescription }] of Object.entries(alarms)) {
      expect(AlarmDescription.length, name).toBeGreaterThan(100)
      expect(AlarmDescription.length, name).toBeLessThan(1_024)
      expect(AlarmDescription, name).toMatch(/\b(Read|Look|See|Ask|roll back)\b/)
    }
  })

  it("stand in the guide with the same words", () => {
    const guide = readFileSync(new URL("./README.md", import.meta.url), "utf8")
    const rows = [...guide.matchAll(/^\| `(\w+)` +\|([^|]+)\|([^|]+)\|$/gm)].map(
      ([, name, means = "", act = ""]) => [name, `${means.trim()} ${act.trim()}`] as const,
    )
    const described = Object.entries(alarms).map(([name, { AlarmDescription }]) => [name, AlarmDescription])
    expect(Object.fromEntries(rows)).toMatchObject(Object.fromEntries(described))
  })

  it.each(["Api", "Auth", "Mcp", "Web"])("of %s compare its own failures with its own requests", (surface) => {
    const metrics = metricsOf(`${surface}Errors`)
    expect(metrics.map(({ MetricName }) => MetricName).sort()).toEqual(["Url5xxCount", "UrlRequestCount"])
    for (const { Namespace, Dimensions } of metrics) {
      expect([Namespace, Dimensions]).toEqual([
        "AWS/Lambda",
        [{ Name: "FunctionName", Value: { Ref: `${surface}Function` } }],
      ])
    }
  })

  it("of the product's own metrics name them as the realtime service writes them", () => {
    const line = JSON.parse(metricLine("Paca/test", { OpenSockets: 0, StreamLag: 0, DispatchDelay: 0 }, 0))
    const written = line._aws.CloudWatchMetrics[0].Metrics.map(({ Name }: { Name: string }) => Name)
    for (const name of ["StreamLag", "DispatchDelay"]) {
      expect(written).toContain(name)
      expect(metricsOf(name)).toEqual([
        {
          Namespace: { Ref: "MetricsNamespace" },
          MetricName: name,
          Dimensions: [{ Name: "Service", Value: line.Service }],
        },
      ])
    }
  })

  it("take silence for bad news where something should be heard every minute, and nowhere else", () => {
    const breaching = Object.entries(alarms).filter(([, { TreatMissingData }]) => TreatMissingData === "breaching")
    expect(breaching.map(([name]) => name)).toEqual(["RealtimeUnhealthy", "StreamLag", "JobsSilent"])
  })

  it("of jobs watch every one of them", () => {
    const watched = metricsOf("JobsFailing").flatMap(({ Dimensions }) => Dimensions)
    expect(watched.map(({ Value }) => Value)).toEqual(
      ["Relay", "Stale", "Mails", "Cleanup", "Imports", "Archives"].map((job) => ({ Ref: `${job}Function` })),
    )
    expect(alarm("DeadLetters")).toMatchObject({
      Threshold: 0,
      Dimensions: [{ Name: "QueueName", Value: { Ref: "DeadLettersQueue" } }],
    })
    expect(alarm("JobsSilent")).toMatchObject({ MetricName: "Invocations", Threshold: 1 })
  })

  it("come a second time from the public address itself", () => {
    expect(alarm("EdgeErrors")).toMatchObject({
      Namespace: "AWS/CloudFront",
      MetricName: "5xxErrorRate",
      Dimensions: [
        { Name: "DistributionId", Value: { Ref: "DistributionId" } },
        { Name: "Region", Value: "Global" },
      ],
    })
  })
})

describe("the budget", () => {
  it("is told of before it is used up, by the operator's topic, if there is one", () => {
    const [topic] = Object.keys(edge.findResources("AWS::SNS::Topic"))
    const about = (NotificationType: string, Threshold: number) => ({
      Notification: {
        NotificationType,
        Threshold,
        ThresholdType: "PERCENTAGE",
        ComparisonOperator: "GREATER_THAN",
      },
      Subscribers: [{ SubscriptionType: "SNS", Address: { Ref: topic } }],
    })
    edge.hasResource("AWS::Budgets::Budget", {
      Condition: "HasBudget",
      Properties: {
        Budget: { BudgetType: "COST", TimeUnit: "MONTHLY", BudgetLimit: { Amount: { Ref: "BudgetUsd" }, Unit: "USD" } },
        NotificationsWithSubscribers: [about("ACTUAL", 80), about("ACTUAL", 100), about("FORECASTED", 100)],
      },
    })
    edge.hasResourceProperties("AWS::SNS::TopicPolicy", {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({ Action: "sns:Publish", Principal: { Service: "budgets.amazonaws.com" } }),
        ]),
      }),
    })
  })
})

describe("the dashboard", () => {
  it("is one, and shows every alarm of its region and every metric they are about", () => {
    watch.resourceCountIs("AWS::CloudWatch::Dashboard", 1)
    const body = JSON.stringify(watch.findResources("AWS::CloudWatch::Dashboard"))
    for (const id of Object.keys(watch.findResources("AWS::CloudWatch::Alarm"))) expect(body).toContain(`"${id}"`)
    for (const metric of ["OpenSockets", "StreamLag", "DispatchDelay", "ConversationsRunning", "Url5xxCount", "Errors"])
      expect(body).toContain(metric)
  })
})
