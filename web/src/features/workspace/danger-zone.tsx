import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { DangerBox, DangerRow } from "../../components/danger-row.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { TypedConfirm } from "../../components/typed-confirm.tsx"
import { counted } from "../../lib/format.ts"
import { useDeleteWorkspace } from "./api.ts"

type Props = { id: string; name: string; projects: number; onDeleted: () => void }

/** Ends a workspace with everything in it. */
export function WorkspaceDangerZone({ id, name, projects, onDeleted }: Props) {
  const remove = useDeleteWorkspace(id, onDeleted)
  const [asking, setAsking] = useState(false)
  return (
    <SettingsSection title="Danger zone">
      <DangerBox>
        <DangerRow
          title="Delete the workspace"
          action={
            <Button variant="danger" onClick={() => setAsking(true)}>
              Delete…
            </Button>
          }
        >
          All its projects are gone for everybody. Export those that you may need first.
        </DangerRow>
      </DangerBox>
      {asking && (
        <TypedConfirm
          title={`Delete ${name}?`}
          name={name}
          action="Delete the workspace"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        >
          {counted(projects, "project")} with all tasks, documents and conversations are gone for everybody. You cannot
          undo this.
        </TypedConfirm>
      )}
    </SettingsSection>
  )
}
