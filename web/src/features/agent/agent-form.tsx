import { useState } from "react"
import { Dialog } from "../../components/dialog.tsx"
import { SelectField, TextArea, TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import type { Agent } from "../../lib/api.gen.ts"
import { ApiError } from "../../lib/errors.ts"
import { handleFrom } from "../../lib/format.ts"
import type { Provider } from "../../lib/types.ts"
import { type AgentInput, useSaveAgent } from "./api.ts"

type Props = { projectId: string; agent?: Agent; onClose: () => void }

/** Creates or changes an agent. A key that was stored is never shown; leaving the field empty keeps it. */
export function AgentForm({ projectId, agent, onClose }: Props) {
  const save = useSaveAgent(projectId, agent?.id)
  const [name, setName] = useState(agent?.name ?? "")
  const [handle, setHandle] = useState<string | undefined>(agent?.handle)
  const [provider, setProvider] = useState<Provider>(agent?.provider ?? "demo")
  const shownHandle = handle ?? handleFrom(name)
  const error = save.error
  const issue = (field: string) => (error instanceof ApiError ? error.issue(field) : undefined)

  function input(data: FormData): AgentInput {
    const key = text(data, "api_key").trim()
    const real = provider === "openai-compatible"
    return {
      name: name.trim(),
      handle: shownHandle,
      provider,
      ...(real ? { model: text(data, "model").trim() } : {}),
      ...(real ? { base_url: text(data, "base_url").trim() } : {}),
      ...(real && key ? { api_key: key } : {}),
      prompt: text(data, "prompt").trim(),
      max_iterations: Number(text(data, "max_iterations")),
      time_limit_seconds: Math.round(Number(text(data, "minutes")) * 60),
    }
  }

  return (
    <Dialog open onOpenChange={onClose} title={agent ? `Edit ${agent.name}` : "New agent"} wide>
      <form className="grid gap-4" onSubmit={onSubmit((data) => save.mutate(input(data), { onSuccess: onClose }))}>
        <div className="grid gap-4 phone:grid-cols-2">
          <TextField
            label="Name"
            required
            maxLength={60}
            autoFocus
            value={name}
            onChange={(event) => setName(event.target.value)}
            placeholder="Dev"
            error={issue("name")}
          />
          <TextField
            label="Handle"
            required
            maxLength={32}
            pattern="[a-z0-9]([a-z0-9\-]*[a-z0-9])?"
            title="Lower-case letters, digits and hyphens"
            value={shownHandle}
            disabled={agent !== undefined}
            onChange={(event) => setHandle(event.target.value.toLowerCase())}
            hint={
              shownHandle ? `People call it with @${shownHandle}. It cannot be changed later.` : "How people call it."
            }
            error={issue("handle")}
          />
        </div>
        <SelectField
          label="Model provider"
          value={provider}
          onChange={(event) => setProvider(event.target.value === "demo" ? "demo" : "openai-compatible")}
          hint={
            provider === "demo"
              ? "Scripted, no LLM: it plays through the whole loop on your board without a key, so that you can see how agents work."
              : "Anything that speaks OpenAI's chat API: OpenAI, OpenRouter, a local Ollama or vLLM."
          }
        >
          <option value="demo">Demo (scripted, no LLM)</option>
          <option value="openai-compatible">OpenAI-compatible</option>
        </SelectField>
        {provider === "openai-compatible" && (
          <div className="grid gap-4 phone:grid-cols-2">
            <TextField
              label="Base URL"
              name="base_url"
              type="url"
              required
              defaultValue={agent?.base_url ?? ""}
              placeholder="http://localhost:11434/v1"
              error={issue("base_url")}
            />
            <TextField
              label="Model"
              name="model"
              required
              maxLength={200}
              defaultValue={agent?.provider === "demo" ? "" : agent?.model}
              error={issue("model")}
            />
            <TextField
              label="API key"
              name="api_key"
              type="password"
              autoComplete="off"
              className="phone:col-span-2"
              placeholder={agent?.has_api_key ? "Stored. Leave empty to keep it." : "Not needed for most local servers"}
              hint="Stored encrypted and never shown again."
              error={issue("api_key")}
            />
          </div>
        )}
        <TextArea
          label="Instructions"
          name="prompt"
          defaultValue={agent?.prompt ?? ""}
          rows={5}
          maxLength={20000}
          placeholder="You are a careful developer. Read the task and its parent first; say what you did in a comment."
          error={issue("prompt")}
        />
        <div className="grid grid-cols-2 gap-4">
          <TextField
            label="Most steps"
            name="max_iterations"
            type="number"
            min={1}
            max={500}
            required
            defaultValue={agent?.max_iterations ?? 30}
            hint="Then it stops and says so."
            error={issue("max_iterations")}
          />
          <TextField
            label="Most minutes"
            name="minutes"
            type="number"
            min={1}
            max={120}
            required
            defaultValue={agent?.time_limit_seconds ? Math.round(agent.time_limit_seconds / 60) : 15}
            error={issue("time_limit_seconds")}
          />
        </div>
        <FormActions error={error} action={agent ? "Save" : "Create agent"} busy={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
