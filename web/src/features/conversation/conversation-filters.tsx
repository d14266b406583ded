import { t } from "@lingui/core/macro"
import { inputLook } from "../../components/field.tsx"
import { cx } from "../../lib/cx.ts"
import { i18n } from "../../lib/i18n.ts"
import { type ConversationFilter, causes, readFilter, states } from "./filter.ts"

type Props = {
  agents: { id: string; name: string }[]
  filter: ConversationFilter
  onFilter: (filter: ConversationFilter) => void
}

const all = ""

/** Whose conversations, in which state, begun by what. */
export function ConversationFilters({ agents, filter, onFilter }: Props) {
  const set = (change: Record<string, string>) => onFilter(readFilter({ ...filter, ...change }))
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{t`Filters`}</legend>
      <Choice
        label={t`Agent`}
        value={filter.agent ?? all}
        onChange={(agent) => set({ agent })}
        choices={[["", t`All agents`], ...agents.map(({ id, name }): [string, string] => [id, name])]}
      />
      <Choice
        label={t`Status`}
        value={filter.state ?? all}
        onChange={(state) => set({ state })}
        choices={[
          ["", t`Any status`],
          ...Object.entries(states).map(([value, { label }]): [string, string] => [value, i18n._(label)]),
        ]}
      />
      <Choice
        label={t`Cause`}
        value={filter.cause ?? all}
        onChange={(cause) => set({ cause })}
        choices={[
          ["", t`Any cause`],
          ...Object.entries(causes).map(([value, label]): [string, string] => [value, i18n._(label)]),
        ]}
      />
    </fieldset>
  )
}

type ChoiceProps = { label: string; value: string; onChange: (value: string) => void; choices: [string, string][] }

function Choice({ label, value, onChange, choices }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={cx(inputLook, "h-7 w-36 px-1.5 max-phone:h-9 max-phone:w-auto max-phone:flex-auto")}
    >
      {choices.map(([each, name]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </select>
  )
}
