import { t } from "@lingui/core/macro"
import { Check } from "lucide-react"
import type { ReactNode } from "react"

/** Actions that belong together, in plain words. */
export type ActionGroup = { title: string; actions: { action: string; label: string }[] }

type Held = { id: string; name: string; actions: readonly string[] }

type MatrixProps = { label: string; groups: ActionGroup[]; roles: Held[]; head?: (role: Held) => ReactNode }

/** Who may do what: a line for each action, a column for each role. */
export function ActionMatrix({ label, groups, roles, head }: MatrixProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="thin-scroll relative overflow-x-auto rounded-md border">
      <table className="w-full border-collapse">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-b bg-sunken">
            <th scope="col" className="sticky start-0 z-10 bg-sunken px-3 py-2 text-start font-medium">
              <span className="sr-only">{t`Action`}</span>
            </th>
            {roles.map((role) => (
              <th key={role.id} scope="col" className="min-w-20 px-2 py-2 text-center font-medium">
                <span className="flex items-center justify-center gap-0.5">
                  <span className="max-w-32 truncate" title={role.name}>
                    {role.name}
                  </span>
                  {head?.(role)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.title}>
            <tr>
              <th
                scope="rowgroup"
                colSpan={roles.length + 1}
                className="sticky start-0 px-3 pt-3 pb-1 text-start font-medium text-muted text-xs"
              >
                {group.title}
              </th>
            </tr>
            {group.actions.map(({ action, label: words }) => (
              <tr key={action} className="border-b last:border-0">
                <th
                  scope="row"
                  className="sticky start-0 min-w-44 bg-bg px-3 py-1.5 text-start font-normal"
                  title={action}
                >
                  {words}
                </th>
                {roles.map((role) => (
                  <td key={role.id} className="px-2 py-1.5 text-center">
                    <Mark yes={role.actions.includes("*") || role.actions.includes(action)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

function Mark({ yes }: { yes: boolean }) {
  if (yes)
    return (
      <>
        <Check size={14} aria-hidden className="mx-auto text-accent" />
        <span className="sr-only">{t`yes`}</span>
      </>
    )
  return (
    <>
      <span aria-hidden className="text-faint">
        –
      </span>
      <span className="sr-only">{t`no`}</span>
    </>
  )
}

type ChoiceProps = {
  groups: ActionGroup[]
  chosen: readonly string[]
  /** What the person holds: nobody gives away more. */
  held: readonly string[]
  onChange: (chosen: string[]) => void
}

/** The actions of one role, to tick. */
export function ActionChoice({ groups, chosen, held, onChange }: ChoiceProps) {
  const all = chosen.includes("*")
  const mine = (action: string) => held.includes("*") || held.includes(action)
  const mayAll = groups.every((group) => group.actions.every(({ action }) => mine(action)))
  return (
    <div className="grid gap-3">
      <Tick
        label={t`Everything, also what later versions add`}
        checked={all}
        disabled={!mayAll}
        onChange={(on) => onChange(on ? ["*"] : [])}
      />
      {groups.map((group) => (
        <fieldset key={group.title} className="grid gap-1">
          <legend className="mb-1 font-medium text-muted text-xs">{group.title}</legend>
          {group.actions.map(({ action, label }) => (
            <Tick
              key={action}
              label={label}
              checked={all || chosen.includes(action)}
              disabled={all || !mine(action)}
              title={mine(action) ? undefined : t`You cannot give what you do not hold`}
              onChange={(on) => onChange(on ? [...chosen, action] : chosen.filter((each) => each !== action))}
            />
          ))}
        </fieldset>
      ))}
    </div>
  )
}

type TickProps = {
  label: string
  checked: boolean
  disabled: boolean
  title?: string | undefined
  onChange: (on: boolean) => void
}

function Tick({ label, checked, disabled, title, onChange }: TickProps) {
  return (
    <label className="flex items-center gap-2 has-disabled:text-muted max-phone:min-h-9" title={title}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className="accent-accent"
      />
      {label}
    </label>
  )
}
