import { t } from "@lingui/core/macro"
import { cx } from "../lib/cx.ts"
import { initials } from "../lib/format.ts"

/** Dark enough for white letters in both themes. */
const colours = ["#b4583b", "#3b6fb4", "#4a7f46", "#8a5a9e", "#8a6d1f", "#2c7d85", "#a8486b", "#5b6b8c"]

/** By name: the same person is known by a user id here and a member id there. */
function colourOf(name: string): string {
  // FNV-1a: names that differ a little get colours that differ.
  let hash = 2166136261
  for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619)
  return colours[(hash >>> 7) % colours.length] ?? "#5b6b8c"
}

type FaceProps = { name: string; kind: "user" | "agent"; size?: "sm" | "md"; className?: string }

/** A member's face: people are round, agents are rounded squares in violet. Put the name beside it or in a label. */
export function Face({ name, kind, size = "sm", className }: FaceProps) {
  return (
    <span
      aria-hidden
      title={name}
      className={cx(
        "grid shrink-0 select-none place-items-center font-semibold text-[#fff]",
        size === "sm" ? "size-5 text-[9px]" : "size-6 text-[10px]",
        kind === "agent" ? "rounded-[7px] bg-[#6a4bd8]" : "rounded-full",
        className,
      )}
      style={kind === "user" ? { background: colourOf(name) } : undefined}
    >
      {initials(name)}
    </span>
  )
}

type FacesProps = {
  members: { id: string; name: string; kind: "user" | "agent" }[]
  max?: number
  size?: "sm" | "md"
  label: string
  className?: string
}

/** A few faces that overlap, and how many more there are. */
export function Faces({ members, max = 4, size = "sm", label, className }: FacesProps) {
  if (members.length === 0) return null
  const shown = members.slice(0, max)
  return (
    <span
      role="img"
      aria-label={t`${label}: ${{ names: members.map((m) => m.name).join(", ") }}`}
      className={cx("flex", className)}
    >
      {shown.map((member, index) => (
        <Face
          key={member.id}
          name={member.name}
          kind={member.kind}
          size={size}
          className={cx("box-content border-2 border-panel", index > 0 && "-ms-1.5")}
        />
      ))}
      {members.length > max && (
        <span className="grid place-items-center ps-1 text-muted text-xs tabular-nums">+{members.length - max}</span>
      )}
    </span>
  )
}
