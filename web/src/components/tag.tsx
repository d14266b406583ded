/** A tag of a task. */
export function Tag({ children }: { children: string }) {
  return <span className="max-w-32 truncate rounded-xs bg-hover px-1.5 py-px text-muted text-xs">{children}</span>
}
