import { t } from "@lingui/core/macro"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { TextField } from "../../components/field.tsx"
import { FormError, onSubmit } from "../../components/form.tsx"
import type { Project } from "../../lib/api.gen.ts"
import { useBegin } from "./api.ts"
import { TemplateChoice } from "./template-choice.tsx"
import type { TemplateName } from "./templates.ts"

/** The one page between an account and a board: what the team is called, and how it works. */
export function FirstRun({ userName, onBegun }: { userName: string; onBegun: (project: Project) => void }) {
  const begin = useBegin()
  const first = userName.split(" ")[0] ?? userName
  const [name, setName] = useState(first ? t`${first}’s team` : "")
  const [template, setTemplate] = useState<TemplateName>("software")
  const [samples, setSamples] = useState(true)
  return (
    <form
      className="mx-auto grid w-full max-w-2xl gap-5 py-4"
      onSubmit={onSubmit(() =>
        begin.mutate(
          { team_name: name.trim(), template, samples: samples && template !== "empty" },
          { onSuccess: onBegun },
        ),
      )}
    >
      <div className="grid gap-1">
        <h2 className="font-semibold text-lg">{t`Welcome, ${first}`}</h2>
        <p className="text-muted">
          {t`One page and you have a board with an agent on it. Everything here can be changed later.`}
        </p>
      </div>
      <TextField
        label={t`Team name`}
        required
        maxLength={80}
        autoFocus
        value={name}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
        hint={t`Your company or team. Projects and people live in it.`}
        className="max-w-sm"
      />
      <TemplateChoice value={template} onChange={setTemplate} />
      <label className="flex items-center gap-2 has-disabled:text-muted max-phone:min-h-9">
        <input
          type="checkbox"
          className="accent-accent"
          checked={samples && template !== "empty"}
          disabled={template === "empty"}
          onChange={(event) => setSamples(event.target.checked)}
        />
        {t`With a few sample tasks to try things on. One click deletes them.`}
      </label>
      <FormError error={begin.error} />
      <Button type="submit" variant="primary" size="md" busy={begin.isPending} className="justify-self-start">
        {begin.isPending ? t`Setting up…` : t`Open the board`}
      </Button>
    </form>
  )
}
