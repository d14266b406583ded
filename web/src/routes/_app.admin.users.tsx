import { createFileRoute } from "@tanstack/react-router"
import { Users } from "../features/admin/users.tsx"
import { useSession } from "../features/session/api.ts"
import { may } from "../lib/access.ts"

export const Route = createFileRoute("/_app/admin/users")({ component: UsersPage })

function UsersPage() {
  const session = useSession()
  return <Users canWrite={may(session.data?.actions, "users:write")} me={session.data?.user.id ?? ""} />
}
