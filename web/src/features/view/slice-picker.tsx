import { t } from "@lingui/core/macro"
import type { ReactElement } from "react"
import { Picker } from "../../components/picker.tsx"
import { number } from "../../lib/format.ts"
import type { ViewBoard } from "./api.ts"

type Props = {
  board: ViewBoard
  label: string
  slice: string | undefined
  onSlice: (slice: string | undefined) => void
  trigger: ReactElement<Record<string, unknown>>
}

const all = "all"

/** Shows only the tasks of one group, or all of them again. */
export default function SlicePicker({ board, label, slice, onSlice, trigger }: Props) {
  return (
    <Picker
      label={t`Show one ${{ field: label }}`}
      value={slice ?? all}
      align="end"
      defaultOpen
      onChange={(value) => onSlice(value === all ? undefined : value)}
      options={[
        { value: all, label: t`All` },
        ...board.slices.map(({ key, name, total }) => ({
          value: key ?? "null",
          label: name,
          hint: number(total),
        })),
      ]}
      trigger={trigger}
    />
  )
}
