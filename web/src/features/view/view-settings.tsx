import { Popover } from "@base-ui/react/popover"
import { t } from "@lingui/core/macro"
import { ArrowDownNarrowWide, ArrowUpNarrowWide } from "lucide-react"
import type { ReactElement } from "react"
import { IconButton } from "../../components/button.tsx"
import { SelectField } from "../../components/field.tsx"
import { Segments } from "../../components/segments.tsx"
import { SortableList } from "../../components/sortable-list.tsx"
import { type ConfigChange, useUpdateView, type ViewBoard } from "./api.ts"
import { type FieldName, groupFields, labelOf, shownFields, sortFields, sumFields } from "./fields.ts"
import { FilterBuilder } from "./filter-builder.tsx"
import { layoutChoices } from "./layouts.ts"

const nothing = "none"

type Props = { board: ViewBoard; trigger: ReactElement<Record<string, unknown>> }

/** How the view shows its tasks. A change counts at once and for everybody; a message offers the way back. */
export default function ViewSettings({ board, trigger }: Props) {
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={4} className="z-40 outline-none">
          <Popover.Popup
            aria-label={t`How this view shows its tasks`}
            className="popup thin-scroll grid max-h-(--available-height) w-[min(26rem,calc(100vw-1rem))] gap-4 overflow-y-auto p-4 outline-none"
          >
            <Settings board={board} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Settings({ board }: { board: ViewBoard }) {
  const { view, project } = board
  const { mutate, configure, isPending, variables } = useUpdateView(project.id)
  // What was chosen last is shown while the view is read again.
  const wanted = isPending && variables?.view.id === view.id ? variables.change : {}
  const config = { ...view.config, ...wanted.config }
  const set = (change: ConfigChange) => configure(view, change)
  const layout = wanted.layout ?? view.layout
  const groups = groupFields(board)
  // On a scale of days there is no room for more fields, nor for sums.
  const isList = layout === "board" || layout === "table"
  return (
    <>
      {layout !== "plugin" && (
        <Segments
          label={t`Layout`}
          name="view-layout"
          value={layout}
          onChange={(next) => mutate({ view, change: { layout: next } })}
          choices={layoutChoices()}
          className="w-fit"
        />
      )}
      <div className="grid grid-cols-2 gap-3">
        {layout !== "calendar" && (
          <>
            <Choice
              label={layout === "board" ? t`Columns` : t`Groups`}
              value={config.column_by}
              fields={groups.filter(({ value }) => value !== config.swimlanes)}
              none={t`None`}
              onChange={(column_by) => set({ column_by, collapsed_columns: [] })}
            />
            <Choice
              label={layout === "board" ? t`Swimlanes` : t`Groups within`}
              value={config.swimlanes}
              fields={groups.filter(({ value }) => value !== config.column_by)}
              none={t`None`}
              onChange={(swimlanes) => set({ swimlanes })}
            />
          </>
        )}
        <div className="flex items-end gap-1">
          <Choice
            label={t({ message: "Order", context: "noun" })}
            value={config.sort_by}
            fields={sortFields(board)}
            onChange={(sort_by) => set({ sort_by: sort_by ?? "manual" })}
          />
          {config.sort_by !== "manual" && (
            <IconButton
              label={
                config.sort_direction === "asc" ? t`Ascending; make it descending` : t`Descending; make it ascending`
              }
              className="h-9"
              onClick={() => set({ sort_direction: config.sort_direction === "asc" ? "desc" : "asc" })}
            >
              {config.sort_direction === "asc" ? <ArrowUpNarrowWide size={14} /> : <ArrowDownNarrowWide size={14} />}
            </IconButton>
          )}
        </div>
        {isList && (
          <Choice
            label={t`Sum`}
            value={config.field_sum}
            fields={sumFields(board)}
            none={t`None`}
            onChange={(field_sum) => set({ field_sum })}
          />
        )}
        <Choice
          label={t`Slices`}
          value={config.slice_by}
          fields={groups}
          none={t`None`}
          onChange={(slice_by) => set({ slice_by })}
        />
      </div>
      {isList && <Shown board={board} fields={config.fields} onChange={(fields) => set({ fields })} />}
      <FilterBuilder
        key={JSON.stringify(view.config.filters)}
        board={board}
        saved={view.config.filters}
        onSave={(filters) => set({ filters })}
      />
    </>
  )
}

type ChoiceProps<T extends string> = {
  label: string
  value: T | null
  fields: FieldName[]
  none?: string
  onChange: (value: T | null) => void
}

/** One of the project's fields, or none. */
function Choice<T extends string>({ label, value, fields, none, onChange }: ChoiceProps<T>) {
  return (
    <SelectField
      label={label}
      className="min-w-0 flex-1"
      value={value ?? nothing}
      onChange={(event) => {
        const chosen = fields.find((field) => field.value === event.target.value)
        onChange(chosen ? (chosen.value as T) : null)
      }}
    >
      {none && <option value={nothing}>{none}</option>}
      {fields.map((field) => (
        <option key={field.value} value={field.value}>
          {field.label}
        </option>
      ))}
    </SelectField>
  )
}

type ShownProps = { board: ViewBoard; fields: string[]; onChange: (fields: string[]) => void }

/** Which fields a card or a row shows, in which order. None chosen is the layout's own choice. */
function Shown({ board, fields, onChange }: ShownProps) {
  const others = shownFields(board).filter(({ value }) => !fields.includes(value))
  const chosen = fields.map((id) => ({ id, name: labelOf(id, board) }))
  const box = (value: string, label: string, checked: boolean) => (
    <label key={value} className="flex min-h-7 flex-1 cursor-pointer items-center gap-2">
      <input
        type="checkbox"
        checked={checked}
        className="accent-accent"
        onChange={() => onChange(checked ? fields.filter((each) => each !== value) : [...fields, value])}
      />
      {label}
    </label>
  )
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">{t`Shown fields`}</legend>
      {fields.length === 0 && (
        <p className="text-muted text-xs">{t`The usual ones are shown. Choose some to show only those.`}</p>
      )}
      {chosen.length > 0 && (
        <div className="[&_li]:py-0">
          <SortableList
            label={t`Shown fields`}
            items={chosen}
            canSort
            onMove={(item, position) => {
              const next = fields.filter((each) => each !== item.id)
              next.splice(position, 0, item.id)
              onChange(next)
            }}
          >
            {(item) => box(item.id, item.name, true)}
          </SortableList>
        </div>
      )}
      <div className="grid grid-cols-2">{others.map(({ value, label }) => box(value, label, false))}</div>
    </fieldset>
  )
}
