import { plural, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { Button, buttonLook } from "../../components/button.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { Import } from "../../lib/api.gen.ts"
import { number } from "../../lib/format.ts"
import { importQuery, isRunning, useCancelImport } from "./api.ts"
import { ImportErrors } from "./import-errors.tsx"

/** An import that runs, and what came of it. */
export function ImportProgress({ projectId, id, onReset }: { projectId: string; id: string; onReset: () => void }) {
  const query = useQuery(importQuery(projectId, id))
  const cancel = useCancelImport(projectId)
  if (query.isError) return <ErrorState error={query.error} retry={() => query.refetch()} />
  if (!query.data) return <SkeletonLines lines={3} label={t`Loading the import`} />
  const status = query.data
  const { done, total } = status
  const running = isRunning(status.status)
  const share = total > 0 ? Math.min(100, Math.round((done / total) * 100)) : 0
  return (
    <>
      <section aria-label={t`Import`} className="grid gap-3 rounded-md border bg-panel p-4">
        <h2 role="status" className="font-semibold text-md">
          {headline(status)}
        </h2>
        {running && (
          <>
            <div
              role="progressbar"
              aria-label={t`Rows imported`}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={share}
              className="h-1.5 overflow-hidden rounded-full bg-hover"
            >
              <div className="h-full bg-accent transition-[width] duration-150" style={{ width: `${share}%` }} />
            </div>
            <div className="flex items-center gap-3">
              <span className="text-muted tabular-nums">
                {total > 0 ? t`${{ done: number(done) }} of ${{ total: number(total) }} rows` : t`Waiting to start…`}
              </span>
              <Button className="ms-auto" busy={cancel.isPending} onClick={() => cancel.mutate(id)}>
                {t`Cancel`}
              </Button>
            </div>
            <p className="text-muted">{t`You can leave this page; the import goes on.`}</p>
          </>
        )}
        {!running && (
          <>
            {status.reason && <p className="text-red">{status.reason}</p>}
            <p className="text-muted">
              {status.skipped > 0
                ? t`${plural({ created: status.created }, { one: "# task", other: "# tasks" })} created, ${plural({ skipped: status.skipped }, { one: "# row", other: "# rows" })} skipped.`
                : plural({ count: status.created }, { one: "# task created.", other: "# tasks created." })}
            </p>
            <div className="flex flex-wrap gap-2">
              <Link to="/p/$projectId/board" params={{ projectId }} className={buttonLook({ variant: "primary" })}>
                {t`Open the board`}
              </Link>
              <Button onClick={onReset}>{t`Import another file`}</Button>
            </div>
          </>
        )}
      </section>
      {!running && (
        <ImportErrors
          errors={status.errors}
          title={plural({ count: status.errors.length }, { one: "# problem", other: "# problems" })}
        />
      )}
    </>
  )
}

function headline({ status }: Import): string {
  switch (status) {
    case "pending":
      return t`The import is about to start`
    case "processing":
      return t`Importing…`
    case "completed":
      return t`The import is done`
    case "failed":
      return t`The import failed`
    case "cancelled":
      return t`The import was cancelled`
  }
}
