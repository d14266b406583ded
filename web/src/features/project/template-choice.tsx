import { t } from "@lingui/core/macro"
import { cx } from "../../lib/cx.ts"
import { i18n } from "../../lib/i18n.ts"
import { type TemplateName, templates } from "./templates.ts"

type Props = { value: TemplateName; onChange: (value: TemplateName) => void }

/** The templates of a project, each with a small picture of its board. */
export function TemplateChoice({ value, onChange }: Props) {
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">{t`Template`}</legend>
      <div className="grid gap-2 phone:grid-cols-2">
        {templates.map((template) => (
          <label
            key={template.value}
            className="grid cursor-pointer gap-2 rounded-md border bg-panel p-3 transition-colors duration-100 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent max-phone:grid-cols-[96px_1fr] max-phone:items-center"
          >
            <input
              type="radio"
              name="template"
              value={template.value}
              checked={template.value === value}
              onChange={() => onChange(template.value)}
              className="sr-only"
            />
            <Picture columns={template.columns} />
            <span className="grid gap-0.5">
              <span className="font-medium">{i18n._(template.label)}</span>
              <span className="text-muted text-xs">{i18n._(template.lead)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

const cards = {
  plain: "border border-line bg-panel",
  agent: "border border-agent bg-agent-soft",
  urgent: "border border-line border-s-2 border-s-red bg-panel",
  idea: "rounded-full! border border-line bg-panel",
  none: "border border-line-strong border-dashed",
} as const

/** A board, small: columns of cards. */
function Picture({ columns }: { columns: readonly (readonly (keyof typeof cards)[])[] }) {
  return (
    <span aria-hidden className="flex h-20 gap-1.5 overflow-hidden rounded-sm bg-sunken p-1.5 max-phone:h-14">
      {columns.map((column, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a picture never changes
        <span key={index} className="grid flex-1 content-start gap-1">
          <i className="h-1 w-2/3 rounded-full bg-line-strong" />
          {column.map((card, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a picture never changes
            <i key={place} className={cx("h-3.5 rounded-xs max-phone:h-2.5", cards[card])} />
          ))}
        </span>
      ))}
    </span>
  )
}
