/// <reference path="./.sst/platform/config.d.ts" />

/**
 * Paca in the cloud: `npx sst deploy --stage prod`. Each file of `stacks/` deploys what it is named after and imports
 * what it stands on; `stacks/README.md` says what must be set first.
 */
export default $config({
  app(input) {
    const production = input.stage === "prod"
    return {
      name: "paca",
      home: "aws",
      removal: production ? "retain" : "remove",
      protect: production,
      providers: {
        aws: "7.20.0",
        neon: "0.13.0",
        upstash: { package: "@upstash/pulumi", version: "0.5.0" },
        "docker-build": "0.0.14",
        random: "4.16.6",
      },
    }
  },
  async run() {
    const { preflight } = await import("./stacks/preflight.ts")
    await preflight()
    await import("./stacks/function.ts")
    const { router } = await import("./stacks/router.ts")
    await import("./stacks/auth.ts")
    await import("./stacks/api.ts")
    await import("./stacks/mcp.ts")
    await import("./stacks/web.ts")
    await import("./stacks/jobs.ts")
    await import("./stacks/containers.ts")
    // While functions run on a developer's machine there is nothing to watch.
    if ($dev) return { url: router.url }
    const { watch } = await import("./stacks/watch.ts")
    return { url: router.url, dashboard: watch.outputs.apply((outputs) => outputs.DashboardUrl) }
  },
})
