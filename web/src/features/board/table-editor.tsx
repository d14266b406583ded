import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { useRef } from "react"
import { MultiPicker, Picker } from "../../components/picker.tsx"
import type { Board, Card, CustomField } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { tagsQuery } from "../../lib/task-queries.ts"
import type { Change } from "./changes.ts"
import { choiceLabel, choicesOf, chosenOf, memberOptions, none } from "./choices.tsx"
import { TableValue } from "./table-value.tsx"

type Props = {
  board: Board
  card: Card
  field: string
  label: string
  onChange: (change: Change) => void
  onClose: () => void
}

const triggerLook = "flex h-full w-full min-w-0 items-center gap-1.5 px-2 text-start outline-none"

/** Changes one field of a task in its row: by a picker that is open at once, or a field to type into. */
export default function TableEditor(props: Props) {
  const { board, card, field, label, onChange, onClose } = props
  const trigger = (
    <button type="button" aria-label={label} className={triggerLook}>
      <TableValue card={card} field={field} />
    </button>
  )
  const shared = { label, trigger, defaultOpen: true, onOpenChange: (open: boolean) => !open && onClose() }
  if (field === "status" || field === "priority" || field === "task_type" || field === "sprint") {
    const choices = choicesOf(field, board)
    return (
      <Picker
        {...shared}
        label={choiceLabel(field)}
        value={chosenOf(field, card)}
        options={choices}
        onChange={(value) => {
          const choice = choices.find((each) => each.value === value)
          if (choice) onChange(choice.set)
        }}
      />
    )
  }
  if (field === "assignee") {
    return (
      <MultiPicker
        {...shared}
        values={card.assignee_ids}
        options={memberOptions(board)}
        onChange={(assignee_ids) => onChange({ assignee_ids })}
      />
    )
  }
  if (field === "tag") return <TagPicker {...props} shared={shared} />
  if (field === "title") {
    return (
      <Line
        {...props}
        value={card.title}
        onCommit={(text) => text.trim() && onChange({ title: text.trim() })}
        maxLength={500}
      />
    )
  }
  if (field === "points") {
    return <NumberLine {...props} value={card.points} onCommit={(points) => onChange({ points })} />
  }
  if (field === "start_date" || field === "due_date") {
    return (
      <Line
        {...props}
        type="date"
        value={card[field]?.slice(0, 10) ?? ""}
        onCommit={(text) => onChange(field === "due_date" ? { due_date: text || null } : { start_date: text || null })}
      />
    )
  }
  const own = board.custom_fields.find(({ id }) => id === field)
  return own ? <CustomEditor {...props} own={own} shared={shared} /> : null
}

type Shared = Pick<React.ComponentProps<typeof Picker>, "label" | "trigger" | "defaultOpen" | "onOpenChange">

function TagPicker({ board, card, onChange, shared }: Props & { shared: Shared }) {
  const { data: tags = [] } = useQuery(tagsQuery(board.project.id))
  return (
    <MultiPicker
      {...shared}
      placeholder={t`Find or create a tag…`}
      empty={t`Type a name to create a tag.`}
      values={card.tags}
      onCreate={(tag) => onChange({ tags: [...card.tags, tag] })}
      onChange={(next) => onChange({ tags: next })}
      options={[...new Set([...tags, ...card.tags])]
        .sort((a, b) => a.localeCompare(b))
        .map((tag) => ({ value: tag, label: tag }))}
    />
  )
}

function CustomEditor(props: Props & { own: CustomField; shared: Shared }) {
  const { own, card, onChange, shared } = props
  const value = card.custom_fields[own.id]
  const set = (next: string | number | boolean | string[] | null) => onChange({ custom_fields: { [own.id]: next } })
  const options = own.options.map(({ id, name }) => ({ value: id, label: name }))
  switch (own.type) {
    case "multi_select":
      return (
        <MultiPicker
          {...shared}
          values={Array.isArray(value) ? value : []}
          options={options}
          onChange={(next) => set(next.length > 0 ? next : null)}
        />
      )
    case "select":
      return (
        <Picker
          {...shared}
          value={typeof value === "string" ? value : none}
          options={own.required ? options : [...options, { value: none, label: t`No ${{ field: own.name }}` }]}
          onChange={(next) => set(next === none ? null : next)}
        />
      )
    case "boolean":
      return (
        <Picker
          {...shared}
          value={typeof value === "boolean" ? String(value) : none}
          options={[
            { value: "true", label: own.name },
            { value: "false", label: t`Not ${{ field: own.name }}` },
            ...(own.required ? [] : [{ value: none, label: t`Not said` }]),
          ]}
          onChange={(next) => set(next === none ? null : next === "true")}
        />
      )
    case "number":
      return <NumberLine {...props} value={typeof value === "number" ? value : null} onCommit={set} />
    default:
      return (
        <Line
          {...props}
          type={own.type === "date" ? "date" : "text"}
          value={typeof value === "string" ? value : ""}
          onCommit={(text) => set(text.trim() || null)}
        />
      )
  }
}

type LineProps = Pick<Props, "label" | "onClose"> & {
  value: string
  type?: "text" | "date"
  maxLength?: number
  pattern?: string
  onCommit: (text: string) => void
}

/** A field to type into: Enter and leaving it keep what is typed, Escape does not. */
function Line({ label, value, type = "text", maxLength, pattern, onCommit, onClose }: LineProps) {
  const cancelled = useRef(false)
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it appears because the person asked for it
      autoFocus
      aria-label={label}
      type={type}
      defaultValue={value}
      maxLength={maxLength}
      pattern={pattern}
      onFocus={(event) => type === "text" && event.currentTarget.select()}
      onBlur={(event) => {
        const { value: next, validity } = event.currentTarget
        if (!cancelled.current && validity.valid && next !== value) onCommit(next)
        onClose()
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === "Escape") cancelled.current = true
        if ((event.key !== "Escape" && event.key !== "Enter") || event.nativeEvent.isComposing) return
        event.preventDefault()
        event.currentTarget.blur()
      }}
      className={cx("h-full w-full min-w-0 bg-panel px-2 outline-none invalid:text-red", type === "date" && "px-1")}
    />
  )
}

type NumberProps = Pick<Props, "label" | "onClose"> & {
  value: number | null
  onCommit: (value: number | null) => void
}

function NumberLine({ label, value, onCommit, onClose }: NumberProps) {
  return (
    <Line
      label={label}
      onClose={onClose}
      value={value === null ? "" : String(value)}
      pattern="-?\d{1,9}([.,]\d{1,4})?"
      onCommit={(text) => onCommit(text.trim() === "" ? null : Number(text.replace(",", ".")))}
    />
  )
}
