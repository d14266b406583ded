import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import {
  ArrowDownToLine,
  ArrowUpToLine,
  CircleDot,
  Columns3,
  Copy,
  CopyPlus,
  ExternalLink,
  GitBranch,
  Hash,
  KeyRound,
  Link2,
  PanelRight,
  Rows3,
  Shapes,
  SignalHigh,
  Tag,
  Timer,
  Trash2,
  UserRound,
} from "lucide-react"
import type { ReactNode } from "react"
import { type Anchor, ContextMenu, MenuCheck, SubMenu } from "../../components/context-menu.tsx"
import { MenuItem, MenuLabel, MenuLine } from "../../components/menu.tsx"
import type { Board, Card } from "../../lib/api.gen.ts"
import type { Place } from "../../lib/board-cache.ts"
import { branchName } from "../../lib/branch-name.ts"
import { copyText } from "../../lib/copy.ts"
import { tagsQuery } from "../../lib/task-queries.ts"
import type { Change } from "./changes.ts"
import { choiceLabel, choicesOf, chosenOf, memberOptions, pointChoices } from "./choices.tsx"
import { cellOf, endOf, type Grid, type Spot } from "./grid.ts"
import { GroupIcon } from "./group-icon.tsx"
import { type Property, properties } from "./property-keys.ts"
import { actionsWords, deleteWords } from "./words.ts"

type Props = {
  board: Board
  grid: Grid
  /** What the menu was opened on, and everything it is for. */
  spot: Spot
  cards: Card[]
  anchor: Anchor
  /** The one property whose values are offered; without it, everything is. */
  property?: Property | undefined
  canWrite: boolean
  chosen: boolean
  onClose: () => void
  onChoose: () => void
  onChange: (change: Change) => void
  onMove: (place: Place) => void
  onDuplicate: (card: Card) => void
  onDelete: () => void
}

const icons: Record<Property, ReactNode> = {
  status: <CircleDot />,
  priority: <SignalHigh />,
  task_type: <Shapes />,
  sprint: <Timer />,
  assignee: <UserRound />,
  points: <Hash />,
  tag: <Tag />,
}

/** Everything that can be done with a task, or with all that are chosen with it. */
export default function TaskMenu(props: Props) {
  const { cards, anchor, canWrite, onClose, spot } = props
  const navigate = useNavigate()
  const card = cards.find(({ id }) => id === spot.taskId)
  if (!card) return null
  const single = cards.length === 1
  if (props.property && canWrite) {
    return (
      <ContextMenu anchor={anchor} label={propertyLabel(props.property)} onClose={onClose}>
        <MenuLabel>{propertyLabel(props.property)}</MenuLabel>
        <Values {...props} property={props.property} />
      </ContextMenu>
    )
  }
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
          {single && (
            <MenuItem icon={<CopyPlus />} onSelect={() => props.onDuplicate(card)}>
              {t({ message: "Duplicate", context: "verb" })}
            </MenuItem>
          )}
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
      <SubMenu label={t({ message: "Copy", context: "verb" })} icon={<Copy />}>
        <MenuItem icon={<Link2 />} onSelect={() => copyText(new URL(address, location.href).href, t`Copied the link`)}>
          {t`Link`}
        </MenuItem>
        <MenuItem icon={<KeyRound />} onSelect={() => copyText(card.key, t`Copied ${{ key: card.key }}`)}>
          {t({ message: "Key", context: "of a task" })}
        </MenuItem>
        <MenuItem
          icon={<GitBranch />}
          onSelect={() => copyText(branchName(card), t`Copied ${{ key: branchName(card) }}`)}
        >
          {t`Branch name`}
        </MenuItem>
      </SubMenu>
    </>
  )
}

const propertyLabel = (property: Property): string => {
  if (property === "assignee") return t`Assignees`
  if (property === "points") return t`Points`
  if (property === "tag") return t`Tags`
  return choiceLabel(property)
}

function Fields(props: Props) {
  return properties.map((property) => (
    <SubMenu key={property} label={propertyLabel(property)} icon={icons[property]}>
      <Values {...props} property={property} />
    </SubMenu>
  ))
}

/** The values that a property can have; those that all of the tasks have are ticked. */
function Values({ board, cards, onChange, property }: Props & { property: Property }) {
  const all = (test: (card: Card) => boolean) => cards.every(test)
  switch (property) {
    case "assignee":
      return memberOptions(board).map(({ value, label, icon }) => {
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
      })
    case "points":
      return pointChoices().map(({ points, label }) => (
        <MenuCheck key={label} checked={all((card) => card.points === points)} onChange={() => onChange({ points })}>
          {label}
        </MenuCheck>
      ))
    case "tag":
      return <Tags board={board} cards={cards} onChange={onChange} />
    default:
      return choicesOf(property, board).map((choice) => (
        <MenuCheck
          key={choice.value}
          icon={choice.icon}
          checked={all((card) => chosenOf(property, card) === choice.value)}
          onChange={() => onChange(choice.set)}
        >
          {choice.label}
        </MenuCheck>
      ))
  }
}

function Tags({ board, cards, onChange }: Pick<Props, "board" | "cards" | "onChange">) {
  const { data: known = [], isPending } = useQuery(tagsQuery(board.project.id))
  const tags = [...new Set([...known, ...cards.flatMap((card) => card.tags)])].sort((a, b) => a.localeCompare(b))
  if (tags.length === 0)
    return <MenuLabel>{isPending ? t`Loading…` : t`No tags yet. Write the first one on a task.`}</MenuLabel>
  return tags.map((tag) => {
    const has = cards.every((card) => card.tags.includes(tag))
    return (
      <MenuCheck
        key={tag}
        checked={has}
        stays
        onChange={() => onChange(has ? { remove_tags: [tag] } : { add_tags: [tag] })}
      >
        {tag}
      </MenuCheck>
    )
  })
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
