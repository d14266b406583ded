import { t } from "@lingui/core/macro"
import { Faces } from "../components/face.tsx"
import { usePresence } from "../lib/live.ts"

/** Who else looks at this project now. */
export function Present({ projectId, me }: { projectId: string; me: string | undefined }) {
  const present = usePresence(projectId)
  const others = [
    ...new Map(present.filter((each) => each.user_id !== me).map((each) => [each.user_id, each])).values(),
  ]
  return (
    <Faces
      label={t`Looking at this project`}
      size="md"
      members={others.map((each) => ({ id: each.user_id, name: each.name, kind: "user" as const }))}
      className="max-phone:hidden [&>span]:border-bg"
    />
  )
}
