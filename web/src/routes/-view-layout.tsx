import { type ComponentProps, lazy, Suspense } from "react"
import { ViewBody } from "../features/board/view-body.tsx"
import type { ScheduleProps } from "../features/schedule/schedule-props.ts"
import { RoadmapSkeleton } from "../features/schedule/schedule-skeleton.tsx"

const Roadmap = lazy(() => import("../features/schedule/roadmap.tsx"))
const Calendar = lazy(() => import("../features/schedule/calendar.tsx"))

type Props = ComponentProps<typeof ViewBody> & { schedule: Omit<ScheduleProps, "board"> }

/** A view in its layout. Roadmaps and calendars ask for their own tasks; of the board they need what it says of the project. */
export function ViewLayout({ schedule, ...body }: Props) {
  const { layout } = body.whole.view
  if (layout !== "roadmap" && layout !== "calendar") return <ViewBody key={body.board.view.id} {...body} />
  const Layout = layout === "roadmap" ? Roadmap : Calendar
  return (
    <Suspense fallback={<RoadmapSkeleton />}>
      <Layout {...schedule} board={body.whole} />
    </Suspense>
  )
}
