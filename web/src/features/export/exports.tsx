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
import { bytes, counted, dateLabel, fullTime, sinceWords } from "../../lib/format.ts"
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
      title="Export"
      lead="Tasks as CSV, descriptions, comments and documents as Markdown, in one zip. It is made in the background and kept for 7 days."
      action={
        <Button busy={start.isPending} onClick={() => start.mutate()}>
          Export the project
        </Button>
      }
    >
      {list.isPending && <SkeletonLines lines={2} label="Loading the exports" />}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.isSuccess && shown.length === 0 && (
        <p className="rounded-md border border-dashed px-4 py-6 text-center text-muted">
          No exports. Start one to keep a copy of your own, or to take the project elsewhere.
        </p>
      )}
      <ul aria-label="Exports">
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
        title={`Delete ${removing?.file_name ?? ""}?`}
        action="Delete"
        busy={cancel.isPending}
        onConfirm={() => removing && cancel.mutate(removing.id, { onSuccess: () => setRemoving(undefined) })}
      >
        The file is gone then; the project stays as it is. You can export it again.
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
            aria-label={`Tasks exported into ${item.file_name}`}
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
          aria-label={`Download ${item.file_name}`}
          busy={download.isPending}
          onClick={() => download.mutate(item.id)}
        >
          <Download size={13} aria-hidden /> Download
        </Button>
      )}
      {(running || (item.status === "completed" && !item.expired)) && (
        <Button
          variant="ghost"
          aria-label={`${running ? "Cancel" : "Delete"} ${item.file_name}`}
          busy={cancelling}
          onClick={onCancel}
        >
          {running ? "Cancel" : "Delete"}
        </Button>
      )}
    </div>
  )
}

function situation(item: ProjectExport, now: number): string {
  const made = sinceWords(item.created_at, now)
  if (item.status === "pending") return "Waiting to start…"
  if (item.status === "processing")
    return `${item.done.toLocaleString("en-GB")} of ${counted(item.total, "task")}; you can leave this page`
  if (item.status === "failed") return `Failed ${made}: ${item.error_message ?? "try again in a moment"}`
  if (item.expired) return `Made ${made}; its file is gone`
  const until = item.expires_at ? `, kept until ${dateLabel(item.expires_at, now)}` : ""
  return `${counted(item.total, "task")}, ${bytes(item.file_size ?? 0)}, made ${made}${until}`
}
