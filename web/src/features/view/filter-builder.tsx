import { t } from "@lingui/core/macro"
import { Plus, X } from "lucide-react"
import { useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { inputLook } from "../../components/field.tsx"
import { cx } from "../../lib/cx.ts"
import type { ViewBoard, ViewFilter } from "./api.ts"
import { filterFields, kindOf, labelOf } from "./fields.ts"
import {
  type Condition,
  filterOf,
  type Group,
  mostLevels,
  newCondition,
  newGroup,
  operatorsOf,
  treeOf,
  valuesTaken,
  withNode,
} from "./filter-tree.ts"
import { FilterValue } from "./filter-value.tsx"

type Props = { board: ViewBoard; saved: unknown; onSave: (filter: ViewFilter | null) => void }

/** Which tasks the view shows: conditions that must all be met, or any of them, in groups within groups. */
export function FilterBuilder({ board, saved, onSave }: Props) {
  const [tree, setTree] = useState<Group>(() => treeOf(saved))
  const filter = filterOf(tree)
  const changed = JSON.stringify(filter) !== JSON.stringify(saved === null ? null : filterOf(treeOf(saved)))
  return (
    <section aria-labelledby="view-filter" className="grid gap-2">
      <h3 id="view-filter" className="font-medium">
        {t`Only tasks that meet`}
      </h3>
      <GroupEditor board={board} group={tree} level={1} onChange={setTree} />
      {changed && (
        <div className="flex justify-end gap-2">
          <Button onClick={() => setTree(treeOf(saved))}>{t`Reset`}</Button>
          <Button variant="primary" onClick={() => onSave(filter)}>
            {t`Save filter`}
          </Button>
        </div>
      )}
    </section>
  )
}

const selectLook = cx(inputLook, "h-8 px-1.5")

type GroupProps = {
  board: ViewBoard
  group: Group
  level: number
  onChange: (group: Group) => void
  onRemove?: () => void
}

function GroupEditor({ board, group, level, onChange, onRemove }: GroupProps) {
  const first = filterFields(board)[0]?.value ?? "status"
  const add = (part: Group["parts"][number]) => onChange({ ...group, parts: [...group.parts, part] })
  return (
    <fieldset className={cx("grid gap-2", level > 1 && "rounded-sm border bg-sunken p-2")}>
      <legend className="sr-only">{group.word === "and" ? t`All of these` : t`Any of these`}</legend>
      {(group.parts.length > 1 || level > 1) && (
        <div className="flex items-center gap-2">
          <select
            aria-label={t`How the conditions go together`}
            className={cx(selectLook, "w-auto")}
            value={group.word}
            onChange={(event) => onChange({ ...group, word: event.target.value === "or" ? "or" : "and" })}
          >
            <option value="and">{t`all of these conditions`}</option>
            <option value="or">{t`any of these conditions`}</option>
          </select>
          {onRemove && (
            <IconButton label={t`Remove the group`} className="ms-auto" onClick={onRemove}>
              <X size={13} aria-hidden />
            </IconButton>
          )}
        </div>
      )}
      {group.parts.map((part) =>
        part.kind === "group" ? (
          <GroupEditor
            key={part.id}
            board={board}
            group={part}
            level={level + 1}
            onChange={(next) => onChange(withNode(group, part.id, next))}
            onRemove={() => onChange(withNode(group, part.id, undefined))}
          />
        ) : (
          <ConditionEditor
            key={part.id}
            board={board}
            condition={part}
            onChange={(next) => onChange(withNode(group, part.id, next))}
            onRemove={() => onChange(withNode(group, part.id, undefined))}
          />
        ),
      )}
      <div className="flex gap-1">
        <Button variant="ghost" onClick={() => add(newCondition(first, kindOf(first, board)))}>
          <Plus size={13} aria-hidden /> {t`Add condition`}
        </Button>
        {level < mostLevels - 1 && group.parts.length > 0 && (
          <Button
            variant="ghost"
            onClick={() =>
              add(newGroup(group.word === "and" ? "or" : "and", [newCondition(first, kindOf(first, board))]))
            }
          >
            <Plus size={13} aria-hidden /> {t`Add group`}
          </Button>
        )}
      </div>
    </fieldset>
  )
}

type ConditionProps = {
  board: ViewBoard
  condition: Condition
  onChange: (condition: Condition) => void
  onRemove: () => void
}

function ConditionEditor({ board, condition, onChange, onRemove }: ConditionProps) {
  const { field, operator, values } = condition
  const fields = filterFields(board)
  const kind = kindOf(field, board)
  const operators = operatorsOf(kind)
  // A saved filter may ask in a way that is not offered here, such as `is` of a status.
  const asked = operators.some(({ value }) => value === operator)
    ? operator
    : operator === "is_not"
      ? "none_of"
      : (operators[0]?.value ?? operator)
  return (
    <div className="grid grid-cols-[1fr_1fr_auto] items-start gap-1.5">
      <select
        aria-label={t`Field`}
        className={selectLook}
        value={field}
        onChange={(event) => {
          const next = event.target.value
          onChange({ ...newCondition(next, kindOf(next, board)), id: condition.id })
        }}
      >
        {!fields.some(({ value }) => value === field) && <option value={field}>{labelOf(field, board)}</option>}
        {fields.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <select
        aria-label={t`Question`}
        className={selectLook}
        value={asked}
        onChange={(event) => {
          const next = operators.find(({ value }) => value === event.target.value)?.value ?? asked
          const keeps = valuesTaken(next) === valuesTaken(asked)
          onChange({ ...condition, operator: next, values: keeps ? values : [] })
        }}
      >
        {operators.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <IconButton label={t`Remove the condition`} onClick={onRemove}>
        <X size={13} aria-hidden />
      </IconButton>
      {valuesTaken(asked) !== "none" && (
        <div className="col-span-2">
          <FilterValue
            board={board}
            field={field}
            kind={kind}
            taken={valuesTaken(asked)}
            values={values}
            onChange={(next) => onChange({ ...condition, operator: asked, values: next })}
          />
        </div>
      )}
    </div>
  )
}
