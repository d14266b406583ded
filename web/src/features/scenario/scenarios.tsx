import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Pencil, Plus, Trash2 } from "lucide-react"
import { lazy, Suspense, useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Section, SectionError, SectionHint } from "../../components/section.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { BddScenario } from "../../lib/api.gen.ts"
import { notifyError, notifyUndo } from "../../lib/notify.ts"
import { scenariosQuery, useDeleteScenario, useSaveScenario } from "./api.ts"
import { splitLine } from "./gherkin.ts"

const load = () => import("./scenario-editor.tsx")
const ScenarioEditor = lazy(load)

type Props = { projectId: string; taskId: string; canWrite: boolean }

const added = "new"

/** What must hold when the task is done, as scenarios that people and agents read alike. */
export function Scenarios({ projectId, taskId, canWrite }: Props) {
  const place = { projectId, taskId }
  const list = useQuery(scenariosQuery(place))
  /** The scenario that is being written: its id, or that it is new. */
  const [editing, setEditing] = useState<string>()
  const remove = useDeleteScenario(place)
  const save = useSaveScenario(place)
  const scenarios = list.data ?? []
  const editor = (scenario?: BddScenario) => (
    <Suspense fallback={<SkeletonLines lines={5} label={t`Loading the editor`} />}>
      <ScenarioEditor place={place} scenario={scenario} onClose={() => setEditing(undefined)} />
    </Suspense>
  )

  function drop(scenario: BddScenario) {
    const bringBack = () =>
      save.mutate(
        { input: { gherkin: scenario.gherkin } },
        { onError: (error) => notifyError(error, t`The scenario could not be brought back`) },
      )
    remove.mutate(scenario, {
      onSuccess: () => notifyUndo(`scenario-${scenario.id}`, t`“${{ title: scenario.title }}” is deleted`, bringBack),
    })
  }
  return (
    <Section
      title={t`BDD scenarios`}
      count={scenarios.length || undefined}
      action={
        canWrite && (
          <Button variant="ghost" onPointerEnter={load} onFocus={load} onClick={() => setEditing(added)}>
            <Plus size={13} aria-hidden /> {t`Add a scenario`}
          </Button>
        )
      }
    >
      {list.isError && <SectionError message={t`The scenarios could not be read.`} retry={() => list.refetch()} />}
      {list.data && scenarios.length === 0 && editing !== added && (
        <SectionHint>
          {canWrite ? t`Given, when, then: examples that show when this is done.` : t`No scenarios.`}
        </SectionHint>
      )}
      {scenarios.length > 0 && (
        <ul aria-label={t`Scenarios`} className="grid grid-cols-1 gap-2">
          {scenarios.map((scenario) => (
            <li key={scenario.id}>
              {editing === scenario.id ? (
                editor(scenario)
              ) : (
                <Shown
                  scenario={scenario}
                  onEdit={canWrite ? () => setEditing(scenario.id) : undefined}
                  onDelete={() => drop(scenario)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {editing === added && editor()}
    </Section>
  )
}

type ShownProps = { scenario: BddScenario; onEdit: (() => void) | undefined; onDelete: () => void }

function Shown({ scenario, onEdit, onDelete }: ShownProps) {
  return (
    <article aria-label={scenario.title} className="group/scenario relative rounded-md border bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, by keyboard too */}
      <pre dir="ltr" tabIndex={0} className="thin-scroll overflow-x-auto py-2 pe-3 ps-3 font-mono text-xs leading-5">
        {scenario.gherkin.split("\n").map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text is rendered anew as a whole
          <Line key={index} line={line} />
        ))}
      </pre>
      {onEdit && (
        <span className="absolute top-1 end-1 flex rounded-sm bg-sunken opacity-0 focus-within:opacity-100 group-hover/scenario:opacity-100 max-phone:opacity-100">
          <IconButton label={t`Edit ${{ title: scenario.title }}`} onPointerEnter={load} onClick={onEdit}>
            <Pencil size={13} />
          </IconButton>
          <IconButton label={t`Delete ${{ title: scenario.title }}`} onClick={onDelete}>
            <Trash2 size={13} />
          </IconButton>
        </span>
      )}
    </article>
  )
}

function Line({ line }: { line: string }) {
  const { indent, keyword, rest } = splitLine(line)
  const heading = keyword.endsWith(":")
  return (
    <>
      {indent}
      {keyword && <b className={heading ? "font-semibold" : "font-semibold text-accent-text"}>{keyword}</b>}
      {heading ? <b className="font-semibold">{rest}</b> : rest}
      {"\n"}
    </>
  )
}
