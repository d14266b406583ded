import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { App, Validations } from "aws-cdk-lib"
import { AwsSolutionsChecks } from "cdk-nag"
import { ContainerNetwork } from "./container-network.ts"
import { ContainerPlane } from "./container-plane.ts"

/**
 * Prints the templates of the container stacks as JSON: `{network, plane}`, each a CloudFormation template.
 *
 * It runs as a process of its own: the CDK is far too large to be bundled into sst.config.ts. A finding of cdk-nag
 * that no written reason covers fails it, and with it the deployment.
 */
const outdir = mkdtempSync(join(tmpdir(), "paca-synth-"))
try {
  const app = new App({ outdir })
  const network = new ContainerNetwork(app, "ContainerNetwork")
  const plane = new ContainerPlane(app, "ContainerPlane")
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  const assembly = app.synth()
  const template = (stack: { artifactId: string }) => assembly.getStackArtifact(stack.artifactId).template
  process.stdout.write(JSON.stringify({ network: template(network), plane: template(plane) }))
} finally {
  rmSync(outdir, { recursive: true, force: true })
}
