import { t } from "@lingui/core/macro"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { useMemo } from "react"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { Segments } from "../components/segments.tsx"
import { MyTasks } from "../features/my-tasks/my-tasks.tsx"
import { useSession } from "../features/session/api.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/my-tasks")({
  validateSearch: ({ done }: Record<string, unknown>): { done?: true } => (done === true ? { done } : {}),
  head: () => titled(t`My tasks`),
  component: MyTasksPage,
})

function MyTasksPage() {
  const { done = false } = Route.useSearch()
  const navigate = useNavigate({ from: Route.fullPath })
  const session = useSession()
  const projects = useMemo(
    () => new Map(session.data?.projects.map(({ id, name }) => [id, name])),
    [session.data?.projects],
  )
  return (
    <>
      <PageHeader title={t`My tasks`} />
      <PageBody wide>
        <Segments
          label={t({ message: "Which", context: "tasks" })}
          name="which"
          value={done ? "done" : "open"}
          choices={[
            { value: "open", label: t`To be done` },
            { value: "done", label: t`Done` },
          ]}
          onChange={(which) => navigate({ search: which === "done" ? { done: true } : {}, replace: true })}
          className="justify-self-start"
        />
        <MyTasks done={done} projects={projects} />
      </PageBody>
    </>
  )
}
