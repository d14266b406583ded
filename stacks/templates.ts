import { execFileSync } from "node:child_process"
import * as z from "zod"

const Template = z.looseObject({})
const Templates = z.object({ network: Template, plane: Template, watch: Template, edge: Template })

/** The CDK stacks, synthesized by a process of their own without the options SST gives to Node. */
const synthesized = execFileSync(process.execPath, ["stacks/synth.ts"], {
  env: { ...process.env, NODE_OPTIONS: "" },
  encoding: "utf8",
  timeout: 120_000,
  stdio: ["ignore", "pipe", "inherit"],
})

export const templates = Templates.parse(JSON.parse(synthesized))
