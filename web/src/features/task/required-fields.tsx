import { t } from "@lingui/core/macro"
import { SelectField, TextField } from "../../components/field.tsx"
import { text } from "../../components/form.tsx"
import type { CustomField, Task } from "../../lib/api.gen.ts"

const nameOf = (field: CustomField) => `custom-${field.id}`

/** The project's own fields that every task must have, as fields of a form. */
export function RequiredFields({ fields }: { fields: CustomField[] }) {
  return fields.filter(({ required }) => required).map((field) => <Field key={field.id} field={field} />)
}

function Field({ field }: { field: CustomField }) {
  const shared = { label: field.name, name: nameOf(field), required: true }
  switch (field.type) {
    case "select":
    case "boolean": {
      const options = field.type === "select" ? field.options : yesOrNo()
      return (
        <SelectField {...shared} defaultValue="">
          <option value="" disabled>
            {t`Choose…`}
          </option>
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.name}
            </option>
          ))}
        </SelectField>
      )
    }
    case "multi_select":
      return (
        <fieldset className="grid gap-1">
          <legend className="font-medium">{field.name}</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            {field.options.map((option) => (
              <label key={option.id} className="flex min-h-7 items-center gap-1.5">
                <input type="checkbox" name={nameOf(field)} value={option.id} className="size-4 accent-accent" />
                {option.name}
              </label>
            ))}
          </div>
        </fieldset>
      )
    case "number":
      return <TextField {...shared} type="number" step="any" inputMode="decimal" />
    case "date":
      return <TextField {...shared} type="date" />
    case "url":
      return <TextField {...shared} type="url" placeholder="https://…" />
    default:
      return <TextField {...shared} />
  }
}

const yesOrNo = () => [
  { id: "true", name: t`Yes` },
  { id: "false", name: t`No` },
]

/** What was filled in, as a new task takes it. */
export function requiredValues(data: FormData, fields: CustomField[]): Task["custom_fields"] {
  const written = (field: CustomField) => {
    if (field.type === "multi_select") return data.getAll(nameOf(field)).map(String)
    const value = text(data, nameOf(field)).trim()
    if (field.type === "boolean") return value === "true"
    return field.type === "number" ? Number(value) : value
  }
  return Object.fromEntries(fields.filter(({ required }) => required).map((field) => [field.id, written(field)]))
}
