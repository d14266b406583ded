import { plural, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { ProjectExport } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { bytes, dateLabel, fullTime, number, sinceWords } from "../../lib/format.ts"
import { exportsQuery, isUnderWay, useCancelExport, useDownloadExport, useStartExport } from "./api.ts"

/** The whole project as one file to keep. */
export function Exports({ projectId }: { projectId: string }) {
  const list = useQuery(exportsQuery(projectId))
  const start = useStartExport(projectId)
  const cancel = useCancelExport(projectId)
  const [removing, setRemoving] = useState<ProjectExport>()
  // What was cancelled or deleted holds nothing any more.
  const shown = list.data?.items.filter((each) => each.status !== "cancelled" && !isDeleted(each)) ?? []
  return (
    <SettingsSection
      title={t`Export`}
      lead={t`Tasks as CSV, descriptions, comments and documents as Markdown, in one zip. It is made in the background and kept for 7 days.`}
      action={
        <Button busy={start.isPending} onClick={() => start.mutate()}>
          {t`Export the project`}
        </Button>
      }
    >
      {list.isPending && <SkeletonLines lines={2} label={t`Loading the exports`} />}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.isSuccess && shown.length === 0 && (
        <p className="rounded-md border border-dashed px-4 py-6 text-center text-muted">
          {t`No exports. Start one to keep a copy of your own, or to take the project elsewhere.`}
        </p>
      )}
      <ul aria-label={t`Exports`}>
        {shown.map((each) => (
          <li key={each.id} className="border-b py-2.5 last:border-0">
            <Row
              projectId={projectId}
              item={each}
              onCancel={() => (isUnderWay(each) ? cancel.mutate(each.id) : setRemoving(each))}
              cancelling={cancel.isPending && cancel.variables === each.id}
            />
          </li>
        ))}
      </ul>
      <Confirm
        open={removing !== undefined}
        onOpenChange={(open) => !open && setRemoving(undefined)}
        title={t`Delete ${{ name: removing?.file_name ?? "" }}?`}
        action={t`Delete`}
        busy={cancel.isPending}
        onConfirm={() => removing && cancel.mutate(removing.id, { onSuccess: () => setRemoving(undefined) })}
      >
        {t`The file is gone then; the project stays as it is. You can export it again.`}
      </Confirm>
    </SettingsSection>
  )
}

const isDeleted = ({ status, file_size }: ProjectExport) => status === "completed" && file_size === null

type RowProps = { projectId: string; item: ProjectExport; onCancel: () => void; cancelling: boolean }

function Row({ projectId, item, onCancel, cancelling }: RowProps) {
  const download = useDownloadExport(projectId)
  const now = useMinute()
  const running = isUnderWay(item)
  const share = item.total > 0 ? Math.min(100, Math.round((item.done / item.total) * 100)) : 0
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <div className="min-w-52 flex-1">
        <div className="truncate font-medium">{item.file_name}</div>
        <div className="min-h-[18px] text-muted text-xs" title={fullTime(item.created_at)}>
          {situation(item, now)}
        </div>
        {running && (
          <div
            role="progressbar"
            aria-label={t`Tasks exported into ${{ name: item.file_name }}`}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={share}
            className="mt-1.5 h-1.5 overflow-hidden rounded-full bg-hover"
          >
            <div className="h-full bg-accent transition-[width] duration-150" style={{ width: `${share}%` }} />
          </div>
        )}
      </div>
      {item.status === "completed" && !item.expired && (
        <Button
          aria-label={t`Download ${{ name: item.file_name }}`}
          busy={download.isPending}
          onClick={() => download.mutate(item.id)}
        >
          <Download size={13} aria-hidden /> {t`Download`}
        </Button>
      )}
      {(running || (item.status === "completed" && !item.expired)) && (
        <Button
          variant="ghost"
          aria-label={running ? t`Cancel ${{ name: item.file_name }}` : t`Delete ${{ name: item.file_name }}`}
          busy={cancelling}
          onClick={onCancel}
        >
          {running ? t`Cancel` : t`Delete`}
        </Button>
      )}
    </div>
  )
}

function situation(item: ProjectExport, now: number): string {
  const made = sinceWords(item.created_at, now)
  if (item.status === "pending") return t`Waiting to start…`
  if (item.status === "processing") {
    const done = number(item.done)
    return plural(
      { count: item.total },
      {
        one: `${done} of # task; you can leave this page`,
        other: `${done} of # tasks; you can leave this page`,
      },
    )
  }
  if (item.status === "failed")
    return item.error_message
      ? t`Failed ${made}: ${{ reason: item.error_message }}`
      : t`Failed ${made}: try again in a moment`
  if (item.expired) return t`Made ${made}; its file is gone`
  const tasks = plural({ count: item.total }, { one: "# task", other: "# tasks" })
  const size = bytes(item.file_size ?? 0)
  if (!item.expires_at) return t`${tasks}, ${size}, made ${made}`
  return t`${tasks}, ${size}, made ${made}, kept until ${{ date: dateLabel(item.expires_at, now) }}`
}
