import { adminRoutes } from "./admin.ts"
import { agentRoutes } from "./agents.ts"
import { documentRoutes } from "./documents.ts"
import { peopleRoutes } from "./people.ts"
import { planningRoutes } from "./planning.ts"
import { projectRoutes } from "./projects.ts"
import { taskRoutes } from "./tasks.ts"
import { viewRoutes } from "./views.ts"

/** Every route of the API, in the order of the OpenAPI document. */
export const routes = [
  ...peopleRoutes,
  ...projectRoutes,
  ...planningRoutes,
  ...viewRoutes,
  ...taskRoutes,
  ...documentRoutes,
  ...agentRoutes,
  ...adminRoutes,
]
