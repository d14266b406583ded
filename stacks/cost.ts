import { report } from "./cost/report.ts"
import { dryRun } from "./dry-run/dry-run.ts"

/** `npm run cost`: prints what a deployment costs and where it ends, from the graph of resources it would make. */
console.log(report(await dryRun({ stage: "prod" })))
