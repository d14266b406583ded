import { originSecret } from "./secrets.ts"
import { keep } from "./settings.ts"
import { templates } from "./templates.ts"

const cloudFront = aws.ec2.getManagedPrefixListOutput({ name: "com.amazonaws.global.cloudfront.origin-facing" })

/** VPC and load balancer: `container-network.ts`. */
export const network = new aws.cloudformation.Stack(
  "ContainerNetwork",
  {
    name: `paca-${$app.stage}-network`,
    templateBody: JSON.stringify(templates.network),
    capabilities: ["CAPABILITY_IAM"],
    parameters: { CloudFrontPrefixList: cloudFront.id, OriginSecret: originSecret },
  },
  keep,
)
