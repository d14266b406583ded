import { t } from "@lingui/core/macro"
import { Button } from "../../components/button.tsx"
import { TextField } from "../../components/field.tsx"
import { FormError, onSubmit, text } from "../../components/form.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { notify } from "../../lib/notify.ts"
import { useRenameWorkspace } from "./api.ts"

/** What the workspace is called. */
export function WorkspaceName({ id, name, canWrite }: { id: string; name: string; canWrite: boolean }) {
  const rename = useRenameWorkspace(id)
  return (
    <SettingsSection title={t`Name`}>
      <form
        key={name}
        className="flex flex-wrap items-end gap-2"
        onSubmit={onSubmit((form) =>
          rename.mutate(text(form, "name").trim(), { onSuccess: () => notify(t`The workspace is renamed`) }),
        )}
      >
        <TextField
          label={t`Name`}
          name="name"
          defaultValue={name}
          required
          maxLength={80}
          disabled={!canWrite}
          hint={canWrite ? undefined : t`Owners and admins can change it.`}
          className="w-72 max-w-full"
        />
        {canWrite && (
          <Button type="submit" size="md" busy={rename.isPending}>
            {t`Save`}
          </Button>
        )}
      </form>
      <FormError error={rename.error} />
    </SettingsSection>
  )
}
