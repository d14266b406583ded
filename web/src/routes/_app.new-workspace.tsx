import { t } from "@lingui/core/macro"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { NewWorkspaceForm } from "../features/workspace/new-workspace-form.tsx"
import { remember } from "../lib/stored.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/new-workspace")({
  head: () => titled(t`New workspace`),
  component: NewWorkspace,
})

function NewWorkspace() {
  const navigate = useNavigate()
  return (
    <>
      <PageHeader title={t`New workspace`} />
      <PageBody>
        <div className="mx-auto w-full max-w-md py-2">
          <NewWorkspaceForm
            onCreated={(workspace) => {
              remember("workspace", workspace.id)
              navigate({ to: "/new-project", search: { workspace: workspace.id } })
            }}
          />
        </div>
      </PageBody>
    </>
  )
}
