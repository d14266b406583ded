import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { inputLook } from "../../components/field.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { Usage } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { decimal, monthName, number } from "../../lib/format.ts"
import { usageQuery } from "./api.ts"

type Figure = { label: string; value: string; unit?: string }

/** What is there now. */
const holdings = (usage: Usage): Figure[] => [
  { label: t`People`, value: number(usage.people) },
  { label: t`Agents`, value: number(usage.agents) },
  { label: t`Projects`, value: number(usage.projects) },
  { label: t`Tasks`, value: number(usage.tasks) },
  { label: t`Documents`, value: number(usage.documents) },
  { label: t`Files`, value: decimal(usage.storage_bytes / 1024 / 1024), unit: "MB" },
]

/** What agents did in the month. */
const work = (usage: Usage): Figure[] => [
  { label: t`Conversations`, value: number(usage.conversations) },
  { label: t`Tokens read`, value: number(usage.input_tokens) },
  { label: t`Tokens written`, value: number(usage.output_tokens) },
  { label: t`Time at work`, value: decimal(usage.agent_seconds / 60), unit: t`min` },
]

/** The last twelve months, this one first, in UTC as they are counted. */
function lastMonths(now: number): { value: string; label: string }[] {
  const today = new Date(now)
  return Array.from({ length: 12 }, (_, back) => {
    const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1)).toISOString()
    return { value: first.slice(0, 7), label: monthName(first) }
  })
}

/** What the workspace holds, and what its agents used. */
export function WorkspaceUsage({ workspaceId }: { workspaceId: string }) {
  const months = lastMonths(useMinute())
  const [chosen, setChosen] = useState<string>()
  const month = chosen ?? months[0]?.value ?? ""
  const usage = useQuery(usageQuery(workspaceId, month))
  return (
    <SettingsSection title={t`Usage`} lead={t`What the workspace holds now, and what its agents did in a month.`}>
      {usage.isError ? (
        <ErrorState error={usage.error} retry={() => usage.refetch()} />
      ) : (
        <>
          <Figures label={t`Now`} figures={usage.data && holdings(usage.data)} count={5} />
          <div className="mt-2 flex flex-wrap items-center gap-3">
            <h3 className="font-medium">{t`Agents`}</h3>
            <select
              aria-label={t`Month`}
              value={month}
              onChange={(event) => setChosen(event.target.value)}
              className={cx(inputLook, "h-8 w-44")}
            >
              {months.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          <div className={cx(usage.isPlaceholderData && "opacity-60")}>
            <Figures label={t`Agents in the month`} figures={usage.data && work(usage.data)} count={4} />
          </div>
          {usage.data?.conversations === 0 && (
            <p className="text-muted">
              {t`No agent worked in this month. Assign a task to one, or mention it in a comment, and it begins.`}
            </p>
          )}
        </>
      )}
    </SettingsSection>
  )
}

type FiguresProps = { label: string; figures: Figure[] | undefined; count: number }

function Figures({ label, figures, count }: FiguresProps) {
  if (!figures) {
    return (
      <div role="status" aria-label={t`Loading the usage`} className={grid}>
        {Array.from({ length: count }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the places are alike and never move
          <Skeleton key={place} className="h-[62px]" />
        ))}
      </div>
    )
  }
  return (
    <dl aria-label={label} className={grid}>
      {figures.map((figure) => (
        <div key={figure.label} className="rounded-md border bg-panel px-3 py-2">
          <dt className="text-muted text-xs">{figure.label}</dt>
          <dd className="truncate font-semibold text-lg tabular-nums">
            {figure.value}
            {figure.unit && <span className="font-normal text-muted text-sm"> {figure.unit}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const grid = "grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-2"
