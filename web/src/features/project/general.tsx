import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Button } from "../../components/button.tsx"
import { TextArea, TextField } from "../../components/field.tsx"
import { FormError, onSubmit, text } from "../../components/form.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import { ApiError } from "../../lib/errors.ts"
import { notify } from "../../lib/notify.ts"
import { projectQuery, useUpdateProject } from "./api.ts"

/** What a project is called, and who may look at it. */
export function General({ projectId, canWrite }: { projectId: string; canWrite: boolean }) {
  const project = useQuery(projectQuery(projectId))
  const update = useUpdateProject(projectId)
  if (project.isError) return <ErrorState error={project.error} retry={() => project.refetch()} />
  if (!project.data) return <SkeletonLines lines={6} label={t`Loading the project`} />
  const { name, prefix, description, is_public, version } = project.data
  const issue = (field: string) => (update.error instanceof ApiError ? update.error.issue(field) : undefined)
  return (
    <SettingsSection title={t`General`}>
      {/* What another person saves meanwhile is shown, rather than overwritten. */}
      <form
        key={version}
        className="grid gap-4"
        onSubmit={onSubmit((form) =>
          update.mutate(
            {
              name: text(form, "name").trim(),
              prefix: text(form, "prefix").trim().toUpperCase(),
              description: text(form, "description").trim(),
              is_public: form.get("public") !== null,
            },
            { onSuccess: () => notify(t`The project is saved`) },
          ),
        )}
      >
        <fieldset disabled={!canWrite} className="grid gap-4">
          <TextField
            label={t`Name`}
            name="name"
            defaultValue={name}
            required
            maxLength={80}
            error={issue("name")}
            className="max-w-md"
          />
          <TextField
            label={t`Prefix`}
            name="prefix"
            defaultValue={prefix}
            required
            maxLength={6}
            pattern="[A-Za-z][A-Za-z0-9]{1,5}"
            title={t`2 to 6 letters or digits, starting with a letter`}
            error={issue("prefix")}
            hint={t`Tasks are called by it, such as ${prefix}-1. With another prefix all of them are called anew.`}
            className="max-w-md [&_input]:max-w-40 [&_input]:uppercase"
          />
          <TextArea
            label={t`Description`}
            name="description"
            defaultValue={description}
            maxLength={2000}
            hint={t`Agents read it too.`}
          />
          <label className="flex items-start gap-2">
            <input type="checkbox" name="public" defaultChecked={is_public} className="mt-0.5 accent-accent" />
            <span>
              {t`Public`}
              <span className="block text-muted text-xs">
                {t`Anyone can read its tasks, documents and agents, not only its members. E-mail addresses stay hidden.`}
              </span>
            </span>
          </label>
        </fieldset>
        <FormError error={update.error} />
        {canWrite && (
          <Button type="submit" variant="primary" size="md" busy={update.isPending} className="justify-self-start">
            {t`Save`}
          </Button>
        )}
      </form>
    </SettingsSection>
  )
}
