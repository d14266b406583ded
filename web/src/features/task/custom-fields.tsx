import { t } from "@lingui/core/macro"
import { ExternalLink } from "lucide-react"
import { useEffect, useId, useRef, useState } from "react"
import { MultiPicker, Picker } from "../../components/picker.tsx"
import { Tag } from "../../components/tag.tsx"
import type { CustomField, Task } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { ApiError, adviceFor } from "../../lib/errors.ts"
import { safeHref } from "../../lib/text.ts"
import { useUpdateTask } from "./api.ts"
import { DateInput, Value, valueLook } from "./property-fields.tsx"

type CustomValue = Task["custom_fields"][string]
type Props = { task: Task; fields: CustomField[]; canWrite: boolean }

/** The project's own fields, as further rows of the properties. */
export function CustomFields({ task, fields, canWrite }: Props) {
  return fields.map((field) => <Row key={`${task.id}-${field.id}`} task={task} field={field} canWrite={canWrite} />)
}

function Row({ task, field, canWrite }: { task: Task; field: CustomField; canWrite: boolean }) {
  const id = useId()
  const update = useUpdateTask(task.project_id, true)
  const value = task.custom_fields[field.id]
  const path = `custom_fields.${field.id}`
  const { error } = update
  const refused = error instanceof ApiError ? error.issue(path) : undefined
  async function change(next: CustomValue | null): Promise<boolean> {
    const input = { custom_fields: { [field.id]: next } }
    return update.mutateAsync({ task, input }).then(
      () => true,
      () => false,
    )
  }
  const labelled = field.type !== "select" && field.type !== "multi_select"
  const name = (
    <>
      <span className="truncate">{field.name}</span>
      {field.required && (
        <span title={t`Required`} className="text-red">
          <span aria-hidden>*</span>
          <span className="sr-only"> {t`(required)`}</span>
        </span>
      )}
    </>
  )
  return (
    <>
      <dt className="min-w-0 self-start pt-1.5 max-phone:pt-2.5" title={field.name}>
        {labelled ? (
          <label htmlFor={id} className="flex gap-0.5">
            {name}
          </label>
        ) : (
          <span className="flex gap-0.5">{name}</span>
        )}
      </dt>
      <dd className="min-w-0">
        <Control {...{ id, field, value, change }} disabled={!canWrite} invalid={error !== null} />
        {error && (
          <p id={`${id}-problem`} role="alert" className="text-red text-xs">
            {refused ?? `${error.message} ${adviceFor(error)}`}
          </p>
        )}
      </dd>
    </>
  )
}

type ControlProps = {
  id: string
  field: CustomField
  value: CustomValue | undefined
  disabled: boolean
  invalid: boolean
  /** @returns whether it was taken */
  change: (value: CustomValue | null) => Promise<boolean>
}

const none = "none"

function Control({ id, field, value, disabled, invalid, change }: ControlProps) {
  const options = field.options.map((option) => ({ value: option.id, label: option.name }))
  switch (field.type) {
    case "select": {
      const chosen = options.find((option) => option.value === value)
      return (
        <Picker
          label={field.name}
          value={chosen?.value ?? none}
          disabled={disabled}
          onChange={(next) => change(next === none ? null : next)}
          options={
            field.required ? options : [{ value: none, label: t({ message: "None", context: "value" }) }, ...options]
          }
          trigger={
            <Value label={field.name} empty={!chosen}>
              {chosen?.label ?? t({ message: "None", context: "value" })}
            </Value>
          }
        />
      )
    }
    case "multi_select": {
      const values = Array.isArray(value) ? value : []
      const chosen = options.filter((option) => values.includes(option.value))
      return (
        <MultiPicker
          label={field.name}
          values={values}
          disabled={disabled}
          onChange={(next) => change(next.length > 0 ? next : null)}
          options={options}
          trigger={
            <Value label={field.name} empty={chosen.length === 0}>
              {chosen.length === 0 ? (
                t({ message: "None", context: "value" })
              ) : (
                <span className="flex flex-wrap gap-1">
                  {chosen.map((option) => (
                    <Tag key={option.value}>{option.label}</Tag>
                  ))}
                </span>
              )}
            </Value>
          }
        />
      )
    }
    case "boolean":
      return <Check {...{ id, value, disabled, change }} />
    case "date":
      return (
        <DateInput
          id={id}
          value={typeof value === "string" ? value : null}
          disabled={disabled}
          required={field.required}
          onChange={change}
        />
      )
    default:
      return <Typed {...{ id, field, value, disabled, invalid, change }} />
  }
}

/** Yes or no. What was clicked shows at once and stays while it is on its way, whatever is answered to earlier changes. */
function Check({ id, value, disabled, change }: Pick<ControlProps, "id" | "value" | "disabled" | "change">) {
  const [clicked, setClicked] = useState<boolean>()
  return (
    <span className="flex min-h-7 items-center max-phone:min-h-9">
      <input
        id={id}
        type="checkbox"
        checked={clicked ?? value === true}
        disabled={disabled}
        onChange={(event) => {
          setClicked(event.target.checked)
          change(event.target.checked).finally(() => setClicked(undefined))
        }}
        className="size-4 accent-accent"
      />
    </span>
  )
}

/** Text, a number or an address: it counts when the field is left, and stays to be corrected when it is refused. */
function Typed({ id, field, value, disabled, invalid, change }: ControlProps) {
  const stored = value === undefined ? "" : String(value)
  const [draft, setDraft] = useState(stored)
  const [problem, setProblem] = useState<string>()
  const latest = useRef(stored)
  latest.current = stored
  /** What was written is on its way, or was refused and waits to be corrected. */
  const mine = useRef(false)
  const input = useRef<HTMLInputElement>(null)
  // What others change shows at once, unless this person is writing.
  useEffect(() => {
    if (!mine.current && document.activeElement !== input.current) setDraft(stored)
  }, [stored])
  async function send(next: CustomValue | null) {
    mine.current = true
    if (!(await change(next))) return
    mine.current = false
    setDraft(latest.current)
  }
  const href = field.type === "url" ? safeHref(value) : undefined
  function commit() {
    const text = draft.trim()
    setProblem(undefined)
    if (text === stored) return
    if (text === "") {
      if (!field.required) return send(null)
      setDraft(stored)
      return setProblem(t`${{ name: field.name }} is required; it keeps its value.`)
    }
    if (field.type !== "number") return send(text)
    const number = Number(text.replace(",", "."))
    if (Number.isFinite(number)) send(number)
    else setProblem(t`Write a number, such as 12 or 3.5.`)
  }
  return (
    <>
      <span className="flex items-center gap-1">
        <input
          ref={input}
          id={id}
          type={field.type === "url" ? "url" : "text"}
          inputMode={field.type === "number" ? "decimal" : undefined}
          placeholder={field.type === "url" ? "https://…" : t({ message: "None", context: "value" })}
          value={draft}
          disabled={disabled}
          aria-invalid={invalid || problem ? true : undefined}
          aria-describedby={problem || invalid ? `${id}-problem` : undefined}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return
            if (event.key === "Enter") event.currentTarget.blur()
            if (event.key !== "Escape" || draft === stored) return
            event.stopPropagation()
            mine.current = false
            setDraft(stored)
            setProblem(undefined)
          }}
          className={cx(
            valueLook,
            "min-w-0 flex-1 bg-transparent hover:bg-hover aria-invalid:text-red",
            field.type === "number" && "tabular-nums",
          )}
        />
        {href && (
          <a
            href={href}
            target="_blank"
            rel="noreferrer noopener nofollow"
            aria-label={t`Open ${{ name: field.name }}`}
            title={href}
            className="grid size-7 shrink-0 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink"
          >
            <ExternalLink size={13} aria-hidden />
          </a>
        )}
      </span>
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-red text-xs">
          {problem}
        </p>
      )}
    </>
  )
}
