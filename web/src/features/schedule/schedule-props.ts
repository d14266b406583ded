import type { Asked, Board } from "../../lib/board-cache.ts"

/** What a roadmap and a calendar are given by the view's screen. */
export type ScheduleProps = {
  /** What the view's screen knows of the project and of the view. */
  board: Board
  asked: Asked
  /** The view as the address names it, so that both parts of the screen ask for the same. */
  viewName: string
  openKey: string | undefined
  phone: boolean
  onOpen: (key: string) => void
  /** Takes the view's own filter away, for everybody; left out for those who may not. */
  onUnlimit?: (() => void) | undefined
  /** Opens the form of a new task that is due on a day. */
  onNew: (due_date: string) => void
}
