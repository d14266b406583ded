import { t } from "@lingui/core/macro"
import { useState } from "react"
import { Dialog } from "../../components/dialog.tsx"
import { SelectField } from "../../components/field.tsx"
import { FormActions, onSubmit } from "../../components/form.tsx"
import { choicesOf, endOf, type Level, type Place, placeOf, siblingsAt, type Thing } from "./tree.ts"

type Props = { tree: Level; thing: Thing; onMove: (place: Place) => void; onClose: () => void }

/** Asks where a document or a folder is to lie: in which folder, and after what. A folder is not offered itself. */
export function MoveDialog({ tree, thing, onMove, onClose }: Props) {
  const { kind, id, name } = thing
  const [place, setPlace] = useState<Place>(() => placeOf(tree, thing) ?? endOf(tree, thing, null))
  const folders = choicesOf(tree, kind === "folder" ? id : undefined)
  return (
    <Dialog open onOpenChange={onClose} title={t`Move “${{ name }}”`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit(() => {
          onMove(place)
          onClose()
        })}
      >
        <SelectField
          label={t`Folder`}
          value={place.parent ?? ""}
          onChange={(event) => setPlace(endOf(tree, thing, event.target.value || null))}
        >
          <option value="">{t`No folder`}</option>
          {folders.map((folder) => (
            <option key={folder.id} value={folder.id}>
              {folder.path}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t`Place`}
          value={place.after ?? ""}
          onChange={(event) => setPlace({ ...place, after: event.target.value || null })}
        >
          <option value="">{kind === "folder" ? t`Before all folders there` : t`Before all documents there`}</option>
          {siblingsAt(tree, thing, place.parent).map((sibling) => (
            <option key={sibling.id} value={sibling.id}>
              {t`After “${{ name: sibling.name }}”`}
            </option>
          ))}
        </SelectField>
        <FormActions error={null} busy={false} action={t`Move`} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
