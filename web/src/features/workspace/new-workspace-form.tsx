import { t } from "@lingui/core/macro"
import { Button } from "../../components/button.tsx"
import { TextField } from "../../components/field.tsx"
import { FormError, onSubmit, text } from "../../components/form.tsx"
import type { Workspace } from "../../lib/api.gen.ts"
import { useCreateWorkspace } from "./api.ts"

/** Creates a workspace. The session knows it by the time `onCreated` is called. */
export function NewWorkspaceForm({ onCreated }: { onCreated?: (workspace: Workspace) => void }) {
  const create = useCreateWorkspace()
  return (
    <form
      className="grid gap-4"
      onSubmit={onSubmit((data) =>
        create.mutate({ name: text(data, "name").trim() }, { onSuccess: (workspace) => onCreated?.(workspace) }),
      )}
    >
      <TextField
        label={t`Name`}
        name="name"
        required
        maxLength={100}
        autoFocus
        placeholder="Northwind"
        hint={t`Your company or team. Projects and people live in it.`}
      />
      <FormError error={create.error} />
      <Button type="submit" variant="primary" size="md" busy={create.isPending} className="justify-self-start">
        {t`Create workspace`}
      </Button>
    </form>
  )
}
