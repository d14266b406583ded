import { Bookmark, Bug, CircleDot, GitCommitHorizontal, Zap } from "lucide-react"
import type { Priority } from "../lib/types.ts"

/** An icon for a task type by its usual name; unknown types share one. */
export function TypeIcon({ name, size = 13 }: { name: string | undefined; size?: number }) {
  const lower = (name ?? "").toLowerCase()
  const props = { size, "aria-hidden": true, strokeWidth: 2, className: "shrink-0" }
  if (lower.includes("bug") || lower.includes("defect")) return <Bug {...props} color="var(--red)" />
  if (lower.includes("epic")) return <Zap {...props} color="var(--agent)" />
  if (lower.includes("story") || lower.includes("feature")) return <Bookmark {...props} color="var(--green)" />
  if (lower.includes("sub")) return <GitCommitHorizontal {...props} color="var(--muted)" />
  return <CircleDot {...props} color="var(--blue)" />
}

export const priorities: { value: Priority; label: string; level: number }[] = [
  { value: "highest", label: "Highest", level: 5 },
  { value: "high", label: "High", level: 4 },
  { value: "medium", label: "Medium", level: 3 },
  { value: "low", label: "Low", level: 2 },
  { value: "lowest", label: "Lowest", level: 1 },
]

/** Priority as rising bars; the highest is red. */
export function PriorityIcon({ priority }: { priority: Priority }) {
  const level = priorities.find((p) => p.value === priority)?.level ?? 3
  const colour = level === 5 ? "var(--red)" : level === 4 ? "var(--amber)" : "var(--muted)"
  return (
    <svg aria-hidden width="12" height="12" viewBox="0 0 12 12" className="shrink-0">
      {[1, 2, 3, 4].map((bar) => (
        <rect
          key={bar}
          x={(bar - 1) * 3 + 0.5}
          y={10.5 - bar * 2.2}
          width="2"
          height={bar * 2.2 + 0.5}
          rx="0.7"
          fill={bar < level ? colour : "var(--line-strong)"}
        />
      ))}
    </svg>
  )
}
