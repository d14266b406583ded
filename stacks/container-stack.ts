import { BootstraplessSynthesizer, type StackProps } from "aws-cdk-lib"

/** Both container stacks are deployed as plain templates: no CDK bootstrap, no assets, no account or region in them. */
export function plainTemplate(description: string): StackProps {
  return { description, synthesizer: new BootstraplessSynthesizer(), analyticsReporting: false }
}
