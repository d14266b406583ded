import { t } from "@lingui/core/macro"
import { queryOptions, useQuery } from "@tanstack/react-query"
import { Eye, EyeOff } from "lucide-react"
import { Button } from "../../components/button.tsx"
import { announce } from "../../lib/announce.ts"
import type { Member, Watchers } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { useOptimistic } from "../../lib/optimistic.ts"

type Place = { projectId: string; taskId: string }

const watchers = "/projects/{projectId}/tasks/{taskId}/watchers"

const watchersQuery = ({ projectId, taskId }: Place) =>
  queryOptions({
    queryKey: keys.watchers(projectId, taskId),
    queryFn: ({ signal }) => data(api.GET(watchers, { params: { path: { projectId, taskId } }, signal })),
  })

/** Whether one hears of what is said about the task, and who does. */
export function Watch({
  names,
  disabled,
  ...place
}: Place & { names: Pick<Member, "id" | "name">[]; disabled: boolean }) {
  const { projectId, taskId } = place
  const found = useQuery(watchersQuery(place))
  const watch = useOptimistic<boolean, Watchers>({
    queryKey: keys.watchers(projectId, taskId),
    send: (watching) =>
      done(api.PUT(`${watchers}/me`, { params: { path: { projectId, taskId } }, body: { watching } })),
    patch: (before, watching) => ({ ...before, watching }),
  })
  const { watching = false, member_ids = [] } = found.data ?? {}
  const who = names.filter(({ id }) => member_ids.includes(id)).map(({ name }) => name)
  const label = watching ? t`Stop watching` : t`Watch: hear of what is said here`
  const watchedBy = who.join(", ")
  const title =
    who.length === 0
      ? label
      : watching
        ? t`Stop watching. Watched by ${{ names: watchedBy }}`
        : t`Watch: hear of what is said here. Watched by ${{ names: watchedBy }}`
  return (
    <Button
      variant="ghost"
      aria-label={label}
      aria-pressed={watching}
      title={title}
      disabled={disabled || !found.data}
      className="min-w-7 px-1.5 tabular-nums"
      onClick={() => {
        watch.mutate(!watching)
        announce(watching ? t`You no longer watch this task` : t`You watch this task`)
      }}
    >
      {watching ? <Eye size={15} aria-hidden /> : <EyeOff size={15} aria-hidden />}
      {member_ids.length > 0 && <span aria-hidden>{member_ids.length}</span>}
    </Button>
  )
}
