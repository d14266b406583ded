import { CalendarOff, ChevronLeft, ChevronRight } from "lucide-react"
import { Button, IconButton } from "../../components/button.tsx"
import { Segments } from "../../components/segments.tsx"
import type { Zoom } from "./scale.ts"

const zoomChoices = [
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
  { value: "quarter", label: "Quarter" },
  { value: "year", label: "Year" },
] as const

type Props = {
  zoom: Zoom
  onZoom: (zoom: Zoom) => void
  onPage: (direction: 1 | -1) => void
  onToday: () => void
  /** How many tasks have no dates; undefined until that is known. */
  undated: number | undefined
  showsUndated: boolean
  onUndated: () => void
  truncated: boolean
}

/** Where on the scale one is, and how close. */
export function RoadmapToolbar(props: Props) {
  const { zoom, onZoom, onPage, onToday, undated, showsUndated, onUndated, truncated } = props
  return (
    <div role="toolbar" aria-label="Scale" className="flex h-10 shrink-0 items-center gap-2 px-4">
      <IconButton label="Earlier" onClick={() => onPage(-1)}>
        <ChevronLeft size={15} aria-hidden />
      </IconButton>
      <Button onClick={onToday}>Today</Button>
      <IconButton label="Later" onClick={() => onPage(1)}>
        <ChevronRight size={15} aria-hidden />
      </IconButton>
      <Segments label="Zoom" name="zoom" value={zoom} onChange={onZoom} choices={zoomChoices} className="ml-2" />
      {truncated && (
        <p role="status" className="truncate text-amber text-xs">
          Not all tasks fit: filter, or zoom in, to see the others.
        </p>
      )}
      <UndatedButton count={undated} pressed={showsUndated} onClick={onUndated} />
    </div>
  )
}

/** Shows or hides the list of tasks without dates. */
export function UndatedButton(props: { count: number | undefined; pressed: boolean; onClick: () => void }) {
  const { count, pressed, onClick } = props
  const number = count === undefined ? "" : count.toLocaleString("en-GB")
  return (
    <Button
      variant="ghost"
      aria-pressed={pressed}
      onClick={onClick}
      className="ml-auto aria-pressed:bg-hover aria-pressed:text-ink"
    >
      <CalendarOff size={13} aria-hidden />
      {`Without dates ${number}`}
    </Button>
  )
}
