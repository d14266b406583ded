import { plural, t } from "@lingui/core/macro"
import { SlidersHorizontal } from "lucide-react"
import { lazy } from "react"
import { Button } from "../../components/button.tsx"
import { LazyPopup } from "../../components/lazy-popup.tsx"
import { may } from "../../lib/access.ts"
import type { ViewBoard } from "./api.ts"
import { labelOf } from "./fields.ts"
import { countOf } from "./filter-tree.ts"

const loadSettings = () => import("./view-settings.tsx")
const ViewSettings = lazy(loadSettings)
const loadSlices = () => import("./slice-picker.tsx")
const SlicePicker = lazy(loadSlices)

type Props = {
  board: ViewBoard
  slice: string | undefined
  onSlice: (slice: string | undefined) => void
}

/** Which slice of the view is shown, and for those who may change views how it shows it. */
export function ViewOptions({ board, slice, onSlice }: Props) {
  const { view, slices } = board
  const { slice_by, filters } = view.config
  const conditions = countOf(filters)
  const chosen = slices.find(({ key }) => (key ?? "null") === slice)?.name
  const field = slice_by === null ? "" : labelOf(slice_by, board)
  const words = chosen ? t`${field}: ${{ group: chosen }}` : t`All by ${field}`
  const sliceButton = (
    <Button
      aria-label={words}
      aria-pressed={slice !== undefined}
      className="max-w-52 aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
    >
      <span className="truncate">{words}</span>
    </Button>
  )
  const viewWord = t({ message: "View", context: "noun" })
  const settingsButton = (
    <Button
      aria-label={
        conditions > 0
          ? plural({ count: conditions }, { one: "View, # condition", other: "View, # conditions" })
          : viewWord
      }
    >
      <SlidersHorizontal size={13} aria-hidden />
      <span className="max-phone:hidden">{viewWord}</span>
      {conditions > 0 && (
        <span className="rounded-full bg-accent-soft px-1.5 text-accent-text text-xs">{conditions}</span>
      )}
    </Button>
  )
  return (
    <>
      {slice_by !== null && (
        <LazyPopup trigger={sliceButton} load={loadSlices}>
          <SlicePicker board={board} label={field} slice={slice} onSlice={onSlice} trigger={sliceButton} />
        </LazyPopup>
      )}
      {may(board.actions, "views:write") && (
        <LazyPopup trigger={settingsButton} load={loadSettings}>
          <ViewSettings board={board} trigger={settingsButton} />
        </LazyPopup>
      )}
    </>
  )
}
