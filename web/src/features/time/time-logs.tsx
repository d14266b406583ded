import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Pencil, Plus, Trash2 } from "lucide-react"
import { type KeyboardEvent, useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Face } from "../../components/face.tsx"
import { TextField } from "../../components/field.tsx"
import { Section, SectionError, SectionHint } from "../../components/section.tsx"
import type { TimeLog } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { ApiError, adviceFor } from "../../lib/errors.ts"
import { dateLabel, minutesLabel } from "../../lib/format.ts"
import { notifyError, notifyUndo } from "../../lib/notify.ts"
import { type Place, timeLogsQuery, useDeleteTime, useSaveTime } from "./api.ts"
import { dayMinutes, dayOf, readMinutes } from "./duration.ts"

type Props = {
  projectId: string
  taskId: string
  /** The member this person is; only who logged time can change it. */
  me: string | undefined
  canWrite: boolean
  /** Whether this person may delete what others logged. */
  canClear: boolean
}

const added = "new"

/** How much time a task took, and of whom. */
export function TimeLogs({ projectId, taskId, me, canWrite, canClear }: Props) {
  const place = { projectId, taskId }
  const now = useMinute()
  const list = useQuery(timeLogsQuery(place))
  /** The entry that is being written: its id, or that it is new. */
  const [editing, setEditing] = useState<string>()
  const remove = useDeleteTime(place)
  const save = useSaveTime(place)
  const logs = list.data ?? []
  const sum = logs.reduce((total, each) => total + each.minutes, 0)

  function drop(log: TimeLog) {
    const { minutes, day, note } = log
    const bringBack = () =>
      save.mutate(
        { input: { minutes, day, note } },
        { onError: (error) => notifyError(error, t`The time could not be brought back`) },
      )
    remove.mutate(log, {
      // Time of others would come back as one's own.
      onSuccess: () =>
        log.member.member_id === me &&
        notifyUndo(`time-${log.id}`, t`${{ time: minutesLabel(minutes) }} deleted`, bringBack),
    })
  }
  return (
    <Section
      title={t`Time`}
      count={sum > 0 ? <span title={t`Logged by all`}>{minutesLabel(sum)}</span> : undefined}
      action={
        canWrite && (
          <Button variant="ghost" onClick={() => setEditing(added)}>
            <Plus size={13} aria-hidden /> {t`Log time`}
          </Button>
        )
      }
    >
      {list.isError && <SectionError message={t`The logged time could not be read.`} retry={() => list.refetch()} />}
      {list.data && logs.length === 0 && editing !== added && (
        <SectionHint>
          {canWrite ? t`Log what you spent, such as 1h 30m, to plan the next one better.` : t`No time is logged.`}
        </SectionHint>
      )}
      {logs.length > 0 && (
        <ul aria-label={t`Logged time`}>
          {logs.map((log) => {
            const own = log.member.member_id === me
            return (
              <li key={log.id}>
                {editing === log.id ? (
                  <TimeForm place={place} log={log} today={dayOf(now)} onClose={() => setEditing(undefined)} />
                ) : (
                  <Row
                    log={log}
                    now={now}
                    onEdit={canWrite && own ? () => setEditing(log.id) : undefined}
                    onDelete={canWrite && (own || canClear) ? () => drop(log) : undefined}
                  />
                )}
              </li>
            )
          })}
        </ul>
      )}
      {editing === added && (
        <TimeForm place={place} log={undefined} today={dayOf(now)} onClose={() => setEditing(undefined)} />
      )}
    </Section>
  )
}

type RowProps = {
  log: TimeLog
  now: number
  onEdit: (() => void) | undefined
  onDelete: (() => void) | undefined
}

function Row({ log, now, onEdit, onDelete }: RowProps) {
  const { member, minutes, day, note } = log
  const time = minutesLabel(minutes)
  return (
    <div className="group/time -mx-2 flex min-h-8 items-center gap-2 rounded-sm px-2 hover:bg-hover max-phone:min-h-10">
      <Face name={member.name} kind={member.kind} />
      <span className="sr-only">{member.name}</span>
      <span className="shrink-0 font-medium tabular-nums">{time}</span>
      <time dateTime={day} className="shrink-0 text-muted text-xs">
        {dateLabel(day, now)}
      </time>
      <span className="min-w-0 flex-1 truncate text-muted" title={note || undefined}>
        {note}
      </span>
      <span className="-me-1.5 flex opacity-0 focus-within:opacity-100 group-hover/time:opacity-100 max-phone:opacity-100">
        {onEdit && (
          <IconButton label={t`Edit ${time} of ${{ name: member.name }}`} onClick={onEdit}>
            <Pencil size={13} />
          </IconButton>
        )}
        {onDelete && (
          <IconButton label={t`Delete ${time} of ${{ name: member.name }}`} onClick={onDelete}>
            <Trash2 size={13} />
          </IconButton>
        )}
      </span>
    </div>
  )
}

type FormProps = { place: Place; log: TimeLog | undefined; today: string; onClose: () => void }

function TimeForm({ place, log, today, onClose }: FormProps) {
  const save = useSaveTime(place)
  const [spent, setSpent] = useState(log ? minutesLabel(log.minutes) : "")
  const [day, setDay] = useState(log?.day ?? today)
  const [note, setNote] = useState(log?.note ?? "")
  const [tried, setTried] = useState(false)
  const minutes = readMinutes(spent)
  const problem =
    minutes === undefined || minutes < 1
      ? t`Write hours and minutes, such as 1h 30m, 90m or 1.5h.`
      : minutes > dayMinutes
        ? t`A day has 24 hours; log the rest on another day.`
        : undefined
  const issue = (path: string) => (save.error instanceof ApiError ? save.error.issue(path) : undefined)
  const elsewhere = save.error && !["minutes", "day", "note"].some(issue)
  function submit() {
    setTried(true)
    if (problem || minutes === undefined || !day) return
    save.mutate({ id: log?.id, input: { minutes, day, note: note.trim() } }, { onSuccess: onClose })
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape") return
    event.stopPropagation()
    onClose()
  }
  return (
    <form
      aria-label={log ? t`Change the time` : t`Log time`}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      className="my-1 grid grid-cols-2 gap-x-3 gap-y-2 rounded-md border border-line-strong bg-panel p-3"
    >
      <TextField
        label={t`Time spent`}
        placeholder="1h 30m"
        value={spent}
        autoFocus
        autoComplete="off"
        onChange={(event) => setSpent(event.target.value)}
        error={(tried ? problem : undefined) ?? issue("minutes")}
        hint={minutes !== undefined && !problem ? `= ${minutesLabel(minutes)}` : t`Hours and minutes`}
      />
      <TextField
        label={t`Day`}
        type="date"
        required
        value={day}
        onChange={(event) => setDay(event.target.value)}
        error={issue("day")}
      />
      <TextField
        label={t`Note`}
        className="col-span-2"
        placeholder={t`What it went into (optional)`}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        error={issue("note")}
      />
      {elsewhere && (
        <p role="alert" className="col-span-2 text-red text-xs">
          {save.error.message} {adviceFor(save.error)}
        </p>
      )}
      <div className="col-span-2 flex justify-end gap-2">
        <Button onClick={onClose}>{t`Cancel`}</Button>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {log ? t`Save` : t`Log time`}
        </Button>
      </div>
    </form>
  )
}
