import { useMemo } from "react"
import { may } from "../../lib/access.ts"
import { useMinute } from "../../lib/clock.ts"
import { DirectoryContext, directoryOf } from "./directory.ts"
import { RoadmapChart } from "./roadmap-chart.tsx"
import { RoadmapList } from "./roadmap-list.tsx"
import type { ScheduleProps } from "./schedule-props.ts"

/** A view's tasks on a scale of days; on a phone a list with small bars. */
export default function Roadmap(props: ScheduleProps) {
  const { board, phone } = props
  const now = useMinute()
  const canWrite = may(board.actions, "tasks:write")
  const directory = useMemo(() => directoryOf(board, canWrite, now), [board, canWrite, now])
  return (
    <DirectoryContext value={directory}>
      {phone ? <RoadmapList {...props} /> : <RoadmapChart key={board.view.id} {...props} />}
    </DirectoryContext>
  )
}
