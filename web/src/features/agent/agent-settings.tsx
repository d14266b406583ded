import { t } from "@lingui/core/macro"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { DangerBox, DangerRow } from "../../components/danger-row.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { TextField } from "../../components/field.tsx"
import { FormError, onSubmit, text } from "../../components/form.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import type { Agent } from "../../lib/api.gen.ts"
import { ApiError } from "../../lib/errors.ts"
import { notify, notifyUndo } from "../../lib/notify.ts"
import { useDeleteAgent, useSuspendAgent, useUpdateAgent } from "./api.ts"
import { ModelFields, type ModelSettings, modelInput } from "./model-fields.tsx"

/** An agent's name, model and limits, and the ways to let it rest or go. */
export function AgentSettings({ agent, onGone }: { agent: Agent; onGone: () => void }) {
  const save = useUpdateAgent(agent.project_id, agent.id)
  const [model, setModel] = useState<ModelSettings>({
    provider: agent.provider,
    base_url: agent.base_url ?? "",
    model: agent.provider === "demo" ? "" : agent.model,
    api_key: "",
  })
  const error = save.error
  const issue = (field: string) => (error instanceof ApiError ? error.issue(field) : undefined)
  return (
    <>
      <SettingsSection title={t`Settings`} lead={t`They count from the next thing it takes up.`}>
        <form
          className="grid gap-4"
          onSubmit={onSubmit((data) =>
            save.mutate(
              {
                name: text(data, "name").trim(),
                ...modelInput(model),
                max_iterations: Number(text(data, "max_iterations")),
                time_limit_seconds: Math.round(Number(text(data, "minutes")) * 60),
              },
              {
                onSuccess: () => {
                  setModel((old) => ({ ...old, api_key: "" }))
                  notify(t`Saved`)
                },
              },
            ),
          )}
        >
          <TextField
            label={t`Name`}
            name="name"
            required
            maxLength={60}
            defaultValue={agent.name}
            hint={t`Its handle stays @${{ handle: agent.handle }}.`}
            error={issue("name")}
          />
          <ModelFields projectId={agent.project_id} agent={agent} value={model} onChange={setModel} issue={issue} />
          <div className="grid grid-cols-2 gap-4">
            <TextField
              label={t`Most steps`}
              name="max_iterations"
              type="number"
              min={1}
              max={200}
              required
              defaultValue={agent.max_iterations}
              hint={t`Then it stops and says so.`}
              error={issue("max_iterations")}
            />
            <TextField
              label={t`Most minutes`}
              name="minutes"
              type="number"
              min={1}
              max={240}
              required
              defaultValue={Math.max(1, Math.round(agent.time_limit_seconds / 60))}
              error={issue("time_limit_seconds")}
            />
          </div>
          <FormError error={error} />
          <Button type="submit" variant="primary" busy={save.isPending} className="justify-self-start">
            {t`Save`}
          </Button>
        </form>
      </SettingsSection>
      <Leave agent={agent} onGone={onGone} />
    </>
  )
}

function Leave({ agent, onGone }: { agent: Agent; onGone: () => void }) {
  const suspend = useSuspendAgent(agent.project_id)
  const remove = useDeleteAgent(agent.project_id, onGone)
  const [removing, setRemoving] = useState(false)
  const suspended = agent.suspended_at !== null
  const set = (on: boolean) => suspend.mutate({ id: agent.id, suspended: on })
  return (
    <DangerBox>
      <DangerRow
        title={suspended ? t`Let it work again` : t`Suspend`}
        action={
          <Button
            onClick={() => {
              set(!suspended)
              if (!suspended)
                notifyUndo(`suspend-${agent.id}`, t`${{ name: agent.name }} is suspended`, () =>
                  suspend.mutate({ id: agent.id, suspended: false }),
                )
            }}
          >
            {suspended ? t`Let it work` : t`Suspend`}
          </Button>
        }
      >
        {suspended
          ? t`It takes tasks, mentions and chats up again. What it was given meanwhile has to be given again.`
          : t`It stops what it is doing and takes nothing up until you let it. Its tasks stay with it.`}
      </DangerRow>
      <DangerRow
        title={t`Remove from the team`}
        action={
          <Button variant="danger" onClick={() => setRemoving(true)}>
            {t`Remove`}
          </Button>
        }
      >
        {t`It stops and its tasks lose it as assignee. Its comments and conversations stay.`}
      </DangerRow>
      <Confirm
        open={removing}
        onOpenChange={setRemoving}
        title={t`Remove ${{ name: agent.name }}?`}
        action={t`Remove`}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(agent.id)}
      >
        {t`This cannot be taken back: its settings and its key are deleted. To let it rest, suspend it instead.`}
      </Confirm>
    </DangerBox>
  )
}
