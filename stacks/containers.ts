import { databaseUrl } from "./database.ts"
import { agentImage, realtimeImage } from "./images.ts"
import { network } from "./network.ts"
import { router } from "./router.ts"
import { authSecret } from "./secrets.ts"
import { keep, metricsNamespace } from "./settings.ts"
import { templates } from "./templates.ts"
import { valkeyUrl } from "./valkey.ts"

const path = `/paca/${$app.stage}/realtime`
const secrets = Object.entries({ DATABASE_URL: databaseUrl, VALKEY_URL: valkeyUrl, AUTH_SECRET: authSecret }).map(
  ([name, value]) => new aws.ssm.Parameter(`Realtime${name}`, { name: `${path}/${name}`, type: "SecureString", value }),
)

const outputs = network.outputs
const subnets = outputs.apply((all) => String(all.SubnetIds).split(","))

/** Realtime service and agent tasks: `container-plane.ts`. */
export const containers = new aws.cloudformation.Stack(
  "ContainerPlane",
  {
    name: `paca-${$app.stage}-containers`,
    templateBody: JSON.stringify(templates.plane),
    capabilities: ["CAPABILITY_IAM"],
    parameters: {
      VpcId: outputs.VpcId,
      SubnetA: subnets[0],
      SubnetB: subnets[1],
      RealtimeGroupId: outputs.RealtimeGroupId,
      TargetGroupArn: outputs.TargetGroupArn,
      RealtimeImage: realtimeImage.uri,
      RealtimeRepository: realtimeImage.repository,
      AgentImage: agentImage.uri,
      AgentRepository: agentImage.repository,
      AppUrl: router.url,
      MetricsNamespace: metricsNamespace,
      ParameterPath: path,
      RealtimeRevision: $util.all(secrets.map((secret) => secret.version)).apply((versions) => versions.join(".")),
    },
  },
  keep,
)
