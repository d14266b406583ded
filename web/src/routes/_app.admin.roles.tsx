import { createFileRoute } from "@tanstack/react-router"
import { GlobalRoles } from "../features/admin/global-roles.tsx"
import { useSession } from "../features/session/api.ts"
import { may } from "../lib/access.ts"

export const Route = createFileRoute("/_app/admin/roles")({ component: RolesPage })

function RolesPage() {
  const session = useSession()
  const held = session.data?.actions ?? []
  return <GlobalRoles canWrite={may(held, "global_roles:write")} held={held} />
}
