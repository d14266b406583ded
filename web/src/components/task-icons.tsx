import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import {
  Bookmark,
  Bug,
  Check,
  Circle,
  CircleDot,
  CornerDownRight,
  FileText,
  Flag,
  FlaskConical,
  Lightbulb,
  type LucideIcon,
  Palette,
  Rocket,
  Search,
  Shield,
  Star,
  Wrench,
  Zap,
} from "lucide-react"
import { i18n } from "../lib/i18n.ts"
import type { Priority } from "../lib/types.ts"

/** The icons a task type can have here; one set elsewhere under another name is shown as a dot. */
const icons: Record<string, LucideIcon> = {
  circle: Circle,
  check: Check,
  bookmark: Bookmark,
  bug: Bug,
  zap: Zap,
  "corner-down-right": CornerDownRight,
  flag: Flag,
  star: Star,
  lightbulb: Lightbulb,
  rocket: Rocket,
  wrench: Wrench,
  shield: Shield,
  search: Search,
  palette: Palette,
  "flask-conical": FlaskConical,
  "file-text": FileText,
}

export const iconNames = Object.keys(icons)

type TypeLook = { icon?: string | undefined; color?: string | undefined; size?: number }

/** The icon of a task type in its colour, lightened where the page is dark. */
export function TypeIcon({ icon, color, size = 13 }: TypeLook) {
  const Icon = icons[icon ?? ""] ?? CircleDot
  const shown = color ? `light-dark(${color}, color-mix(in oklab, ${color} 68%, white))` : "var(--blue)"
  return <Icon size={size} aria-hidden strokeWidth={2} className="shrink-0" style={{ color: shown }} />
}

/** A priority with its name in the language that is read. */
const priority = (value: Priority, level: number, name: MessageDescriptor) => ({
  value,
  level,
  get label() {
    return i18n._(name)
  },
})

export const priorities = [
  priority("highest", 5, msg({ message: "Highest", context: "priority" })),
  priority("high", 4, msg({ message: "High", context: "priority" })),
  priority("medium", 3, msg({ message: "Medium", context: "priority" })),
  priority("low", 2, msg({ message: "Low", context: "priority" })),
  priority("lowest", 1, msg({ message: "Lowest", context: "priority" })),
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
