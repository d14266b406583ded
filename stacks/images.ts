import { resolve } from "node:path"
import { settings } from "./settings.ts"

/** Builds `images/<name>.Dockerfile` from the repository's root and names it by its digest. */
function image(name: "realtime" | "agent") {
  const title = name === "agent" ? "AgentImage" : "RealtimeImage"
  const repository = new aws.ecr.Repository(`${title}Repository`, {
    name: `paca-${$app.stage}-${name}`,
    imageScanningConfiguration: { scanOnPush: true },
    forceDelete: !settings.production,
  })
  new aws.ecr.LifecyclePolicy(`${title}Lifecycle`, {
    repository: repository.name,
    policy: JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 20 },
          action: { type: "expire" },
        },
      ],
    }),
  })
  const login = aws.ecr.getAuthorizationTokenOutput({ registryId: repository.registryId })
  const built = new dockerbuild.Image(title, {
    context: { location: resolve(".") },
    dockerfile: { location: resolve(`stacks/images/${name}.Dockerfile`) },
    platforms: ["linux/arm64"],
    tags: [$interpolate`${repository.repositoryUrl}:latest`],
    registries: [{ address: repository.repositoryUrl, username: login.userName, password: login.password }],
    push: true,
    buildOnPreview: false,
  })
  return { repository: repository.name, uri: $interpolate`${repository.repositoryUrl}@${built.digest}` }
}

export const realtimeImage = image("realtime")
export const agentImage = image("agent")
