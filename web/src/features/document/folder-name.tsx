import { t } from "@lingui/core/macro"
import { Dialog } from "../../components/dialog.tsx"
import { TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { useFolders } from "./api.ts"

/** A folder that is to be made, or one that gets another name. */
export type Naming = { parent_id: string | null } | { folder: { id: string; name: string } }

/** Names a folder, or renames it. */
export function NameDialog({ projectId, naming, onClose }: { projectId: string; naming: Naming; onClose: () => void }) {
  const { create, rename } = useFolders(projectId)
  const folder = "folder" in naming ? naming.folder : undefined
  const saving = folder ? rename : create
  return (
    <Dialog open onOpenChange={onClose} title={folder ? t`Rename the folder` : t`New folder`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit((form) => {
          const name = text(form, "name").trim()
          if (!name) return
          if (folder) rename.mutate({ folderId: folder.id, name }, { onSuccess: onClose })
          else if ("parent_id" in naming) create.mutate({ name, parent_id: naming.parent_id }, { onSuccess: onClose })
        })}
      >
        <TextField label={t`Name`} name="name" defaultValue={folder?.name} maxLength={200} required autoFocus />
        <FormActions
          error={saving.error}
          action={folder ? t`Rename` : t`Create`}
          busy={saving.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}
