import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { Button, buttonLook } from "../../components/button.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { Import } from "../../lib/api.gen.ts"
import { counted } from "../../lib/format.ts"
import { importQuery, isRunning, useCancelImport } from "./api.ts"
import { ImportErrors } from "./import-errors.tsx"

/** An import that runs, and what came of it. */
export function ImportProgress({ projectId, id, onReset }: { projectId: string; id: string; onReset: () => void }) {
  const query = useQuery(importQuery(projectId, id))
  const cancel = useCancelImport(projectId)
  if (query.isError) return <ErrorState error={query.error} retry={() => query.refetch()} />
  if (!query.data) return <SkeletonLines lines={3} label="Loading the import" />
  const status = query.data
  const { done, total } = status
  const running = isRunning(status.status)
  const share = total > 0 ? Math.min(100, Math.round((done / total) * 100)) : 0
  return (
    <>
      <section aria-label="Import" className="grid gap-3 rounded-md border bg-panel p-4">
        <h2 role="status" className="font-semibold text-md">
          {headline(status)}
        </h2>
        {running && (
          <>
            <div
              role="progressbar"
              aria-label="Rows imported"
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={share}
              className="h-1.5 overflow-hidden rounded-full bg-hover"
            >
              <div className="h-full bg-accent transition-[width] duration-150" style={{ width: `${share}%` }} />
            </div>
            <div className="flex items-center gap-3">
              <span className="text-muted tabular-nums">
                {total > 0
                  ? `${done.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")} rows`
                  : "Waiting to start…"}
              </span>
              <Button className="ml-auto" busy={cancel.isPending} onClick={() => cancel.mutate(id)}>
                Cancel
              </Button>
            </div>
            <p className="text-muted">You can leave this page; the import goes on.</p>
          </>
        )}
        {!running && (
          <>
            {status.reason && <p className="text-red">{status.reason}</p>}
            <p className="text-muted">
              {counted(status.created, "task")} created
              {status.skipped > 0 && `, ${counted(status.skipped, "row")} skipped`}.
            </p>
            <div className="flex flex-wrap gap-2">
              <Link to="/p/$projectId/board" params={{ projectId }} className={buttonLook({ variant: "primary" })}>
                Open the board
              </Link>
              <Button onClick={onReset}>Import another file</Button>
            </div>
          </>
        )}
      </section>
      {!running && <ImportErrors errors={status.errors} title={counted(status.errors.length, "problem")} />}
    </>
  )
}

function headline({ status }: Import): string {
  switch (status) {
    case "pending":
      return "The import is about to start"
    case "processing":
      return "Importing…"
    case "completed":
      return "The import is done"
    case "failed":
      return "The import failed"
    case "cancelled":
      return "The import was cancelled"
  }
}
