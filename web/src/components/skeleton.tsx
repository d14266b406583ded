import { cx } from "../lib/cx.ts"

/** A grey place where something will stand, of the same size, so that nothing jumps when it comes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx("block animate-shimmer rounded-sm bg-hover", className)} />
}

/** A few lines of text that are not there yet. */
export function SkeletonLines({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="grid gap-2">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move
        <Skeleton key={line} className={line === lines - 1 ? "h-4 w-2/3" : "h-4"} />
      ))}
    </div>
  )
}
