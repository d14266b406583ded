import { api } from "./api.ts"
import { auth } from "./auth.ts"
import { containers } from "./containers.ts"
import { deadLetters } from "./dead-letters.ts"
import { jobNames } from "./jobs.ts"
import { mcp } from "./mcp.ts"
import { network } from "./network.ts"
import { router } from "./router.ts"
import { metricsNamespace, settings } from "./settings.ts"
import { templates } from "./templates.ts"
import { web } from "./web.ts"

/** Alarms and dashboard: `observability.ts`. */
export const watch = new aws.cloudformation.Stack("Observability", {
  name: `paca-${$app.stage}-observability`,
  templateBody: JSON.stringify(templates.watch),
  parameters: {
    AlarmEmail: settings.alarmEmail,
    ApiFunction: api.name,
    AuthFunction: auth.name,
    McpFunction: mcp.name,
    WebFunction: $output(web.nodes.server).apply((server) => server?.name ?? $output("")),
    ...jobNames,
    DeadLettersQueue: deadLetters.name,
    MetricsNamespace: metricsNamespace,
    LoadBalancerName: network.outputs.LoadBalancerName,
    TargetGroupName: network.outputs.TargetGroupName,
    ServicesCluster: containers.outputs.ServicesCluster,
    RealtimeService: containers.outputs.RealtimeService,
    DistributionId: router.distributionID,
  },
})

const virginia = new aws.Provider("Virginia", {
  region: "us-east-1",
  defaultTags: { tags: { "sst:app": $app.name, "sst:stage": $app.stage } },
})

/** What can be watched in us-east-1 only. Its alarms have a topic, and a mail to confirm, of their own. */
new aws.cloudformation.Stack(
  "EdgeObservability",
  {
    name: `paca-${$app.stage}-edge-observability`,
    templateBody: JSON.stringify(templates.edge),
    parameters: {
      AlarmEmail: settings.alarmEmail,
      BudgetUsd: String(settings.budgetUsd),
      DistributionId: router.distributionID,
    },
  },
  { provider: virginia },
)
