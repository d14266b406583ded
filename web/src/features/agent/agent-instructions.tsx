import { t } from "@lingui/core/macro"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { MarkdownView } from "../../components/editor/markdown.tsx"
import { TextArea } from "../../components/field.tsx"
import { FormError, onSubmit } from "../../components/form.tsx"
import { ReadOnlyNote, SettingsSection } from "../../components/settings-section.tsx"
import type { Agent } from "../../lib/api.gen.ts"
import { notify } from "../../lib/notify.ts"
import { useUpdateAgent } from "./api.ts"

/** What an agent was told: it reads it before everything it does. */
export function AgentInstructions({ agent, canManage }: { agent: Agent; canManage: boolean }) {
  const save = useUpdateAgent(agent.project_id, agent.id)
  const [text, setText] = useState(agent.prompt)
  const changed = text.trim() !== agent.prompt.trim()
  const lead = t`${{ name: agent.name }} reads this before every task and every answer. Say how it should work, what it should look at first, and when it should ask. The title, the description and the comments of a task it gets by itself.`
  return (
    <SettingsSection title={t`Instructions`} lead={lead}>
      {canManage ? (
        <form
          className="grid gap-3"
          onSubmit={onSubmit(() =>
            save.mutate(
              { prompt: text.trim() },
              { onSuccess: () => notify(t`Saved`, t`It counts from the next thing it takes up.`) },
            ),
          )}
        >
          <TextArea
            label={t`Instructions`}
            value={text}
            onChange={(event) => setText(event.target.value)}
            rows={16}
            maxLength={20_000}
            hint={t`Markdown. Short rules work better than long ones.`}
          />
          <FormError error={save.error} />
          <div className="flex items-center gap-2">
            <Button type="submit" variant="primary" disabled={!changed} busy={save.isPending}>
              {t`Save`}
            </Button>
            {changed && <Button onClick={() => setText(agent.prompt)}>{t`Undo changes`}</Button>}
          </div>
        </form>
      ) : (
        <>
          {agent.prompt ? (
            <div className="rounded-md border bg-panel px-4 py-3">
              <MarkdownView text={agent.prompt} members={[]} />
            </div>
          ) : (
            <p className="text-muted">{t`It has no instructions of its own.`}</p>
          )}
          <ReadOnlyNote>{t`Only who may set up agents can change them.`}</ReadOnlyNote>
        </>
      )}
    </SettingsSection>
  )
}
