import { t } from "@lingui/core/macro"
import { RotateCcw } from "lucide-react"
import { lazy, Suspense, useState } from "react"
import { Button } from "../../components/button.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { Face } from "../../components/face.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { Activity } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { ApiError } from "../../lib/errors.ts"
import { ago, fullTime } from "../../lib/format.ts"
import { notify, notifyError } from "../../lib/notify.ts"
import type { Change } from "../../lib/types.ts"
import { useRevert } from "./api.ts"
import { activityText, fieldLabel, isNothing, isRevertible, isShort, type Names, valueLabel } from "./describe.ts"

const TextDiff = lazy(() => import("./text-diff.tsx"))

type Props = { activity: Activity; names: Names; projectId: string; taskId: string; canRevert: boolean }

/** Something that happened on a task: what it was before and after, and the way back. */
export function ActivityItem({ activity, names, projectId, taskId, canRevert }: Props) {
  const now = useMinute()
  const [open, setOpen] = useState(false)
  const { actor, changes = [] } = activity
  const short = changes.filter(isShort)
  const long = changes.filter((change) => !isShort(change))
  const single = short.length === 1 && changes.length === 1 ? short[0] : undefined
  const text = activityText(activity, names)
  const [before = "", after = ""] = activityText(activity, names, "\0").split("\0")
  return (
    <div className="group/activity grid grid-cols-[20px_minmax(0,1fr)_auto] gap-2 text-muted">
      <Face name={actor.name} kind={actor.type === "agent" ? "agent" : "user"} />
      <div className="min-w-0">
        {before}
        <b className="font-medium text-ink">{actor.name}</b>
        {after}
        {single && (
          <>
            {" "}
            <Diff change={single} names={names} />
          </>
        )}{" "}
        <time dateTime={activity.at} title={fullTime(activity.at)} className="whitespace-nowrap text-xs">
          · {ago(activity.at, now)}
        </time>
        {long.length > 0 && (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="ms-2 text-accent-text text-xs underline underline-offset-2"
          >
            {open ? t`Hide the text` : t`Show what changed`}
          </button>
        )}
        {!single && short.length > 0 && (
          <ul className="mt-1 grid gap-0.5 rounded-sm border px-2 py-1 text-xs">
            {short.map((change) => (
              <li key={change.field}>
                {fieldLabel(change.field, names)} <Diff change={change} names={names} />
              </li>
            ))}
          </ul>
        )}
        {open &&
          long.map(({ field, from, to }) => (
            <Suspense key={field} fallback={<SkeletonLines lines={3} label={t`Comparing`} />}>
              <TextDiff
                label={t`Changes of the ${{ field: fieldLabel(field, names) }}`}
                from={textOf(from)}
                to={textOf(to)}
              />
            </Suspense>
          ))}
      </div>
      {canRevert && isRevertible(activity) && <Revert {...{ activity, names, projectId, taskId, text }} />}
    </div>
  )
}

/** A long text as the log has it. */
function textOf(value: unknown): string {
  if (typeof value === "object" && value !== null && "text" in value) return String(value.text)
  return typeof value === "string" ? value : ""
}

type RevertProps = Omit<Props, "canRevert"> & { text: string }

function Revert({ activity, names, projectId, taskId, text }: RevertProps) {
  const revert = useRevert(projectId, taskId)
  /** The fields that were changed again since, when the server asks. */
  const [later, setLater] = useState<string[]>()
  const fields = later?.map((field) => fieldLabel(field, names)).join(", ")
  function run(force: boolean) {
    revert.mutate(
      { activityId: activity.id, force },
      {
        onSuccess: () => {
          setLater(undefined)
          notify(t`The change is taken back`, t`That is a change of its own, which can be taken back as well.`)
        },
        onError: (error) => {
          if (error instanceof ApiError && error.error_code === "REVERT_CONFLICT") setLater(fieldsOf(error))
          else notifyError(error, t`The change could not be taken back`)
        },
      },
    )
  }
  return (
    <>
      <Button
        variant="ghost"
        aria-label={t`Revert: ${text}`}
        busy={revert.isPending}
        onClick={() => run(false)}
        className="h-5 px-1.5 text-xs opacity-0 focus-visible:opacity-100 group-hover/activity:opacity-100 aria-busy:opacity-100 max-phone:h-8 max-phone:opacity-100"
      >
        <RotateCcw size={11} aria-hidden /> {t`Revert`}
      </Button>
      <Confirm
        open={later !== undefined}
        onOpenChange={(open) => !open && setLater(undefined)}
        title={t`It was changed again since`}
        action={t`Revert anyway`}
        busy={revert.isPending}
        onConfirm={() => run(true)}
      >
        {t`Reverting this replaces what was set later: ${{ fields: fields ?? "" }}.`}
      </Confirm>
    </>
  )
}

function fieldsOf({ details: { fields } }: ApiError): string[] {
  return Array.isArray(fields) ? fields.map(String) : []
}

function Diff({ change, names }: { change: Change; names: Names }) {
  return (
    <span className="break-words">
      {!isNothing(change.from) && (
        <s className="text-red decoration-1">{valueLabel(change.field, change.from, names)}</s>
      )}
      {!isNothing(change.from) && " "}
      <span aria-hidden className="inline-block rtl:-scale-x-100">
        →
      </span>{" "}
      <span className="sr-only"> {t`became`} </span>
      <ins className="text-green no-underline">{valueLabel(change.field, change.to, names)}</ins>
    </span>
  )
}
