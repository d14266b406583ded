import { useMemo } from "react"
import { may } from "../../lib/access.ts"
import { useMinute } from "../../lib/clock.ts"
import { Agenda } from "./agenda.tsx"
import { CalendarGrid } from "./calendar-grid.tsx"
import { DirectoryContext, directoryOf } from "./directory.ts"
import type { ScheduleProps } from "./schedule-props.ts"

/** A view's tasks on the days of a month or a week; on a phone an agenda. */
export default function Calendar(props: ScheduleProps) {
  const { board, phone } = props
  const now = useMinute()
  const canWrite = may(board.actions, "tasks:write")
  const directory = useMemo(() => directoryOf(board, canWrite, now), [board, canWrite, now])
  return (
    <DirectoryContext value={directory}>
      {phone ? <Agenda {...props} /> : <CalendarGrid key={board.view.id} {...props} />}
    </DirectoryContext>
  )
}
