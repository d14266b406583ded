import { spawnSync } from "node:child_process"
import { parseArgs } from "node:util"

/** `npm run fuzz -- --requests 10000 --seed 1`: the fuzz of `npm test`, for longer or from elsewhere. */
const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
  },
})
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--project", "functions", "functions/api/fuzz.test.ts"],
  { stdio: "inherit", env: { ...process.env, PACA_FUZZ_REQUESTS: values.requests, PACA_FUZZ_SEED: values.seed } },
)
process.exitCode = status ?? 1
