import type { Schedule } from "../../lib/api.gen.ts"
import type { Placed } from "./places.ts"
import { rowHeight } from "./roadmap-row.tsx"
import { type Scale, xOf } from "./scale.ts"
import { isBroken } from "./tree.ts"

type Props = {
  dependencies: Schedule["dependencies"]
  /** Where the tasks lie that are shown, by their ids. */
  placed: ReadonlyMap<string, Placed>
  scale: Scale
  /** The lines that are drawn now; a dependency that passes none of them is left out. */
  first: number
  last: number
  /** A line that is being drawn by a pointer. */
  drawn: { from: Placed; x: number; y: number } | undefined
}

const middleOf = ({ index }: Placed) => index * rowHeight + rowHeight / 2
/** How far a line goes straight before it turns. Pixels. */
const STRAIGHT = 9

/** From the end of one bar to the start of another, with right angles. */
function pathOf(from: Placed, to: Placed, scale: Scale): string {
  const [x, y] = [xOf(scale, from.span.end + 1), middleOf(from)]
  const [endX, endY] = [xOf(scale, to.span.start), middleOf(to)]
  if (endX >= x + 2 * STRAIGHT) return `M${x} ${y}H${endX - STRAIGHT}V${endY}H${endX - 2}`
  const between = endY > y ? endY - rowHeight / 2 : endY + rowHeight / 2
  return `M${x} ${y}h${STRAIGHT}V${between}H${endX - STRAIGHT}V${endY}H${endX - 2}`
}

/** Lines from what has to be done first to what waits for it; red and dashed where the order is broken. */
export function Dependencies({ dependencies, placed, scale, first, last, drawn }: Props) {
  const lines = dependencies.flatMap(({ id, from_task_id, to_task_id }) => {
    const [from, to] = [placed.get(from_task_id), placed.get(to_task_id)]
    if (!from || !to) return []
    if (Math.max(from.index, to.index) < first || Math.min(from.index, to.index) > last) return []
    return [{ id, path: pathOf(from, to, scale), broken: isBroken(from.span, to.span) }]
  })
  return (
    <svg
      aria-hidden
      className="pointer-events-none absolute inset-0 size-full overflow-visible"
      fill="none"
      strokeWidth="1.5"
      strokeLinejoin="round"
    >
      <defs>
        {["var(--faint)", "var(--red)"].map((colour, index) => (
          <marker
            key={colour}
            id={`arrow-${index}`}
            viewBox="0 0 6 6"
            refX="5"
            refY="3"
            markerWidth="5"
            markerHeight="5"
            orient="auto"
          >
            <path d="M0 0L6 3L0 6z" fill={colour} stroke="none" />
          </marker>
        ))}
      </defs>
      {lines.map(({ id, path, broken }) => (
        <path
          key={id}
          d={path}
          data-dependency={broken ? "broken" : "kept"}
          stroke={broken ? "var(--red)" : "var(--faint)"}
          strokeDasharray={broken ? "4 3" : undefined}
          markerEnd={broken ? "url(#arrow-1)" : "url(#arrow-0)"}
        />
      ))}
      {drawn && (
        <path
          d={`M${xOf(scale, drawn.from.span.end + 1)} ${middleOf(drawn.from)}L${drawn.x} ${drawn.y}`}
          stroke="var(--accent)"
          strokeDasharray="3 3"
        />
      )}
    </svg>
  )
}
