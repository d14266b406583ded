import { Aws, CfnCondition, CfnOutput, CfnParameter, Duration, Fn, Stack } from "aws-cdk-lib"
import * as budgets from "aws-cdk-lib/aws-budgets"
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch"
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions"
import * as iam from "aws-cdk-lib/aws-iam"
import * as sns from "aws-cdk-lib/aws-sns"
import type { Construct } from "constructs"
import { plainTemplate } from "./container-stack.ts"

/** What people call: a Lambda each, with what its failures mean to them. */
const surfaces = {
  Api: "the app shows errors instead of work, and what people enter may not be kept",
  Auth: "people cannot sign in, and who is signed in may be asked to again",
  Mcp: "agents and editors outside Paca get errors from its tools",
  Web: "pages do not open",
} as const
type Surface = keyof typeof surfaces

/** What nobody calls. The first two run every minute. */
const jobs = ["Relay", "Stale", "Mails", "Cleanup", "Imports", "Archives"] as const
type Job = (typeof jobs)[number]

const minute = Duration.minutes(1)
const fiveMinutes = Duration.minutes(5)
const quarter = Duration.minutes(15)
const { GREATER_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } =
  cloudwatch.ComparisonOperator
const { BREACHING, NOT_BREACHING } = cloudwatch.TreatMissingData

interface AlarmProps extends Pick<cloudwatch.AlarmProps, "metric" | "threshold" | "evaluationPeriods"> {
  /** What it means to people. */
  means: string
  /** What to do, or where to look first. */
  act: string
  is?: cloudwatch.ComparisonOperator
  /** Of the evaluated periods so many must be bad; all of them by default. */
  bad?: number
  missing?: cloudwatch.TreatMissingData
}

/** A stack whose alarms reach the operator by mail, and say when they are over. */
class Watch extends Stack {
  readonly topic: sns.Topic
  readonly alarms: cloudwatch.Alarm[] = []

  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, plainTemplate(description))
    const email = new CfnParameter(this, "AlarmEmail", {
      description: "Who hears of alarms; may be empty",
      default: "",
    }).valueAsString
    this.topic = new sns.Topic(this, "Alarms", { enforceSSL: true })
    this.topic.grantPublish(new iam.ServicePrincipal("cloudwatch.amazonaws.com"))
    const subscription = new sns.CfnSubscription(this, "AlarmSubscription", {
      topicArn: this.topic.topicArn,
      protocol: "email",
      endpoint: email,
    })
    subscription.cfnOptions.condition = new CfnCondition(this, "HasAlarmEmail", {
      expression: Fn.conditionNot(Fn.conditionEquals(email, "")),
    })
    new CfnOutput(this, "AlarmTopic", { value: this.topic.topicArn })
  }

  protected parameter(name: string, description: string): string {
    return new CfnParameter(this, name, { description, minLength: 1 }).valueAsString
  }

  protected alarm(id: string, { means, act, is, bad, missing, ...rest }: AlarmProps) {
    const alarm = new cloudwatch.Alarm(this, id, {
      ...rest,
      alarmDescription: `${means} ${act}`,
      comparisonOperator: is ?? GREATER_THAN_THRESHOLD,
      datapointsToAlarm: bad ?? rest.evaluationPeriods,
      treatMissingData: missing ?? NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(this.topic))
    alarm.addOkAction(new SnsAction(this.topic))
    this.alarms.push(alarm)
  }
}

/**
 * What the operator hears and sees: an alarm for whatever people feel, and one dashboard.
 *
 * It is deployed last, by the names of all that it watches. Who reads it knows nothing yet: so each alarm says what it
 * means and what to do, and `README.md` repeats it.
 */
export class Observability extends Watch {
  constructor(scope: Construct, id: string) {
    super(scope, id, "Paca: alarms and dashboard")
    const functions = (names: readonly (Surface | Job)[]) =>
      Object.fromEntries(names.map((name) => [name, this.parameter(`${name}Function`, `Name of the function ${name}`)]))
    const surfaceNames = functions(Object.keys(surfaces) as Surface[])
    const jobNames = functions(jobs)
    const own = this.ownMetrics(this.parameter("MetricsNamespace", "What CloudWatch calls the product's own metrics"))
    const target = this.targetMetrics()
    const deadLetters = new cloudwatch.Metric({
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensionsMap: { QueueName: this.parameter("DeadLettersQueue", "Name of the queue of dead letters") },
      statistic: "Maximum",
      period: fiveMinutes,
    })

    this.alarmsOfSurfaces(surfaceNames)
    this.alarmsOfRealtime(own, target)
    this.alarmsOfJobs(jobNames, deadLetters)
    this.dashboard(surfaceNames, jobNames, own, target, deadLetters)
  }

  /** Written by the realtime service: `functions/realtime/metrics.ts`. */
  private ownMetrics(namespace: string) {
    const metric = (metricName: string, statistic: string, label: string) =>
      new cloudwatch.Metric({
        namespace,
        metricName,
        statistic,
        label,
        dimensionsMap: { Service: "realtime" },
        period: minute,
      })
    return {
      sockets: metric("OpenSockets", "Sum", "Open connections"),
      tasks: metric("OpenSockets", "SampleCount", "Tasks"),
      lag: metric("StreamLag", "Maximum", "Stream lag"),
      delay: metric("DispatchDelay", "Maximum", "Dispatch delay"),
      running: metric("ConversationsRunning", "Maximum", "Agents at work"),
    }
  }

  /** Counted by the load balancer before the realtime service. */
  private targetMetrics() {
    const dimensionsMap = {
      LoadBalancer: this.parameter("LoadBalancerName", "Full name, for metrics"),
      TargetGroup: this.parameter("TargetGroupName", "Full name, for metrics"),
    }
    const metric = (metricName: string, statistic: string) =>
      new cloudwatch.Metric({ namespace: "AWS/ApplicationELB", metricName, statistic, period: minute, dimensionsMap })
    return { healthy: metric("HealthyHostCount", "Minimum"), errors: metric("HTTPCode_Target_5XX_Count", "Sum") }
  }

  private alarmsOfSurfaces(names: Record<string, string>) {
    for (const [surface, feel] of Object.entries(surfaces)) {
      this.alarm(`${surface}Errors`, {
        means: `More than 5 % of the requests to ${surface} (and at least 5 in five minutes) fail: ${feel}.`,
        act: `Read the log of ${surface} (dashboard, "Errors"). After a deployment: roll back. Else look at Neon's and Upstash's status pages.`,
        metric: errorShare(names[surface] ?? ""),
        threshold: 5,
        evaluationPeriods: 3,
        bad: 2,
      })
    }
    this.alarm("Throttled", {
      means: "Lambda refused calls in this account: it ran as many at once as it may, and people see errors.",
      act: 'Ask for more "Concurrent executions" in Service Quotas; meanwhile see on the dashboard whose calls they are.',
      metric: new cloudwatch.Metric({
        namespace: "AWS/Lambda",
        metricName: "Throttles",
        statistic: "Sum",
        period: fiveMinutes,
      }),
      threshold: 0,
      evaluationPeriods: 2,
    })
    this.alarm("MailBounces", {
      means: "More than 4 % of the mail comes back: SES stops all of it near 10 %, and with it invitations and resets.",
      act: "See in SES (Account dashboard, Reputation metrics) whose mail it is; remove addresses that do not exist.",
      metric: new cloudwatch.Metric({
        namespace: "AWS/SES",
        metricName: "Reputation.BounceRate",
        statistic: "Average",
        period: Duration.hours(1),
      }),
      threshold: 0.04,
      evaluationPeriods: 1,
    })
  }

  private alarmsOfRealtime(
    own: ReturnType<Observability["ownMetrics"]>,
    target: ReturnType<Observability["targetMetrics"]>,
  ) {
    this.alarm("RealtimeUnhealthy", {
      means: "No healthy realtime task for three minutes: pages do not update by themselves, and no agent starts.",
      act: "Look at the service's events and stopped tasks in ECS. After a deployment: roll back. It starts anew by itself when the cause is gone.",
      metric: target.healthy,
      is: LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 3,
      missing: BREACHING,
    })
    this.alarm("RealtimeErrors", {
      means: "The realtime service answers more than ten requests a minute with errors: connections cannot be opened.",
      act: "Read the log of realtime (dashboard). Most often the database or Valkey does not answer: see their status pages.",
      metric: target.errors,
      threshold: 10,
      evaluationPeriods: 5,
    })
    this.alarm("StreamLag", {
      means: "Changes reach other people's screens more than 30 s late, or not at all, for three minutes.",
      act: "Look at Upstash: is it up, is its plan used up? If it is fine, the service is behind: see its CPU on the dashboard, and restart it.",
      metric: own.lag,
      threshold: 30,
      evaluationPeriods: 3,
      missing: BREACHING,
    })
    this.alarm("DispatchDelay", {
      means: "Agents start more than a minute after they were asked, or not at all.",
      act: 'Read the log of realtime for "a trigger failed": it names ECS\'s reason. Most often the quota of Fargate vCPUs is used up, or the image cannot be pulled.',
      metric: own.delay,
      threshold: 60,
      evaluationPeriods: 5,
      bad: 3,
    })
  }

  private alarmsOfJobs(names: Record<string, string>, deadLetters: cloudwatch.Metric) {
    this.alarm("JobsFailing", {
      means:
        "Scheduled work failed three times within a quarter of an hour: late events, silent agents, mails, imports or clean-up.",
      act: 'See on the dashboard ("Jobs") which one it is, and read its log. What it left undone it does at its next run.',
      metric: sum(Object.values(names).map((name) => lambda(name, "Errors", "Sum", quarter))),
      is: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 3,
      evaluationPeriods: 1,
    })
    this.alarm("JobsSilent", {
      means: "The job of every minute has not run for ten minutes: its schedule is gone or disabled.",
      act: "Look at the schedules in EventBridge Scheduler; the next deployment makes a missing one again.",
      metric: lambda(names.Relay ?? "", "Invocations", "Sum", fiveMinutes),
      is: LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 2,
      missing: BREACHING,
    })
    this.alarm("DeadLetters", {
      means: "An import or export failed again and again and was given up by AWS.",
      act: "Read the message in the queue of dead letters: it names the object and the error. The sweep of every minute still tries; purge the queue when it is done.",
      metric: deadLetters,
      threshold: 0,
      evaluationPeriods: 1,
    })
  }

  private dashboard(
    surfaceNames: Record<string, string>,
    jobNames: Record<string, string>,
    own: ReturnType<Observability["ownMetrics"]>,
    target: ReturnType<Observability["targetMetrics"]>,
    deadLetters: cloudwatch.Metric,
  ) {
    const edge = (metricName: string, statistic: string) =>
      new cloudwatch.Metric({
        namespace: "AWS/CloudFront",
        metricName,
        statistic,
        region: "us-east-1",
        dimensionsMap: { DistributionId: this.parameterOnce("DistributionId"), Region: "Global" },
        period: fiveMinutes,
      })
    const service = (metricName: string) =>
      new cloudwatch.Metric({
        namespace: "AWS/ECS",
        metricName,
        statistic: "Maximum",
        dimensionsMap: {
          ClusterName: this.parameterOnce("ServicesCluster"),
          ServiceName: this.parameterOnce("RealtimeService"),
        },
        period: minute,
      })
    const each = (names: Record<string, string>, metricName: string, statistic: string) =>
      Object.entries(names).map(([label, name]) => lambda(name, metricName, statistic, fiveMinutes).with({ label }))
    const graph = (title: string, left: cloudwatch.IMetric[], more: Partial<cloudwatch.GraphWidgetProps> = {}) =>
      new cloudwatch.GraphWidget({ title, left, width: 8, height: 6, ...more })

    const dashboard = new cloudwatch.Dashboard(this, "Dashboard", { defaultInterval: Duration.hours(6) })
    dashboard.addWidgets(
      new cloudwatch.AlarmStatusWidget({ title: "Alarms", alarms: this.alarms, width: 24, height: 3 }),
    )
    dashboard.addWidgets(
      graph("Requests at the edge", [edge("Requests", "Sum")], { right: [edge("5xxErrorRate", "Average")] }),
      graph("Requests", each(surfaceNames, "UrlRequestCount", "Sum")),
      graph("Errors", each(surfaceNames, "Url5xxCount", "Sum")),
    )
    dashboard.addWidgets(
      graph("Time to answer, median (ms)", each(surfaceNames, "UrlRequestLatency", "p50")),
      graph("Time to answer, slowest twentieth (ms)", each(surfaceNames, "UrlRequestLatency", "p95")),
      graph("At once", each({ ...surfaceNames, ...jobNames }, "ConcurrentExecutions", "Maximum")),
    )
    dashboard.addWidgets(
      graph("Live: connections and tasks", [own.sockets], { right: [own.tasks, target.healthy] }),
      graph("Live: lag (s)", [own.lag, own.delay]),
      graph("Live: processor and memory (%)", [service("CPUUtilization"), service("MemoryUtilization")]),
    )
    dashboard.addWidgets(
      graph("Agents at work", [own.running]),
      graph("Jobs: errors", each(jobNames, "Errors", "Sum"), { right: [deadLetters] }),
      graph("Jobs: longest run (ms)", each(jobNames, "Duration", "Maximum")),
    )
    new CfnOutput(this, "DashboardUrl", {
      value: `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${dashboard.dashboardName}`,
    })
  }

  private parameterOnce(name: keyof typeof shown): string {
    const made = this.node.tryFindChild(name)
    return made instanceof CfnParameter ? made.valueAsString : this.parameter(name, shown[name])
  }
}

/** What only the dashboard names. */
const shown = {
  DistributionId: "The CloudFront distribution",
  ServicesCluster: "Name of the cluster of the realtime service",
  RealtimeService: "Name of the realtime service",
} as const

/** What is measured in us-east-1 only, wherever Paca runs: CloudFront. The budget is watched from there too. */
export class EdgeObservability extends Watch {
  constructor(scope: Construct, id: string) {
    super(scope, id, "Paca: alarms of the edge, and the budget")
    const distribution = this.parameter("DistributionId", "The CloudFront distribution")
    this.alarm("EdgeErrors", {
      means: "More than 5 % of all requests fail at the public address, for ten minutes.",
      act: "See which surface's alarm came with it. If none did, the edge cannot reach them: look at CloudFront's status, and at the last deployment of the router.",
      metric: new cloudwatch.Metric({
        namespace: "AWS/CloudFront",
        metricName: "5xxErrorRate",
        statistic: "Average",
        dimensionsMap: { DistributionId: distribution, Region: "Global" },
        period: fiveMinutes,
      }),
      threshold: 5,
      evaluationPeriods: 2,
    })
    this.budget()
  }

  /** Mails when the account's month has cost 80 % and 100 % of the budget, and when it is going to cost more. */
  private budget() {
    const amount = new CfnParameter(this, "BudgetUsd", {
      description: "What the account may cost in a month, in US dollars; 0 for no budget",
      type: "Number",
      minValue: 0,
      default: 0,
    })
    this.topic.grantPublish(new iam.ServicePrincipal("budgets.amazonaws.com"))
    const subscribers = [{ subscriptionType: "SNS", address: this.topic.topicArn }]
    const when = (notificationType: string, threshold: number) => ({
      notification: { notificationType, threshold, thresholdType: "PERCENTAGE", comparisonOperator: "GREATER_THAN" },
      subscribers,
    })
    const budget = new budgets.CfnBudget(this, "Budget", {
      budget: {
        budgetType: "COST",
        timeUnit: "MONTHLY",
        budgetLimit: { amount: amount.valueAsNumber, unit: "USD" },
      },
      notificationsWithSubscribers: [when("ACTUAL", 80), when("ACTUAL", 100), when("FORECASTED", 100)],
    })
    budget.cfnOptions.condition = new CfnCondition(this, "HasBudget", {
      expression: Fn.conditionNot(Fn.conditionEquals(amount.valueAsNumber, "0")),
    })
  }
}

function lambda(FunctionName: string, metricName: string, statistic: string, period: Duration): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: "AWS/Lambda",
    metricName,
    statistic,
    period,
    dimensionsMap: { FunctionName },
  })
}

/** Percent of a function URL's requests that were answered with 5xx; few failures in five minutes count as none. */
function errorShare(name: string): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: "IF(FILL(errors, 0) >= 5, 100 * errors / requests, 0)",
    label: "Failed requests (%)",
    period: fiveMinutes,
    usingMetrics: {
      errors: lambda(name, "Url5xxCount", "Sum", fiveMinutes),
      requests: lambda(name, "UrlRequestCount", "Sum", fiveMinutes),
    },
  })
}

function sum(metrics: cloudwatch.Metric[]): cloudwatch.MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]))
  return new cloudwatch.MathExpression({
    expression: "SUM(METRICS())",
    label: "Failures",
    period: quarter,
    usingMetrics,
  })
}
