import { t } from "@lingui/core/macro"
import { CalendarOff, ChevronLeft, ChevronRight } from "lucide-react"
import { Button, IconButton } from "../../components/button.tsx"
import { Segments } from "../../components/segments.tsx"
import { number } from "../../lib/format.ts"
import type { Zoom } from "./scale.ts"

const zoomChoices = (): { value: Zoom; label: string }[] => [
  { value: "week", label: t`Week` },
  { value: "month", label: t`Month` },
  { value: "quarter", label: t`Quarter` },
  { value: "year", label: t`Year` },
]

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
    <div role="toolbar" aria-label={t`Scale`} className="flex h-10 shrink-0 items-center gap-2 px-4">
      {/* Beside a scale that goes from left to right in every language, these do too. */}
      <div dir="ltr" className="flex items-center gap-2">
        <IconButton label={t`Earlier`} onClick={() => onPage(-1)}>
          <ChevronLeft size={15} aria-hidden />
        </IconButton>
        <Button onClick={onToday}>{t`Today`}</Button>
        <IconButton label={t`Later`} onClick={() => onPage(1)}>
          <ChevronRight size={15} aria-hidden />
        </IconButton>
      </div>
      <Segments
        label={t({ message: "Zoom", context: "noun" })}
        name="zoom"
        value={zoom}
        onChange={onZoom}
        choices={zoomChoices()}
        className="ms-2"
      />
      {truncated && (
        <p role="status" className="truncate text-amber text-xs">
          {t`Not all tasks fit: filter, or zoom in, to see the others.`}
        </p>
      )}
      <UndatedButton count={undated} pressed={showsUndated} onClick={onUndated} />
    </div>
  )
}

/** Shows or hides the list of tasks without dates. */
export function UndatedButton(props: { count: number | undefined; pressed: boolean; onClick: () => void }) {
  const { count, pressed, onClick } = props
  return (
    <Button
      variant="ghost"
      aria-pressed={pressed}
      onClick={onClick}
      className="ms-auto aria-pressed:bg-hover aria-pressed:text-ink"
    >
      <CalendarOff size={13} aria-hidden />
      {count === undefined ? t`Without dates` : t`Without dates ${{ count: number(count) }}`}
    </Button>
  )
}
