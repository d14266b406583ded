import { t } from "@lingui/core/macro"
import { ChevronLeft, ChevronRight } from "lucide-react"
import { Button, IconButton } from "../../components/button.tsx"
import { Segments } from "../../components/segments.tsx"
import type { Period } from "./month.ts"

const periods = (): { value: Period; label: string }[] => [
  { value: "month", label: t`Month` },
  { value: "week", label: t`Week` },
]

type Props = {
  title: string
  period: Period
  onPeriod?: (period: Period) => void
  onPage: (direction: 1 | -1) => void
  onToday: () => void
  children?: React.ReactNode
}

/** Which month or week is shown. */
export function CalendarToolbar({ title, period, onPeriod, onPage, onToday, children }: Props) {
  return (
    <div role="toolbar" aria-label={t`Calendar`} className="flex h-10 shrink-0 items-center gap-2 px-4 max-phone:h-12">
      <IconButton label={period === "month" ? t`Previous month` : t`Previous week`} onClick={() => onPage(-1)}>
        <ChevronLeft size={15} aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
      <Button onClick={onToday}>{t`Today`}</Button>
      <IconButton label={period === "month" ? t`Next month` : t`Next week`} onClick={() => onPage(1)}>
        <ChevronRight size={15} aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
      <h2 className="min-w-36 font-semibold text-md">{title}</h2>
      {onPeriod && <Segments label={t`Period`} name="period" value={period} onChange={onPeriod} choices={periods()} />}
      {children}
    </div>
  )
}
