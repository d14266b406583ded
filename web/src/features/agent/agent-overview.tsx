import { plural, t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { SelectField } from "../../components/field.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import type { Agent } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { dateLabel, minutesLabel } from "../../lib/format.ts"
import { rolesQuery, useAgentRole } from "./api.ts"
import { Limits, Rights } from "./rights.tsx"

type Props = { agent: Agent; canGrant: boolean; activity: ReactNode }

/** Who an agent is: what it does now, what it thinks with, and what it may do. */
export function AgentOverview({ agent, canGrant, activity }: Props) {
  const now = useMinute()
  const { name, handle } = agent
  const minutes = Math.max(1, Math.round(agent.time_limit_seconds / 60))
  const real: [string, string][] = [
    [t`Server`, agent.base_url ? new URL(agent.base_url).host : t`not set`],
    [t`Key`, agent.has_api_key ? t`stored, encrypted` : t({ message: "none", context: "value" })],
  ]
  const facts: [string, string][] = [
    [t`Handle`, `@${handle}`],
    [t`Model`, agent.provider === "demo" ? t`scripted, no LLM` : agent.model],
    ...(agent.provider === "demo" ? [] : real),
    [
      t`Works at most`,
      t`${plural({ count: agent.max_iterations }, { one: "# step", other: "# steps" })} or ${{ time: minutesLabel(minutes) }} on one thing`,
    ],
    [t`In the team since`, dateLabel(agent.created_at, now)],
  ]
  return (
    <>
      <SettingsSection title={t`Now`}>
        <div className="rounded-md border bg-panel p-3">{activity}</div>
        <p className="text-muted">
          <Trans>
            Assign a task to {name}, write <b className="font-medium text-ink">@{handle}</b> in a comment or a document,
            or{" "}
            <Link
              to="/p/$projectId/agents/$agentId/chat"
              params={{ projectId: agent.project_id, agentId: agent.id }}
              className="text-accent-text underline underline-offset-2"
            >
              chat with it
            </Link>
            . It begins at once, and you watch every step.
          </Trans>
        </p>
      </SettingsSection>
      <SettingsSection title={t`About`}>
        <dl className="grid grid-cols-[120px_minmax(0,1fr)] gap-x-3 gap-y-1.5">
          {facts.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </SettingsSection>
      <AgentRole agent={agent} canGrant={canGrant} />
    </>
  )
}

function AgentRole({ agent, canGrant }: { agent: Agent; canGrant: boolean }) {
  const roles = useQuery(rolesQuery(agent.project_id))
  const change = useAgentRole(agent.project_id, agent.member_id)
  const shownId = change.isPending ? change.variables : agent.role.id
  const role = roles.data?.find((each) => each.id === shownId)
  return (
    <SettingsSection
      title={t`What it may do`}
      lead={t`Its role says so, as it would for a person. It never may more than who gave it the role.`}
    >
      {canGrant && roles.data ? (
        <SelectField
          label={t`Role`}
          className="max-w-60"
          value={shownId}
          disabled={change.isPending}
          onChange={(event) => change.mutate(event.target.value)}
        >
          {!role && <option value={agent.role.id}>{agent.role.name}</option>}
          {roles.data.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </SelectField>
      ) : (
        <p>{agent.role.name}</p>
      )}
      {role && <Rights role={role} />}
      <Limits />
    </SettingsSection>
  )
}
