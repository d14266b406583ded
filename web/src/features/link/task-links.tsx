import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { Plus, X } from "lucide-react"
import { useMemo, useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Picker } from "../../components/picker.tsx"
import { Section, SectionError, SectionHint } from "../../components/section.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import type { TaskLink, TaskStatus } from "../../lib/api.gen.ts"
import { i18n } from "../../lib/i18n.ts"
import { notifyUndo } from "../../lib/notify.ts"
import { useSettled } from "../../lib/settled.ts"
import { linksQuery, searchQuery, useCreateLink, useRemoveLink } from "./api.ts"

type Props = { projectId: string; taskId: string; statuses: TaskStatus[]; canWrite: boolean }

const kinds: { type: TaskLink["type"]; label: MessageDescriptor }[] = [
  { type: "blocks", label: msg`Blocks` },
  { type: "blocked_by", label: msg`Blocked by` },
  { type: "relates", label: msg`Relates to` },
  { type: "duplicates", label: msg`Duplicates` },
  { type: "duplicated_by", label: msg`Duplicated by` },
]

/** How a task hangs together with others. */
export function TaskLinks({ projectId, taskId, statuses, canWrite }: Props) {
  const place = { projectId, taskId }
  const list = useQuery(linksQuery(place))
  const [adding, setAdding] = useState(false)
  const create = useCreateLink(place)
  const remove = useRemoveLink(place)
  const links = list.data ?? []

  function drop(link: TaskLink) {
    remove.mutate(link, {
      onSuccess: () =>
        notifyUndo(`link-${link.id}`, t`The link to ${{ key: link.task.key }} is removed`, () =>
          create.mutate({ type: link.type, target_task_id: link.task.id }),
        ),
    })
  }
  return (
    <Section
      title={t`Links`}
      count={links.length || undefined}
      action={
        canWrite &&
        !adding && (
          <Button variant="ghost" onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden /> {t`Add a link`}
          </Button>
        )
      }
    >
      {list.isError && <SectionError message={t`The links could not be read.`} retry={() => list.refetch()} />}
      {list.data && links.length === 0 && !adding && (
        <SectionHint>
          {canWrite ? t`Say what this waits for, what it blocks or what it belongs with.` : t`No links.`}
        </SectionHint>
      )}
      {kinds.map(({ type, label }) => {
        const group = links.filter((link) => link.type === type)
        if (group.length === 0) return null
        return (
          <div key={type} className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-2">
            <h4 id={`links-${type}`} className="pt-1.5 text-muted">
              {i18n._(label)}
            </h4>
            <ul aria-labelledby={`links-${type}`}>
              {group.map((link) => (
                <Row
                  key={link.id}
                  link={link}
                  projectId={projectId}
                  status={statuses.find((status) => status.id === link.task.status_id)}
                  onRemove={canWrite ? () => drop(link) : undefined}
                />
              ))}
            </ul>
          </div>
        )
      })}
      {adding && (
        <NewLink
          projectId={projectId}
          taken={[taskId]}
          error={create.error}
          busy={create.isPending}
          onAdd={(type, target_task_id) =>
            create.mutate({ type, target_task_id }, { onSuccess: () => setAdding(false) })
          }
          onClose={() => {
            create.reset()
            setAdding(false)
          }}
        />
      )}
      {!adding && create.error && (
        <p role="alert" className="text-red text-xs">
          {create.error.message}
        </p>
      )}
    </Section>
  )
}

type RowProps = {
  link: TaskLink
  projectId: string
  status: TaskStatus | undefined
  onRemove: (() => void) | undefined
}

function Row({ link: { task }, projectId, status, onRemove }: RowProps) {
  return (
    <li className="group/link -me-1.5 flex h-8 items-center rounded-sm hover:bg-hover max-phone:h-10">
      <Link
        to="/p/$projectId/board"
        params={{ projectId }}
        search={{ task: task.key }}
        className="-ms-2 flex h-full min-w-0 flex-1 items-center gap-2 rounded-sm px-2"
      >
        <StatusRing category={status?.category ?? "todo"} />
        <span className="sr-only">{status?.name}</span>
        <span className="shrink-0 text-muted text-xs tabular-nums">{task.key}</span>
        <span className="truncate">{task.title}</span>
      </Link>
      {onRemove && (
        <IconButton
          label={t`Remove the link to ${{ key: task.key }}`}
          onClick={onRemove}
          className="opacity-0 focus-visible:opacity-100 group-hover/link:opacity-100 max-phone:opacity-100"
        >
          <X size={13} />
        </IconButton>
      )}
    </li>
  )
}

type NewProps = {
  projectId: string
  taken: string[]
  error: Error | null
  busy: boolean
  onAdd: (type: TaskLink["type"], target: string) => void
  onClose: () => void
}

function NewLink({ projectId, taken, error, busy, onAdd, onClose }: NewProps) {
  const [type, setType] = useState<TaskLink["type"]>("blocked_by")
  const [search, setSearch] = useState("")
  const q = useSettled(search.trim())
  const { data: found, isError, isFetching } = useQuery(searchQuery(projectId, q))
  const options = useMemo(
    () =>
      (q === "" ? [] : (found ?? []))
        .filter((item) => !taken.includes(item.id))
        .map((item) => ({ value: item.id, label: item.title, hint: item.key ?? "" })),
    [found, taken, q],
  )
  const empty = isError
    ? t`The search did not answer. Type again to try again.`
    : q === ""
      ? t`Type a key or words of the task.`
      : isFetching
        ? t`Searching…`
        : t`No task has these words.`
  return (
    <div className="grid gap-1.5">
      <fieldset className="flex flex-wrap items-center gap-2">
        <legend className="sr-only">{t`New link`}</legend>
        <select
          aria-label={t`Kind of link`}
          value={type}
          onChange={(event) => setType(kinds.find((kind) => kind.type === event.target.value)?.type ?? "relates")}
          className="h-7 rounded-sm border border-line-strong bg-panel px-1.5 text-sm max-phone:h-9"
        >
          {kinds.map((kind) => (
            <option key={kind.type} value={kind.type}>
              {i18n._(kind.label)}
            </option>
          ))}
        </select>
        <Picker
          label={t`Task to link`}
          placeholder={t`Find by key or words…`}
          empty={empty}
          value={null}
          options={options}
          onSearch={setSearch}
          onChange={(target) => onAdd(type, target)}
          trigger={<Button busy={busy}>{t`Choose a task…`}</Button>}
        />
        <Button variant="ghost" onClick={onClose}>
          {t`Cancel`}
        </Button>
      </fieldset>
      {error && (
        <p role="alert" className="text-red text-xs">
          {error.message}
        </p>
      )}
    </div>
  )
}
