import { execFileSync } from "node:child_process"
import * as z from "zod"

const Templates = z.object({ network: z.looseObject({}), plane: z.looseObject({}) })

/** The container stacks, synthesized by a process of their own without the options SST gives to Node. */
const synthesized = execFileSync(process.execPath, ["stacks/synth.ts"], {
  env: { ...process.env, NODE_OPTIONS: "" },
  encoding: "utf8",
  timeout: 120_000,
  stdio: ["ignore", "pipe", "inherit"],
})

export const templates = Templates.parse(JSON.parse(synthesized))
