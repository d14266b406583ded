import * as Beginning from "../../core/project/beginning.ts"
import { route } from "../route.ts"

export const beginningRoutes = [
  route("POST", "/onboarding", "onboarding.begin", Beginning.begin, { status: 201 }),
  route("POST", "/workspaces/:workspaceId/projects", "projects.createFromTemplate", Beginning.createFromTemplate, {
    status: 201,
  }),
  route("GET", "/projects/:projectId/first-steps", "projects.firstSteps", Beginning.firstSteps),
  route("DELETE", "/projects/:projectId/sample-tasks", "projects.removeSamples", Beginning.removeSamples),
]
