import { plural, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { DangerBox, DangerRow } from "../../components/danger-row.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import { TypedConfirm } from "../../components/typed-confirm.tsx"
import { notify } from "../../lib/notify.ts"
import { projectQuery, useArchive, useDeleteProject } from "./api.ts"

type Props = { projectId: string; canArchive: boolean; canDelete: boolean; onDeleted: () => void }

/** Puts a project away, or ends it. */
export function DangerZone({ projectId, canArchive, canDelete, onDeleted }: Props) {
  const project = useQuery(projectQuery(projectId))
  const archive = useArchive(projectId)
  const remove = useDeleteProject(projectId, onDeleted)
  const [asking, setAsking] = useState<"archive" | "delete">()
  if (project.isError) return <ErrorState error={project.error} retry={() => project.refetch()} />
  if (!project.data) return <SkeletonLines lines={4} label={t`Loading the project`} />
  const { name, task_count, archived_at } = project.data
  return (
    <SettingsSection title={t`Danger zone`}>
      <DangerBox>
        {canArchive && (
          <DangerRow
            title={archived_at ? t`Bring the project back` : t`Archive the project`}
            action={
              archived_at ? (
                <Button
                  busy={archive.isPending}
                  onClick={() => archive.mutate(false, { onSuccess: () => notify(t`${name} is back`) })}
                >
                  {t`Bring back`}
                </Button>
              ) : (
                <Button onClick={() => setAsking("archive")}>{t`Archive…`}</Button>
              )
            }
          >
            {archived_at
              ? t`It is archived: everybody in it can read it, nobody can change it.`
              : t`Everybody in it can still read it, nobody can change it. You can bring it back at any time.`}
          </DangerRow>
        )}
        {canDelete && (
          <DangerRow
            title={t`Delete the project`}
            action={
              <Button variant="danger" onClick={() => setAsking("delete")}>
                {t`Delete…`}
              </Button>
            }
          >
            {t`Its tasks, documents and conversations are gone for everybody. Export it first if you may need them.`}
          </DangerRow>
        )}
      </DangerBox>
      <Confirm
        open={asking === "archive"}
        onOpenChange={(open) => !open && setAsking(undefined)}
        title={t`Archive ${name}?`}
        action={t`Archive`}
        busy={archive.isPending}
        onConfirm={() =>
          archive.mutate(true, {
            onSuccess: () => notify(t`${name} is archived`),
            onSettled: () => setAsking(undefined),
          })
        }
      >
        {t`Nobody can change anything in it until it is brought back, agents included.`}
      </Confirm>
      {asking === "delete" && (
        <TypedConfirm
          title={t`Delete ${name}?`}
          name={name}
          action={t`Delete the project`}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(undefined)}
        >
          {plural(task_count, {
            one: "# task, all documents and all conversations are gone for everybody. You cannot undo this.",
            other: "# tasks, all documents and all conversations are gone for everybody. You cannot undo this.",
          })}
        </TypedConfirm>
      )}
    </SettingsSection>
  )
}
