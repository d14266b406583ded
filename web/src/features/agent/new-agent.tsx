import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { Button } from "../../components/button.tsx"
import { Dialog } from "../../components/dialog.tsx"
import { SelectField, TextArea, TextField } from "../../components/field.tsx"
import { FormError, onSubmit } from "../../components/form.tsx"
import type { Agent } from "../../lib/api.gen.ts"
import { ApiError } from "../../lib/errors.ts"
import { handleFrom } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import { rolesQuery, useCreateAgent } from "./api.ts"
import { type Kind, kinds } from "./kinds.ts"
import { ModelFields, type ModelSettings, modelInput } from "./model-fields.tsx"
import { Limits, Rights } from "./rights.tsx"

type Props = { projectId: string; onClose: () => void; onCreated: (agent: Agent) => void }

const steps = [msg`What it is for`, msg`Who it is`, msg`What it thinks with and may do`]

const promptOf = ({ prompt }: Kind) => (prompt ? i18n._(prompt) : "")

/** How long a new agent may work on one thing, until its settings say otherwise. */
const limits = { max_iterations: 30, time_limit_seconds: 900 }

/** Leads through making an agent: what it is for, who it is, its model and its role. */
export function NewAgent({ projectId, onClose, onCreated }: Props) {
  const create = useCreateAgent(projectId)
  const roles = useQuery(rolesQuery(projectId))
  const [step, setStep] = useState(0)
  const [kind, setKind] = useState<Kind>(kinds[0])
  const [name, setName] = useState(kinds[0].name)
  const [handle, setHandle] = useState<string>()
  const [prompt, setPrompt] = useState(() => promptOf(kinds[0]))
  const [model, setModel] = useState<ModelSettings>({ provider: "demo", base_url: "", model: "", api_key: "" })
  const [roleId, setRoleId] = useState<string>()
  const shownHandle = handle ?? handleFrom(name)
  const role = roles.data?.find((each) => each.id === roleId) ?? roles.data?.find((each) => each.name === "Editor")
  const error = create.error
  const form = useRef<HTMLFormElement>(null)
  // Each step begins at its first field: the button that led here is gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another step the form is another
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("input:checked, input:not([type=radio]), select")?.focus()
  }, [step])
  const issue = (field: string) => (error instanceof ApiError ? error.issue(field) : undefined)

  function choose(next: Kind) {
    // What somebody wrote already is not overwritten.
    if (name === kind.name) setName(next.name)
    if (prompt === promptOf(kind)) setPrompt(promptOf(next))
    setKind(next)
  }

  function submit() {
    if (step < steps.length - 1) {
      setStep(step + 1)
      return
    }
    create.mutate(
      {
        name: name.trim(),
        handle: shownHandle,
        prompt: prompt.trim(),
        ...modelInput(model),
        ...limits,
        ...(role && { role_id: role.id }),
      },
      {
        onSuccess: onCreated,
        onError: (refused) => {
          const about =
            refused instanceof ApiError && (refused.error_code === "HANDLE_TAKEN" || refused.issue("handle"))
          if (about) setStep(1)
        },
      },
    )
  }

  const title = steps[step]
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t`New agent`}
      description={t`Step ${{ number: step + 1 }} of ${{ count: steps.length }}: ${{ title: title ? i18n._(title) : "" }}`}
      wide
    >
      {/* A step is a form of its own, so that Enter goes on and only what is shown is checked. */}
      <form ref={form} key={step} className="grid gap-4" onSubmit={onSubmit(submit)}>
        {step === 0 && <Kinds chosen={kind} onChoose={choose} />}
        {step === 1 && (
          <>
            <div className="grid gap-4 phone:grid-cols-2">
              <TextField
                label={t`Name`}
                required
                maxLength={60}
                value={name}
                onChange={(event) => setName(event.target.value)}
                placeholder="Dev"
                error={issue("name")}
              />
              <TextField
                label={t`Handle`}
                required
                minLength={2}
                maxLength={30}
                pattern="[a-z0-9]([a-z0-9\-]*[a-z0-9])?"
                title={t`Lower-case letters, digits and hyphens`}
                value={shownHandle}
                onChange={(event) => setHandle(event.target.value.toLowerCase())}
                hint={
                  shownHandle
                    ? t`People call it with @${shownHandle}. It cannot be changed later.`
                    : t`How people call it.`
                }
                error={issue("handle")}
              />
            </div>
            <TextArea
              label={t`Instructions`}
              value={prompt}
              onChange={(event) => setPrompt(event.target.value)}
              rows={11}
              maxLength={20_000}
              placeholder={t`How it should work, what it should look at first, when it should ask.`}
              hint={t`It reads them before every task. You can change them at any time.`}
              error={issue("prompt")}
            />
          </>
        )}
        {step === 2 && (
          <>
            <ModelFields projectId={projectId} value={model} onChange={setModel} issue={issue} />
            <SelectField
              label={t`Role`}
              value={role?.id ?? ""}
              disabled={!roles.data}
              onChange={(event) => setRoleId(event.target.value)}
              hint={t`A role lets an agent do exactly what it would let a person do.`}
              error={issue("role_id")}
            >
              {roles.data?.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}
                </option>
              ))}
            </SelectField>
            {role && <Rights role={role} />}
            <Limits />
          </>
        )}
        <FormError error={error} />
        <div className="flex flex-wrap items-center justify-end gap-2">
          {step > 0 && (
            <Button className="me-auto" onClick={() => setStep(step - 1)}>
              {t`Back`}
            </Button>
          )}
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {step < steps.length - 1 ? t`Next` : t`Create agent`}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Kinds({ chosen, onChoose }: { chosen: Kind; onChoose: (kind: Kind) => void }) {
  return (
    <fieldset className="grid gap-2 phone:grid-cols-2">
      <legend className="sr-only">{t`What it is for`}</legend>
      {kinds.map((kind) => (
        <label
          key={kind.id}
          className="grid cursor-pointer grid-cols-[20px_1fr] items-start gap-2.5 rounded-md border bg-panel p-3 transition-colors duration-100 hover:border-line-strong has-checked:border-agent has-checked:bg-agent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="kind"
            className="sr-only"
            checked={kind.id === chosen.id}
            onChange={() => onChoose(kind)}
          />
          <kind.icon size={16} aria-hidden className="mt-px text-agent" />
          <span className="grid gap-0.5">
            <span className="font-medium">{i18n._(kind.label)}</span>
            <span className="text-muted">{i18n._(kind.lead)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
