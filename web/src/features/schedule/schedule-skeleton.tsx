import { t } from "@lingui/core/macro"
import { Skeleton } from "../../components/skeleton.tsx"

/** A roadmap before its data. */
export function RoadmapSkeleton() {
  return (
    <div
      role="status"
      aria-label={t`Loading the roadmap`}
      className="grid min-h-0 flex-1 content-start gap-4 overflow-hidden p-4"
    >
      {[12, 30, 18, 42, 8, 36, 24].map((left) => (
        <div key={left} className="flex items-center gap-4">
          <Skeleton className="h-4 w-56 shrink-0 max-phone:w-28" />
          <Skeleton className="h-6 w-1/4" />
        </div>
      ))}
    </div>
  )
}
