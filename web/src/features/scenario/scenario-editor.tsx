import { msg, t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { type KeyboardEvent, useRef, useState } from "react"
import { Button } from "../../components/button.tsx"
import { TextArea, TextField } from "../../components/field.tsx"
import type { BddScenario } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { ApiError, adviceFor } from "../../lib/errors.ts"
import { i18n } from "../../lib/i18n.ts"
import { useCommandKey } from "../../lib/platform.ts"
import { type Place, type ScenarioInput, useSaveScenario } from "./api.ts"
import { type Clauses, issuesByLine, textOf } from "./gherkin.ts"

type Props = { place: Place; scenario: BddScenario | undefined; onClose: () => void }

/** What a new scenario says at first. Its keywords are Gherkin's, in every language. */
const template = () =>
  textOf({ title: t`What must hold`, given: t`how things are`, when: t`something happens`, then: t`this follows` })
const noClauses: Clauses = { title: "", given: "", when: "", then: "" }
const clauseNames = ["given", "when", "then"] as const
const labels = {
  given: msg({ message: "Given", context: "scenario" }),
  when: msg({ message: "When", context: "scenario" }),
  then: msg({ message: "Then", context: "scenario" }),
}
const hints = {
  given: msg`How things are before. One step a line.`,
  when: msg`What somebody does.`,
  then: msg`What can be seen afterwards.`,
}

function clausesOf({ title, given, when, then }: BddScenario): Clauses {
  return { title, given, when, then }
}

/** A scenario as it is written: as Gherkin, or its clauses in fields. */
export default function ScenarioEditor({ place, scenario, onClose }: Props) {
  // What this text began with; somebody else's later one is not replaced unseen.
  const [base, setBase] = useState(scenario)
  const [mode, setMode] = useState<"text" | "fields">("text")
  const [text, setText] = useState(base?.gherkin ?? template())
  const [clauses, setClauses] = useState(base ? clausesOf(base) : noClauses)
  const save = useSaveScenario(place)
  const command = useCommandKey()
  const stale = scenario !== undefined && base !== undefined && scenario.version > base.version
  const untouched = text === (base?.gherkin ?? template())

  function toText() {
    // Fields that were not written in have nothing to say that the text does not say already.
    const before = base ? clausesOf(base) : noClauses
    if (JSON.stringify(clauses) !== JSON.stringify(before)) setText(textOf(clauses))
    setMode("text")
  }
  function takeTheirs(theirs: BddScenario) {
    setBase(theirs)
    setText(theirs.gherkin)
    setClauses(clausesOf(theirs))
    save.reset()
  }
  function submit() {
    if (save.isPending) return
    const input: ScenarioInput = mode === "text" ? { gherkin: text } : base ? changedClauses(base, clauses) : clauses
    if (Object.keys(input).length === 0) return onClose()
    save.mutate({ id: base?.id, input }, { onSuccess: onClose })
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault()
      submit()
    }
    if (event.key === "Escape") {
      event.stopPropagation()
      // Escape leaves; what was written is not thrown away by it.
      if (untouched && JSON.stringify(clauses) === JSON.stringify(base ? clausesOf(base) : noClauses)) onClose()
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts of the fields within
    <div onKeyDown={onKeyDown} className="grid grid-cols-1 gap-2 rounded-md border border-line-strong bg-panel p-2.5">
      <fieldset className="flex gap-1">
        <legend className="sr-only">{t`Write it as`}</legend>
        <Button variant={mode === "text" ? "plain" : "ghost"} aria-pressed={mode === "text"} onClick={toText}>
          Gherkin
        </Button>
        <Button
          variant={mode === "fields" ? "plain" : "ghost"}
          aria-pressed={mode === "fields"}
          disabled={mode === "text" && !untouched}
          title={mode === "text" && !untouched ? t`Save the text first; it then shows in fields.` : undefined}
          onClick={() => setMode("fields")}
        >
          {t`Given, when, then`}
        </Button>
      </fieldset>
      {stale && (
        <div role="alert" className="grid gap-2 rounded-sm border border-amber p-2">
          <p>
            <Trans>
              <b className="font-medium">Somebody changed this scenario while you wrote.</b> Saving replaces their text.
            </Trans>
          </p>
          <Button className="justify-self-start" onClick={() => takeTheirs(scenario)}>
            {t`Take theirs`}
          </Button>
        </div>
      )}
      {mode === "text" ? (
        <GherkinText value={text} onChange={setText} error={save.error} />
      ) : (
        <div className="grid gap-3">
          <TextField
            label={t`Scenario`}
            placeholder={t`What must hold`}
            value={clauses.title}
            error={issueOf(save.error, "title")}
            autoFocus
            onChange={(event) => setClauses({ ...clauses, title: event.target.value })}
          />
          {clauseNames.map((name) => (
            <TextArea
              key={name}
              label={i18n._(labels[name])}
              hint={i18n._(hints[name])}
              value={clauses[name]}
              error={issueOf(save.error, name)}
              rows={2}
              className="[&_textarea]:field-sizing-content [&_textarea]:min-h-14 [&_textarea]:font-mono [&_textarea]:text-xs"
              onChange={(event) => setClauses({ ...clauses, [name]: event.target.value })}
            />
          ))}
          <Problems error={save.error} except={["title", ...clauseNames]} />
        </div>
      )}
      <div className="flex items-center gap-2">
        <span className="text-muted text-xs max-phone:hidden">{t`${command} Enter saves`}</span>
        <Button className="ms-auto" onClick={onClose}>
          {t`Cancel`}
        </Button>
        <Button variant="primary" busy={save.isPending} onClick={submit}>
          {t`Save the scenario`}
        </Button>
      </div>
    </div>
  )
}

/** Only what was changed is sent, so that the rest stays as it was written. */
function changedClauses(base: BddScenario, clauses: Clauses): Partial<Clauses> {
  const names = ["title", ...clauseNames] as const
  return Object.fromEntries(names.filter((name) => clauses[name] !== base[name]).map((name) => [name, clauses[name]]))
}

const issueOf = (error: Error | null, path: string) => (error instanceof ApiError ? error.issue(path) : undefined)

/** What was refused and belongs to no field that is shown. */
function Problems({ error, except }: { error: Error | null; except: string[] }) {
  if (!error) return null
  const issues = error instanceof ApiError ? error.issues : []
  const others = issues.filter(({ path }) => !except.includes(path.replace(/^body\./, "")))
  if (issues.length > 0 && others.length === 0) return null
  return (
    <p role="alert" className="text-red text-xs">
      {others.length > 0 ? others.map(({ message }) => message).join("; ") : `${error.message} ${adviceFor(error)}`}
    </p>
  )
}

/** Lines with their numbers; those that are wrong say so at their place. */
function GherkinText({
  value,
  onChange,
  error,
}: {
  value: string
  onChange: (text: string) => void
  error: Error | null
}) {
  const field = useRef<HTMLTextAreaElement>(null)
  const issues = issuesByLine(error instanceof ApiError ? error.issues : [])
  const lines = value.split("\n")
  const general = error && issues.size === 0 ? [`${error.message} ${adviceFor(error)}`.trim()] : (issues.get(0) ?? [])
  const numbered = [...issues].filter(([line]) => line > 0).sort(([one], [other]) => one - other)

  function goTo(line: number) {
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
    field.current?.focus()
    field.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
  }
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <div
        dir="ltr"
        className={cx(
          "thin-scroll flex max-h-96 overflow-y-auto rounded-sm border bg-sunken font-mono text-xs leading-5 focus-within:border-accent",
          error && "border-red",
        )}
      >
        <ol aria-hidden className="shrink-0 select-none py-2 text-end text-faint">
          {lines.map((_, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
              key={index}
              title={issues.get(index + 1)?.join("; ")}
              className={cx("min-w-8 px-2", issues.has(index + 1) && "bg-red font-semibold text-panel")}
            >
              {index + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={field}
          aria-label={t`Scenario in Gherkin`}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "gherkin-problems" : undefined}
          // biome-ignore lint/a11y/noAutofocus: the person asked to write just now
          autoFocus
          wrap="off"
          spellCheck={false}
          rows={Math.max(4, lines.length)}
          value={value}
          onFocus={(event) => value === template() && event.target.setSelectionRange(10, value.indexOf("\n"))}
          onChange={(event) => onChange(event.target.value)}
          className="thin-scroll block min-w-0 flex-1 resize-none overflow-x-auto overflow-y-hidden whitespace-pre bg-transparent py-2 pe-2 leading-5 outline-none"
        />
      </div>
      {(general.length > 0 || numbered.length > 0) && (
        <ul id="gherkin-problems" role="alert" aria-label={t`Problems`} className="grid gap-0.5 text-red text-xs">
          {general.map((message) => (
            <li key={message}>{message}</li>
          ))}
          {numbered.map(([line, messages]) => (
            <li key={line}>
              <button type="button" onClick={() => goTo(line)} className="text-start underline underline-offset-2">
                {t`Line ${line}`}
              </button>
              : {messages.join("; ")}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
