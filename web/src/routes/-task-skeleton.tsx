import { t } from "@lingui/core/macro"
import { Skeleton, SkeletonLines } from "../components/skeleton.tsx"

/** A task before its data. */
export function TaskSkeleton() {
  return (
    <div role="status" aria-label={t`Loading the task`} className="grid content-start gap-5 px-5 py-4">
      <Skeleton className="h-4 w-16" />
      <Skeleton className="h-7 w-4/5" />
      <div className="grid gap-3">
        {[28, 40, 24, 32, 20].map((width) => (
          <div key={width} className="flex gap-8">
            <Skeleton className="h-4 w-16" />
            <Skeleton className="h-4" />
            <span className="h-4 animate-shimmer rounded-sm bg-hover" style={{ width: width * 4 }} />
          </div>
        ))}
      </div>
      <SkeletonLines lines={4} label="" />
    </div>
  )
}
