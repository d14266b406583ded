import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { inputLook } from "../../components/field.tsx"
import { MultiPicker, type Option } from "../../components/picker.tsx"
import { priorities } from "../../components/task-icons.tsx"
import { cx } from "../../lib/cx.ts"
import { i18n } from "../../lib/i18n.ts"
import { tagsQuery } from "../../lib/task-queries.ts"
import type { ViewBoard } from "./api.ts"
import { type Kind, labelOf } from "./fields.ts"
import type { Condition } from "./filter-tree.ts"

type Values = Condition["values"]
type Props = {
  board: ViewBoard
  field: string
  kind: Kind
  taken: "none" | "one" | "two" | "many"
  values: Values
  onChange: (values: Values) => void
}

const valueLook = cx(inputLook, "h-8 px-1.5")

/** What a condition compares with, by a picker of its field's values or a field to type into. */
export function FilterValue({ board, field, kind, taken, values, onChange }: Props) {
  const name = labelOf(field, board)
  if (kind === "choice") return <Choices {...{ board, field, kind, taken, values, onChange }} />
  if (kind === "boolean") {
    return (
      <select
        aria-label={t`Value of ${{ field: name }}`}
        className={valueLook}
        value={values.length > 0 ? String(values[0]) : ""}
        onChange={(event) => onChange([event.target.value === "true"])}
      >
        <option value="" disabled>
          {t`Choose…`}
        </option>
        <option value="true">{t`ticked`}</option>
        <option value="false">{t`not ticked`}</option>
      </select>
    )
  }
  const places = taken === "two" ? [0, 1] : [0]
  const put = (place: number, value: Values[number]) => {
    const next = [...values]
    next[place] = value
    onChange(places.map((each) => next[each] ?? ""))
  }
  const labelAt = (place: number) => {
    if (places.length === 1) return t`Value of ${{ field: name }}`
    return place === 0 ? t`Value of ${{ field: name }}, from` : t`Value of ${{ field: name }}, to`
  }
  const Input = kind === "date" ? Day : kind === "number" ? NumberInput : TextInput
  return (
    <div className="flex items-center gap-1.5">
      {places.map((place) => (
        <Input key={place} label={labelAt(place)} value={values[place]} onChange={(value) => put(place, value)} />
      ))}
    </div>
  )
}

type InputProps = { label: string; value: Values[number] | undefined; onChange: (value: Values[number]) => void }

function TextInput({ label, value, onChange }: InputProps) {
  return (
    <input
      aria-label={label}
      className={valueLook}
      maxLength={500}
      value={String(value ?? "")}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

function NumberInput({ label, value, onChange }: InputProps) {
  return (
    <input
      aria-label={label}
      type="number"
      step="any"
      className={valueLook}
      value={String(value ?? "")}
      onChange={(event) => onChange(event.target.value === "" ? "" : event.target.valueAsNumber)}
    />
  )
}

const relative = [
  { value: "today", label: msg`Today` },
  { value: "yesterday", label: msg`Yesterday` },
  { value: "tomorrow", label: msg`Tomorrow` },
  { value: "this_week", label: msg`This week` },
  { value: "last_week", label: msg`Last week` },
  { value: "next_week", label: msg`Next week` },
  { value: "this_month", label: msg`This month` },
  { value: "last_month", label: msg`Last month` },
  { value: "next_month", label: msg`Next month` },
]

/** A day that moves with the calendar, or a date. */
function Day({ label, value, onChange }: InputProps) {
  const text = String(value ?? "")
  const isDate = text === "date" || /^\d{4}-/.test(text)
  return (
    <span className="flex min-w-0 flex-1 items-center gap-1.5">
      <select
        aria-label={label}
        className={valueLook}
        value={isDate ? "date" : text}
        onChange={(event) =>
          onChange(event.target.value === "date" ? new Date().toISOString().slice(0, 10) : event.target.value)
        }
      >
        <option value="" disabled>
          {t`Choose…`}
        </option>
        {relative.map((day) => (
          <option key={day.value} value={day.value}>
            {i18n._(day.label)}
          </option>
        ))}
        <option value="date">{t`A date…`}</option>
      </select>
      {isDate && (
        <input
          aria-label={t`${label}, date`}
          type="date"
          className={valueLook}
          value={text}
          onChange={(event) => event.target.value && onChange(event.target.value)}
        />
      )}
    </span>
  )
}

const categories = [
  { value: "backlog", label: msg`Backlog` },
  { value: "refinement", label: msg`Refinement` },
  { value: "ready", label: msg`Ready` },
  { value: "todo", label: msg`To do` },
  { value: "inprogress", label: msg`In progress` },
  { value: "done", label: msg({ message: "Done", context: "state" }) },
]

function optionsOf(field: string, board: ViewBoard, tags: string[]): Option[] {
  const named = (rows: { id: string; name: string }[]) => rows.map(({ id, name }) => ({ value: id, label: name }))
  switch (field) {
    case "status":
      return named(board.statuses)
    case "status_category":
      return categories.map(({ value, label }) => ({ value, label: i18n._(label) }))
    case "assignee":
    case "reporter":
      return [{ value: "me", label: t`Me (whoever looks)` }, ...named(board.members)]
    case "priority":
      return priorities.map(({ value, label }) => ({ value, label }))
    case "task_type":
      return named(board.task_types)
    case "sprint":
      return named(board.sprints)
    case "tag":
      return tags.map((tag) => ({ value: tag, label: tag }))
    default:
      return named(board.custom_fields.find(({ id }) => id === field)?.options ?? [])
  }
}

function Choices({ board, field, values, onChange }: Props) {
  const { data: tags = [] } = useQuery({ ...tagsQuery(board.project.id), enabled: field === "tag" })
  const options = optionsOf(field, board, tags)
  const names = options.filter(({ value }) => values.includes(value)).map(({ label }) => label)
  const label = t`Value of ${{ field: labelOf(field, board) }}`
  return (
    <MultiPicker
      label={label}
      options={options}
      values={values.map(String)}
      onChange={onChange}
      trigger={
        <button
          type="button"
          aria-label={names.length > 0 ? t`${label}: ${{ values: names.join(", ") }}` : t`${label}: none`}
          className={cx(valueLook, "truncate text-start", names.length === 0 && "text-muted")}
        >
          {names.length > 0 ? names.join(", ") : t`Choose…`}
        </button>
      }
    />
  )
}
