import { t } from "@lingui/core/macro"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { TextArea, TextField } from "../../components/field.tsx"
import { FormError, onSubmit, text } from "../../components/form.tsx"
import type { Project } from "../../lib/api.gen.ts"
import { ApiError } from "../../lib/errors.ts"
import { prefixFrom } from "../../lib/format.ts"
import { useCreateProject } from "./api.ts"
import { TemplateChoice } from "./template-choice.tsx"
import type { TemplateName } from "./templates.ts"

/** Creates a project; the prefix of its task keys follows the name until somebody edits it. */
export function NewProjectForm({
  workspaceId,
  onCreated,
}: {
  workspaceId: string
  onCreated: (project: Project) => void
}) {
  const create = useCreateProject()
  const [name, setName] = useState("")
  const [prefix, setPrefix] = useState<string>()
  const [template, setTemplate] = useState<TemplateName>("software")
  const shown = prefix ?? prefixFrom(name)
  const bad = shown !== "" && !/^[A-Z]{2,6}$/.test(shown)
  const refused = create.error instanceof ApiError ? create.error.issue("prefix") : undefined
  return (
    <form
      className="grid gap-4"
      onSubmit={onSubmit((data) => {
        if (bad || !shown) {
          setPrefix(shown)
          return
        }
        create.mutate(
          {
            workspace_id: workspaceId,
            name: name.trim(),
            prefix: shown,
            template,
            ...(text(data, "description").trim() ? { description: text(data, "description").trim() } : {}),
          },
          { onSuccess: onCreated },
        )
      })}
    >
      <TextField
        label={t`Name`}
        value={name}
        onChange={(event) => setName(event.target.value)}
        required
        maxLength={100}
        autoFocus
        placeholder={t`Checkout`}
      />
      <TextField
        label={t`Prefix`}
        value={shown}
        onChange={(event) => setPrefix(event.target.value.toUpperCase())}
        required
        maxLength={6}
        className="max-w-40"
        error={bad && prefix !== undefined ? t`Use 2 to 6 letters from A to Z.` : refused}
        hint={shown ? t`Tasks will be called ${shown}-1, ${shown}-2, …` : t`2 to 6 letters; tasks are called by it.`}
      />
      <TemplateChoice value={template} onChange={setTemplate} />
      <TextArea label={t`Description`} name="description" maxLength={2000} hint={t`Optional. Agents read it too.`} />
      <FormError error={create.error} />
      <Button type="submit" variant="primary" size="md" busy={create.isPending} className="justify-self-start">
        {t`Create project`}
      </Button>
    </form>
  )
}
