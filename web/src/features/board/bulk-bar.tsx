import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { CircleDot, Hash, Shapes, SignalHigh, Tag, Timer, Trash2, UserRound, X } from "lucide-react"
import { type ReactNode, useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { LazyPopup } from "../../components/lazy-popup.tsx"
import { MultiPicker, type Option, Picker } from "../../components/picker.tsx"
import type { Board, Card } from "../../lib/api.gen.ts"
import { tagsQuery } from "../../lib/task-queries.ts"
import type { Change } from "./changes.ts"
import { type ChoiceField, choiceLabel, choicesOf, chosenOf, memberOptions, none, pointChoices } from "./choices.tsx"
import { deleteQuestion, selectedWords } from "./words.ts"

type Props = {
  board: Board
  cards: Card[]
  onChange: (change: Change) => void
  onDelete: () => void
  onClear: () => void
}

const icons: Record<ChoiceField, ReactNode> = {
  status: <CircleDot size={13} aria-hidden />,
  priority: <SignalHigh size={13} aria-hidden />,
  task_type: <Shapes size={13} aria-hidden />,
  sprint: <Timer size={13} aria-hidden />,
}

/** The pickers come with the bar; only making them waits until somebody asks, for there are many. */
const nothingToLoad = () => Promise.resolve()

/** What can be done with all tasks that are chosen. */
export default function BulkBar({ board, cards, onChange, onDelete, onClear }: Props) {
  const [asking, setAsking] = useState(false)
  const pointsButton = (
    <Button variant="ghost" aria-label={t`Points`}>
      <Hash size={13} aria-hidden /> {t`Points`}
    </Button>
  )
  return (
    <div
      role="toolbar"
      aria-label={t`Selected tasks`}
      data-selection-bar
      className="popup thin-scroll absolute inset-x-0 bottom-4 z-20 mx-auto flex w-fit max-w-[calc(100%-2rem)] items-center gap-1.5 overflow-x-auto p-1.5"
    >
      <span className="whitespace-nowrap px-2 font-medium tabular-nums">{selectedWords(cards)}</span>
      {(["status", "priority", "task_type", "sprint"] as const).map((field) => (
        <Chooser key={field} field={field} board={board} cards={cards} onChange={onChange} />
      ))}
      <Assignees board={board} cards={cards} onChange={onChange} />
      <LazyPopup trigger={pointsButton} load={nothingToLoad}>
        <Picker
          defaultOpen
          label={t`Points`}
          value={null}
          options={pointChoices().map(({ points, label }) => ({ value: String(points ?? none), label }))}
          onChange={(value) => onChange({ points: value === none ? null : Number(value) })}
          trigger={pointsButton}
        />
      </LazyPopup>
      <Tags board={board} cards={cards} onChange={onChange} />
      <IconButton label={t`Delete the selected tasks`} onClick={() => setAsking(true)}>
        <Trash2 size={14} aria-hidden />
      </IconButton>
      <IconButton label={t`Clear the selection`} onClick={onClear}>
        <X size={14} aria-hidden />
      </IconButton>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={deleteQuestion(cards)}
        action={t`Delete`}
        onConfirm={() => {
          setAsking(false)
          onDelete()
        }}
      >
        {t`They can be brought back from the message that follows.`}
      </Confirm>
    </div>
  )
}

type Part = Pick<Props, "board" | "cards" | "onChange">

function Chooser({ field, board, cards, onChange }: Part & { field: ChoiceField }) {
  const choices = choicesOf(field, board)
  const values = new Set(cards.map((card) => chosenOf(field, card)))
  const [only] = values
  const button = (
    <Button variant="ghost" aria-label={choiceLabel(field)}>
      {icons[field]} {choiceLabel(field)}
    </Button>
  )
  return (
    <LazyPopup trigger={button} load={nothingToLoad}>
      <Picker
        defaultOpen
        label={choiceLabel(field)}
        value={values.size === 1 ? (only ?? null) : null}
        options={choices}
        onChange={(value) => {
          const choice = choices.find((each) => each.value === value)
          if (choice) onChange(choice.set)
        }}
        trigger={button}
      />
    </LazyPopup>
  )
}

/** What all of them have is ticked; ticking gives it to all, and taking the tick away takes it from all. */
function editList(before: string[], after: string[]) {
  return {
    added: after.filter((value) => !before.includes(value)),
    removed: before.filter((value) => !after.includes(value)),
  }
}

const common = (lists: string[][]) => (lists[0] ?? []).filter((value) => lists.every((list) => list.includes(value)))

function Assignees({ board, cards, onChange }: Part) {
  const values = common(cards.map((card) => card.assignee_ids))
  const button = (
    <Button variant="ghost" aria-label={t`Assignees`}>
      <UserRound size={13} aria-hidden /> {t`Assignees`}
    </Button>
  )
  return (
    <LazyPopup trigger={button} load={nothingToLoad}>
      <MultiPicker
        defaultOpen
        label={t`Assignees`}
        values={values}
        options={memberOptions(board)}
        onChange={(next) => {
          const { added, removed } = editList(values, next)
          onChange({
            ...(added.length > 0 && { add_assignee_ids: added }),
            ...(removed.length > 0 && { remove_assignee_ids: removed }),
          })
        }}
        trigger={button}
      />
    </LazyPopup>
  )
}

function Tags({ board, cards, onChange }: Part) {
  const { data: tags = [] } = useQuery(tagsQuery(board.project.id))
  const values = common(cards.map((card) => card.tags))
  const options: Option[] = [...new Set([...tags, ...cards.flatMap((card) => card.tags)])]
    .sort((a, b) => a.localeCompare(b))
    .map((tag) => ({ value: tag, label: tag }))
  const button = (
    <Button variant="ghost" aria-label={t`Tags`}>
      <Tag size={13} aria-hidden /> {t`Tags`}
    </Button>
  )
  return (
    <LazyPopup trigger={button} load={nothingToLoad}>
      <MultiPicker
        defaultOpen
        label={t`Tags`}
        placeholder={t`Find or create a tag…`}
        empty={t`Type a name to create a tag.`}
        values={values}
        options={options}
        onCreate={(tag) => onChange({ add_tags: [tag] })}
        onChange={(next) => {
          const { added, removed } = editList(values, next)
          onChange({
            ...(added.length > 0 && { add_tags: added }),
            ...(removed.length > 0 && { remove_tags: removed }),
          })
        }}
        trigger={button}
      />
    </LazyPopup>
  )
}
