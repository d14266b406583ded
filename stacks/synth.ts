import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { App, Validations } from "aws-cdk-lib"
import { AwsSolutionsChecks } from "cdk-nag"
import { ContainerNetwork } from "./container-network.ts"
import { ContainerPlane } from "./container-plane.ts"
import { EdgeObservability, Observability } from "./observability.ts"

/**
 * Prints the templates of the CDK stacks as JSON: `{network, plane, watch, edge}`, each a CloudFormation template.
 *
 * It runs as a process of its own: the CDK is far too large to be bundled into sst.config.ts. A finding of cdk-nag
 * that no written reason covers fails it, and with it the deployment.
 */
const outdir = mkdtempSync(join(tmpdir(), "paca-synth-"))
try {
  const app = new App({ outdir })
  const stacks = {
    network: new ContainerNetwork(app, "ContainerNetwork"),
    plane: new ContainerPlane(app, "ContainerPlane"),
    watch: new Observability(app, "Observability"),
    edge: new EdgeObservability(app, "EdgeObservability"),
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  const assembly = app.synth()
  const templates = Object.entries(stacks).map(([name, { artifactId }]) => [
    name,
    assembly.getStackArtifact(artifactId).template,
  ])
  process.stdout.write(JSON.stringify(Object.fromEntries(templates)))
} finally {
  rmSync(outdir, { recursive: true, force: true })
}
