import { Combobox } from "@base-ui/react/combobox"
import { t } from "@lingui/core/macro"
import { Check, Plus } from "lucide-react"
import { type ReactElement, type ReactNode, useMemo, useState } from "react"

/** One choice. `group` starts a heading where it changes; `create` marks the entry that makes a new one. */
export type Option = {
  value: string
  label: string
  icon?: ReactNode
  hint?: string
  keywords?: string
  group?: string
  create?: boolean
}

type Common = {
  options: Option[]
  label: string
  trigger: ReactElement<Record<string, unknown>>
  placeholder?: string
  empty?: string
  align?: "start" | "end"
  disabled?: boolean
  defaultOpen?: boolean
  onOpenChange?: (open: boolean) => void
}

function matches(option: Option, query: string): boolean {
  if (option.create) return true
  const hay = `${option.label} ${option.keywords ?? ""}`.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word))
}

function Popup({ label, placeholder, empty, align }: Pick<Common, "label" | "placeholder" | "empty" | "align">) {
  let group: string | undefined
  return (
    <Combobox.Portal>
      <Combobox.Positioner align={align ?? "start"} sideOffset={4} className="z-50 outline-none">
        <Combobox.Popup aria-label={label} className="popup w-64 max-w-[var(--available-width)] outline-none">
          <Combobox.Input
            aria-label={label}
            placeholder={placeholder ?? t`Search…`}
            className="h-9 w-full rounded-t-md border-b bg-transparent px-3 outline-none"
          />
          <Combobox.Empty>
            <div className="px-3 py-3 text-muted">{empty ?? t`Nothing found.`}</div>
          </Combobox.Empty>
          <Combobox.List className="thin-scroll max-h-[min(20rem,calc(var(--available-height)-3rem))] overflow-y-auto p-1 outline-none data-empty:p-0">
            {(option: Option) => {
              const heading = option.group !== undefined && option.group !== group ? option.group : undefined
              group = option.group
              return (
                <div key={option.value} role="presentation">
                  {heading && <div className="px-2 pt-1.5 pb-0.5 text-muted text-xs">{heading}</div>}
                  <Combobox.Item
                    value={option}
                    className="flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 outline-none data-highlighted:bg-hover max-phone:min-h-10"
                  >
                    {option.create ? <Plus size={13} aria-hidden /> : option.icon}
                    <span className="min-w-0 flex-1 truncate">{option.label}</span>
                    {option.hint && <span className="shrink-0 text-muted text-xs">{option.hint}</span>}
                    <Combobox.ItemIndicator>
                      <Check size={13} aria-hidden />
                    </Combobox.ItemIndicator>
                  </Combobox.Item>
                </div>
              )
            }}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  )
}

const same = (a: Option, b: Option) => a.value === b.value

/** Chooses one of many by typing; shown behind any trigger. */
export function Picker({
  value,
  onChange,
  options,
  trigger,
  disabled,
  onSearch,
  ...rest
}: Common & {
  value: string | null
  onChange: (value: string) => void
  /** Hears what is typed, for options that are found elsewhere: they are shown as they come. */
  onSearch?: (query: string) => void
}) {
  return (
    <Combobox.Root
      items={options}
      {...(onSearch && { onInputValueChange: onSearch })}
      value={options.find((option) => option.value === value) ?? null}
      onValueChange={(option) => option && onChange(option.value)}
      isItemEqualToValue={same}
      filter={onSearch ? null : matches}
      disabled={disabled}
      autoHighlight
      limit={100}
      defaultOpen={rest.defaultOpen}
      onOpenChange={(open) => rest.onOpenChange?.(open)}
    >
      {/* It is a combobox: its text is its value, so that its name must be said. */}
      <Combobox.Trigger render={trigger} aria-label={rest.label} />
      <Popup {...rest} />
    </Combobox.Root>
  )
}

/** Chooses any number of many by typing, and makes a new one when `onCreate` is given. */
export function MultiPicker({
  values,
  onChange,
  onCreate,
  options,
  trigger,
  disabled,
  ...rest
}: Common & { values: string[]; onChange: (values: string[]) => void; onCreate?: (name: string) => void }) {
  const [query, setQuery] = useState("")
  const name = query.trim()
  const known = options.some((option) => option.label.toLowerCase() === name.toLowerCase())
  const items = useMemo<Option[]>(
    () =>
      onCreate && name && !known
        ? [...options, { value: `create:${name}`, label: t`Create “${name}”`, create: true }]
        : options,
    [options, onCreate, name, known],
  )
  return (
    <Combobox.Root
      multiple
      items={items}
      value={options.filter((option) => values.includes(option.value))}
      onValueChange={(chosen) => {
        if (chosen.some((option) => option.create)) {
          onCreate?.(name)
          setQuery("")
          return
        }
        onChange(chosen.map((option) => option.value))
      }}
      inputValue={query}
      onInputValueChange={setQuery}
      isItemEqualToValue={same}
      filter={matches}
      disabled={disabled}
      autoHighlight
      limit={100}
      defaultOpen={rest.defaultOpen}
      onOpenChange={(open) => {
        if (!open) setQuery("")
        rest.onOpenChange?.(open)
      }}
    >
      {/* It is a combobox: its text is its value, so that its name must be said. */}
      <Combobox.Trigger render={trigger} aria-label={rest.label} />
      <Popup {...rest} />
    </Combobox.Root>
  )
}
