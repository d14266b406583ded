import { t } from "@lingui/core/macro"
import { useNavigate } from "@tanstack/react-router"
import {
  ArrowDownToLine,
  ArrowUpToLine,
  CircleDot,
  Columns3,
  Copy,
  ExternalLink,
  Link2,
  PanelRight,
  Rows3,
  Shapes,
  SignalHigh,
  Timer,
  Trash2,
  UserRound,
} from "lucide-react"
import type { ReactNode } from "react"
import { type Anchor, ContextMenu, MenuCheck, SubMenu } from "../../components/context-menu.tsx"
import { MenuItem, MenuLine } from "../../components/menu.tsx"
import type { Board, Card } from "../../lib/api.gen.ts"
import type { Place } from "../../lib/board-cache.ts"
import { notify } from "../../lib/notify.ts"
import type { Change } from "./changes.ts"
import { type ChoiceField, choiceLabel, choicesOf, chosenOf, memberOptions } from "./choices.tsx"
import { cellOf, endOf, type Grid, type Spot } from "./grid.ts"
import { GroupIcon } from "./group-icon.tsx"
import { actionsWords, deleteWords } from "./words.ts"

type Props = {
  board: Board
  grid: Grid
  /** What the menu was opened on, and everything it is for. */
  spot: Spot
  cards: Card[]
  anchor: Anchor
  canWrite: boolean
  chosen: boolean
  onClose: () => void
  onChoose: () => void
  onChange: (change: Change) => void
  onMove: (place: Place) => void
  onDelete: () => void
}

const icons: Record<ChoiceField, ReactNode> = {
  status: <CircleDot />,
  priority: <SignalHigh />,
  task_type: <Shapes />,
  sprint: <Timer />,
}

/** Everything that can be done with a task, or with all that are chosen with it. */
export default function TaskMenu(props: Props) {
  const { cards, anchor, canWrite, onClose, spot } = props
  const navigate = useNavigate()
  const card = cards.find(({ id }) => id === spot.taskId)
  if (!card) return null
  const single = cards.length === 1
  return (
    <ContextMenu anchor={anchor} label={actionsWords(cards)} onClose={onClose}>
      {single && <TaskLinks {...props} card={card} navigate={navigate} />}
      <MenuCheck checked={props.chosen} onChange={props.onChoose}>
        {t({ message: "Select", context: "verb" })}
      </MenuCheck>
      {canWrite && (
        <>
          <MenuLine />
          <Fields {...props} />
          <MenuLine />
          <Places {...props} />
          <MenuLine />
          <MenuItem icon={<Trash2 />} danger onSelect={props.onDelete}>
            {single ? t`Delete` : deleteWords(cards)}
          </MenuItem>
        </>
      )}
    </ContextMenu>
  )
}

function TaskLinks({ board, card, navigate }: Props & { card: Card; navigate: ReturnType<typeof useNavigate> }) {
  const projectId = board.project.id
  const address = `/p/${projectId}/tasks/${card.number}`
  const copy = (text: string, done: string) =>
    navigator.clipboard.writeText(text).then(
      () => notify(done),
      () => notify(t`The browser does not allow copying. It is ${text}`),
    )
  return (
    <>
      <MenuItem
        icon={<PanelRight />}
        onSelect={() => navigate({ to: ".", search: (old) => ({ ...old, task: card.key }) })}
      >
        {t({ message: "Open", context: "verb" })}
      </MenuItem>
      <MenuItem
        icon={<ExternalLink />}
        onSelect={() =>
          navigate({ to: "/p/$projectId/tasks/$number", params: { projectId, number: String(card.number) } })
        }
      >
        {t`Open as a page`}
      </MenuItem>
      <MenuItem icon={<Link2 />} onSelect={() => copy(new URL(address, location.href).href, t`Copied the link`)}>
        {t`Copy link`}
      </MenuItem>
      <MenuItem icon={<Copy />} onSelect={() => copy(card.key, t`Copied ${{ key: card.key }}`)}>
        {t`Copy key`}
      </MenuItem>
    </>
  )
}

function Fields({ board, cards, onChange }: Props) {
  const all = (test: (card: Card) => boolean) => cards.every(test)
  return (
    <>
      {(["status", "priority", "task_type", "sprint"] as const).map((field) => (
        <SubMenu key={field} label={choiceLabel(field)} icon={icons[field]}>
          {choicesOf(field, board).map((choice) => (
            <MenuCheck
              key={choice.value}
              icon={choice.icon}
              checked={all((card) => chosenOf(field, card) === choice.value)}
              onChange={() => onChange(choice.set)}
            >
              {choice.label}
            </MenuCheck>
          ))}
        </SubMenu>
      ))}
      <SubMenu label={t`Assignees`} icon={<UserRound />}>
        {memberOptions(board).map(({ value, label, icon }) => {
          const has = all((card) => card.assignee_ids.includes(value))
          return (
            <MenuCheck
              key={value}
              icon={icon}
              checked={has}
              stays
              onChange={() => onChange(has ? { remove_assignee_ids: [value] } : { add_assignee_ids: [value] })}
            >
              {label}
            </MenuCheck>
          )
        })}
      </SubMenu>
    </>
  )
}

function Places({ board, grid, spot, onMove }: Props) {
  const { column_by, swimlanes, sort_by } = board.view.config
  const cell = cellOf(grid, spot)
  return (
    <>
      {cell && sort_by === "manual" && (
        <>
          <MenuItem icon={<ArrowUpToLine />} onSelect={() => onMove(endOf(cell, cell.cards, "top"))}>
            {t`Move to the top`}
          </MenuItem>
          <MenuItem icon={<ArrowDownToLine />} onSelect={() => onMove(endOf(cell, cell.cards, "bottom"))}>
            {t`Move to the bottom`}
          </MenuItem>
        </>
      )}
      {grid.columns.length > 1 && (
        <SubMenu label={t`Move to`} icon={<Columns3 />}>
          {grid.columns.map((group) => (
            <MenuItem
              key={group.key ?? "null"}
              icon={<GroupIcon field={column_by} value={group.key} directory={board} />}
              disabled={group.key === spot.column}
              onSelect={() => onMove({ column: group.key, lane: spot.lane, after: null })}
            >
              {group.name}
            </MenuItem>
          ))}
        </SubMenu>
      )}
      {grid.hasLanes && (
        <SubMenu label={t`Move to swimlane`} icon={<Rows3 />}>
          {grid.lanes.map((group) => (
            <MenuItem
              key={group.key ?? "null"}
              icon={<GroupIcon field={swimlanes} value={group.key} directory={board} />}
              disabled={group.key === spot.lane}
              onSelect={() => onMove({ column: spot.column, lane: group.key, after: null })}
            >
              {group.name}
            </MenuItem>
          ))}
        </SubMenu>
      )}
    </>
  )
}
