import type { StatusCategory } from "../lib/types.ts"

const fill: Record<StatusCategory, { colour: string; part: number; dashed?: boolean }> = {
  backlog: { colour: "var(--faint)", part: 0, dashed: true },
  refinement: { colour: "var(--faint)", part: 0.25 },
  ready: { colour: "var(--blue)", part: 0 },
  todo: { colour: "var(--faint)", part: 0 },
  inprogress: { colour: "var(--amber)", part: 0.5 },
  done: { colour: "var(--green)", part: 1 },
}

/** How far a status is, as a ring that fills. The status' name stands beside it. */
export function StatusRing({ category, size = 12 }: { category: StatusCategory; size?: number }) {
  const { colour, part, dashed } = fill[category] ?? fill.todo
  const round = 2 * Math.PI * 2
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 12 12" className="shrink-0">
      <circle
        cx="6"
        cy="6"
        r="5"
        fill={part === 1 ? colour : "none"}
        stroke={colour}
        strokeWidth="1.75"
        strokeDasharray={dashed ? "2 1.6" : undefined}
      />
      {part > 0 && part < 1 && (
        <circle
          cx="6"
          cy="6"
          r="2"
          fill="none"
          stroke={colour}
          strokeWidth="4"
          strokeDasharray={`${round * part} ${round}`}
          transform="rotate(-90 6 6)"
        />
      )}
      {part === 1 && <path d="M3.6 6.2 5.3 7.9 8.5 4.5" fill="none" stroke="var(--panel)" strokeWidth="1.4" />}
    </svg>
  )
}
