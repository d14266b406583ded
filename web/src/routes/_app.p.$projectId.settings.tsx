import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { buttonLook } from "../components/button.tsx"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { ErrorState } from "../components/page-state.tsx"
import { ReadOnlyNote, SettingsSection } from "../components/settings-section.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { Tabs } from "../components/tabs.tsx"
import { Exports } from "../features/export/exports.tsx"
import { permissionsQuery, projectQuery } from "../features/project/api.ts"
import { DangerZone } from "../features/project/danger-zone.tsx"
import { General } from "../features/project/general.tsx"
import { useSession } from "../features/session/api.ts"
import { Fields } from "../features/settings/fields.tsx"
import { Roles } from "../features/settings/roles.tsx"
import { Statuses } from "../features/settings/statuses.tsx"
import { TaskTypes } from "../features/settings/task-types.tsx"
import { may } from "../lib/access.ts"
import { titled } from "../lib/title.ts"

type Tab = "types" | "statuses" | "fields" | "roles" | "data" | "danger"

const isTab = (value: unknown): value is Tab =>
  typeof value === "string" && /^(types|statuses|fields|roles|data|danger)$/.test(value)

export const Route = createFileRoute("/_app/p/$projectId/settings")({
  validateSearch: (search: Record<string, unknown>): { tab?: Tab } => (isTab(search.tab) ? { tab: search.tab } : {}),
  head: () => titled(t`Settings`),
  component: Settings,
})

/** Everything about a project that can be set; parts that this person may not use are left out. */
function Settings() {
  const { projectId } = Route.useParams()
  const { tab: wanted } = Route.useSearch()
  const navigate = useNavigate()
  const session = useSession()
  const permissions = useQuery(permissionsQuery(projectId))
  const about = useQuery(projectQuery(projectId))
  const project = session.data?.projects.find((each) => each.id === projectId)
  const held = permissions.data
  const can = (action: string) => may(held, action)
  const tabs: { tab: Tab | undefined; label: string }[] = [
    { tab: undefined, label: t`General` },
    ...(can("tasks:read")
      ? [
          { tab: "types" as const, label: t`Task types` },
          { tab: "statuses" as const, label: t`Statuses` },
          { tab: "fields" as const, label: t`Custom fields` },
        ]
      : []),
    ...(can("project.members:read") ? [{ tab: "roles" as const, label: t`Roles` }] : []),
    ...(can("project:export") || can("tasks:import") ? [{ tab: "data" as const, label: t`Data` }] : []),
    ...(can("project:write") || can("project:delete") ? [{ tab: "danger" as const, label: t`Danger zone` }] : []),
  ]
  const tab = tabs.some((each) => each.tab === wanted) ? wanted : undefined
  return (
    <>
      <PageHeader crumb={project?.name ?? null} title={t`Settings`} />
      {permissions.isError ? (
        <ErrorState error={permissions.error} retry={() => permissions.refetch()} />
      ) : !held ? (
        <PageBody>
          <SkeletonLines lines={6} label={t`Loading the settings`} />
        </PageBody>
      ) : (
        <>
          <Tabs label={t`Settings`}>
            {tabs.map((each) => (
              <Link
                key={each.label}
                from={Route.fullPath}
                to="/p/$projectId/settings"
                params={{ projectId }}
                search={each.tab ? { tab: each.tab } : {}}
                activeOptions={{ exact: true, includeSearch: true }}
                resetScroll={false}
              >
                {each.label}
              </Link>
            ))}
          </Tabs>
          <PageBody>
            {about.data?.archived_at && tab !== "danger" && (
              <ReadOnlyNote>
                {t`This project is archived: everybody in it can read it, nobody can change it.`}{" "}
                {can("project:write") && t`Bring it back under Danger zone.`}
              </ReadOnlyNote>
            )}
            {tab === undefined && <General projectId={projectId} canWrite={can("project:write")} />}
            {tab === "types" && <TaskTypes projectId={projectId} canWrite={can("settings:write")} />}
            {tab === "statuses" && <Statuses projectId={projectId} canWrite={can("settings:write")} />}
            {tab === "fields" && <Fields projectId={projectId} canWrite={can("settings:write")} />}
            {tab === "roles" && <Roles projectId={projectId} canWrite={can("project.roles:write")} held={held} />}
            {tab === "data" && can("tasks:import") && (
              <SettingsSection
                title={t`Import`}
                lead={t`Tasks from a CSV file, such as Jira, Linear or a spreadsheet exports.`}
                action={
                  <Link to="/p/$projectId/import" params={{ projectId }} className={buttonLook()}>
                    {t`Import tasks`}
                  </Link>
                }
              >
                {null}
              </SettingsSection>
            )}
            {tab === "data" && can("project:export") && <Exports projectId={projectId} />}
            {tab === "danger" && (
              <DangerZone
                projectId={projectId}
                canArchive={can("project:write")}
                canDelete={can("project:delete")}
                onDeleted={() => navigate({ to: "/" })}
              />
            )}
          </PageBody>
        </>
      )}
    </>
  )
}
