import { plural, t } from "@lingui/core/macro"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { DangerBox, DangerRow } from "../../components/danger-row.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { TypedConfirm } from "../../components/typed-confirm.tsx"
import { useDeleteWorkspace } from "./api.ts"

type Props = { id: string; name: string; projects: number; onDeleted: () => void }

/** Ends a workspace with everything in it. */
export function WorkspaceDangerZone({ id, name, projects, onDeleted }: Props) {
  const remove = useDeleteWorkspace(id, onDeleted)
  const [asking, setAsking] = useState(false)
  return (
    <SettingsSection title={t`Danger zone`}>
      <DangerBox>
        <DangerRow
          title={t`Delete the workspace`}
          action={
            <Button variant="danger" onClick={() => setAsking(true)}>
              {t`Delete…`}
            </Button>
          }
        >
          {t`All its projects are gone for everybody. Export those that you may need first.`}
        </DangerRow>
      </DangerBox>
      {asking && (
        <TypedConfirm
          title={t`Delete ${name}?`}
          name={name}
          action={t`Delete the workspace`}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        >
          {plural(projects, {
            one: "# project with all tasks, documents and conversations are gone for everybody. You cannot undo this.",
            other:
              "# projects with all tasks, documents and conversations are gone for everybody. You cannot undo this.",
          })}
        </TypedConfirm>
      )}
    </SettingsSection>
  )
}
