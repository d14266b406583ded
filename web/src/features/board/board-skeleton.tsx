import { t } from "@lingui/core/macro"
import { Skeleton } from "../../components/skeleton.tsx"

/** A card that is about to come. */
export function CardSkeleton() {
  return (
    <div className="grid gap-2.5 rounded-md border bg-panel p-2.5">
      <Skeleton className="h-3 w-14" />
      <Skeleton className="h-3.5 w-4/5" />
      <Skeleton className="h-3 w-1/2" />
    </div>
  )
}

/** The board before its data: columns and cards of the usual size. */
export function BoardSkeleton() {
  return (
    <div
      role="status"
      aria-label={t`Loading the board`}
      className="flex min-h-0 flex-1 gap-2 overflow-hidden px-4 pt-1 pb-4"
    >
      {[4, 3, 2, 5].map((cards) => (
        <div
          key={cards}
          className="flex min-w-[220px] max-w-[420px] flex-1 basis-[220px] flex-col gap-2 rounded-md bg-sunken p-2 max-phone:w-[84vw] max-phone:flex-none"
        >
          <Skeleton className="my-1.5 ms-1 h-3.5 w-24" />
          {[1, 2, 3, 4, 5].slice(0, cards).map((card) => (
            <CardSkeleton key={card} />
          ))}
        </div>
      ))}
    </div>
  )
}

/** A table before its data. */
export function TableSkeleton() {
  return (
    <div
      role="status"
      aria-label={t`Loading the table`}
      className="grid min-h-0 flex-1 content-start gap-4 overflow-hidden px-4 pt-4"
    >
      {[1, 2, 3, 4, 5, 6, 7, 8].map((row) => (
        <div key={row} className="flex items-center gap-4">
          <Skeleton className="h-3.5 w-14" />
          <Skeleton className="h-3.5 max-w-96 flex-1" />
          <Skeleton className="ms-auto h-3.5 w-40 max-phone:hidden" />
        </div>
      ))}
    </div>
  )
}
