import { t } from "@lingui/core/macro"
import { Check, TriangleAlert } from "lucide-react"
import { useId } from "react"
import { Button } from "../../components/button.tsx"
import { SelectField, TextField } from "../../components/field.tsx"
import type { Provider } from "../../lib/types.ts"
import { useTestConnection } from "./api.ts"

/** With what an agent thinks. An empty key keeps the one that is stored. */
export type ModelSettings = { provider: Provider; base_url: string; model: string; api_key: string }

type Props = {
  projectId: string
  /** The agent whose stored key is used, once there is one. */
  agent?: { id: string; has_api_key: boolean } | undefined
  value: ModelSettings
  onChange: (value: ModelSettings) => void
  issue: (field: string) => string | undefined
}

/** What an API takes of a model's settings. */
export function modelInput({ provider, base_url, model, api_key }: ModelSettings) {
  if (provider === "demo") return { provider, model: "scripted" }
  const key = api_key.trim()
  return { provider, model: model.trim(), base_url: base_url.trim(), ...(key && { api_key: key }) }
}

/** Servers whose address nobody should have to look up. */
const known = () => [
  { name: "OpenAI", url: "https://api.openai.com/v1" },
  { name: "OpenRouter", url: "https://openrouter.ai/api/v1" },
  { name: t`Ollama here`, url: "http://localhost:11434/v1" },
]

/** The choice of a model, with help about addresses and keys, and a test of the connection. */
export function ModelFields({ projectId, agent, value, onChange, issue }: Props) {
  const test = useTestConnection(projectId)
  const models = useId()
  const set = (change: Partial<ModelSettings>) => onChange({ ...value, ...change })
  const url = value.base_url.trim()
  return (
    <div className="grid gap-4">
      <SelectField
        label={t`Model provider`}
        value={value.provider}
        onChange={(event) => set({ provider: event.target.value === "demo" ? "demo" : "openai-compatible" })}
        hint={
          value.provider === "demo"
            ? t`It plays the whole loop on your board from a script, without a key and without cost, so that you see how agents work. It does not think.`
            : t`Anything that speaks OpenAI's chat API: OpenAI, OpenRouter, a local Ollama or vLLM.`
        }
      >
        <option value="demo">{t`Demo (scripted, no LLM)`}</option>
        <option value="openai-compatible">{t`A real model (OpenAI-compatible)`}</option>
      </SelectField>
      {value.provider !== "demo" && (
        <>
          <div className="grid gap-1.5">
            <TextField
              label={t`Base URL`}
              type="url"
              required
              maxLength={500}
              value={value.base_url}
              onChange={(event) => set({ base_url: event.target.value })}
              placeholder="https://api.openai.com/v1"
              error={issue("base_url")}
            />
            <div className="flex flex-wrap gap-1.5">
              {known().map(({ name, url }) => (
                <Button key={name} variant="ghost" onClick={() => set({ base_url: url })}>
                  {name}
                </Button>
              ))}
            </div>
          </div>
          <TextField
            label={t`API key`}
            type="password"
            autoComplete="off"
            maxLength={1000}
            value={value.api_key}
            onChange={(event) => set({ api_key: event.target.value })}
            placeholder={agent?.has_api_key ? t`Stored. Leave empty to keep it.` : t`Not needed for most local servers`}
            hint={t`You make one in your provider's settings. It is stored encrypted, shown to nobody again, and used by this agent alone; what it costs is between you and the provider.`}
            error={issue("api_key")}
          />
          <TextField
            label={t`Model`}
            required
            maxLength={200}
            list={models}
            value={value.model}
            onChange={(event) => set({ model: event.target.value })}
            hint={t`As the server calls it. It must be able to use tools. Test the connection to choose from what it has.`}
            error={issue("model")}
          />
          <datalist id={models}>
            {test.data?.models.map((model) => (
              <option key={model} value={model} />
            ))}
          </datalist>
          <div className="flex flex-wrap items-center gap-3">
            <Button
              busy={test.isPending}
              disabled={!URL.canParse(url)}
              onClick={() =>
                test.mutate({
                  base_url: url,
                  ...(value.api_key.trim() && { api_key: value.api_key.trim() }),
                  ...(agent && { agent_id: agent.id }),
                })
              }
            >
              {test.isPending ? t`Testing…` : t`Test the connection`}
            </Button>
            <p role="status" className="flex min-w-0 flex-1 items-start gap-1.5">
              {test.data?.ok && <Check size={14} aria-hidden className="mt-0.5 shrink-0 text-green" />}
              {(test.error || test.data?.ok === false) && (
                <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-red" />
              )}
              {test.error?.message ?? test.data?.message ?? ""}
            </p>
          </div>
        </>
      )}
    </div>
  )
}
