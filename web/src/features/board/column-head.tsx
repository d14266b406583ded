import { t } from "@lingui/core/macro"
import { ChevronsLeftRight, ChevronsRightLeft } from "lucide-react"
import { IconButton } from "../../components/button.tsx"
import type { Board } from "../../lib/board-cache.ts"
import { number } from "../../lib/format.ts"
import type { Group } from "./grid.ts"
import { sumLabel } from "./grid.ts"
import { GroupIcon } from "./group-icon.tsx"

type Props = {
  board: Board
  group: Group
  filtering: boolean
  onCollapse: (collapsed: boolean) => void
}

/** How many there are, and with a filter of how many. */
export function countOf({ total, all }: Group, filtering: boolean): string {
  const found = number(total)
  return filtering ? t`${found} of ${{ all: number(all) }}` : found
}

/** The title of a column: its sign, its name, how many tasks it has and what they sum up to. */
export function ColumnHead({ board, group, filtering, onCollapse }: Props) {
  const sum = sumLabel(group.sum, board)
  return (
    <header className="relative flex h-10 shrink-0 items-center gap-2 px-3">
      <GroupIcon field={board.view.config.column_by} value={group.key} directory={board} />
      <h2 id={headId(group)} className="truncate font-medium">
        {group.name || t`All tasks`}
      </h2>
      <span className="whitespace-nowrap text-muted tabular-nums">{countOf(group, filtering)}</span>
      {sum && (
        <span
          className="min-w-0 shrink-[1000] truncate text-muted text-xs tabular-nums"
          title={t`${sum} in this column`}
        >
          · {sum}
        </span>
      )}
      <IconButton
        label={t`Collapse ${{ column: group.name }}`}
        className="absolute end-1.5 bg-sunken opacity-0 focus-visible:opacity-100 group-hover/column:opacity-100 max-phone:hidden"
        onClick={() => onCollapse(true)}
      >
        <ChevronsRightLeft size={14} />
      </IconButton>
    </header>
  )
}

export const headId = ({ key }: Group) => `column-${key ?? "null"}`

/** A column that is shown narrow. */
export function NarrowColumn({ board, group, filtering, onCollapse }: Props) {
  return (
    <>
      <IconButton label={t`Expand ${{ column: group.name }}`} onClick={() => onCollapse(false)}>
        <ChevronsLeftRight size={14} />
      </IconButton>
      <GroupIcon field={board.view.config.column_by} value={group.key} directory={board} />
      <span className="font-medium [writing-mode:vertical-rl]">{group.name}</span>
      <span className="text-muted tabular-nums">{countOf(group, filtering)}</span>
    </>
  )
}
