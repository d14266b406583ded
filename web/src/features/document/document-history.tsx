import { msg, plural, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { ArrowLeft, RotateCcw } from "lucide-react"
import { useState } from "react"
import { Button, buttonLook } from "../../components/button.tsx"
import { MarkdownView } from "../../components/editor/markdown.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { DocDiff, DocSnapshotItem, Document } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { ago, fullTime, number } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import type { Mentionable } from "../../lib/mentionable.ts"
import { notify } from "../../lib/notify.ts"
import { diffQuery, snapshotQuery, snapshotsQuery, useRestoreSnapshot } from "./api.ts"

type Props = { doc: Document; members: Mentionable[]; canWrite: boolean; onRestored: () => void }

/** What a document said before: each snapshot with what it changed and its text, and the way back to it. */
export function DocumentHistory({ doc, members, canWrite, onRestored }: Props) {
  const { project_id: projectId, id: docId } = doc
  const list = useQuery(snapshotsQuery(projectId, docId))
  const [chosen, setChosen] = useState<string>()
  const snapshots = list.data?.items ?? []
  const at = Math.max(
    0,
    snapshots.findIndex((each) => each.id === chosen),
  )
  const snapshot = snapshots[at]
  return (
    <>
      <div className="flex h-11 shrink-0 items-center gap-2 border-b px-4 max-phone:px-2">
        <Link to="/p/$projectId/docs/$docId" params={{ projectId, docId }} className={buttonLook({ variant: "ghost" })}>
          <ArrowLeft size={14} aria-hidden className="rtl:-scale-x-100" /> {t`Back to the document`}
        </Link>
      </div>
      {list.isError ? (
        <ErrorState error={list.error} retry={() => list.refetch()} />
      ) : !snapshot ? (
        <div className="p-6">
          <SkeletonLines lines={6} label={t`Loading the history`} />
        </div>
      ) : (
        <div className="flex min-h-0 flex-1 max-phone:flex-col">
          <Snapshots snapshots={snapshots} chosen={snapshot.id} onChoose={setChosen} />
          <section
            aria-label={t`Snapshot ${{ number: snapshot.snapshot_number }}`}
            className="flex min-h-0 min-w-0 flex-1 flex-col"
          >
            <Snapshot
              key={snapshot.id}
              doc={doc}
              snapshot={snapshot}
              before={snapshots[at + 1]}
              present={at === 0}
              {...{ members, canWrite, onRestored }}
            />
          </section>
        </div>
      )}
    </>
  )
}

function Snapshots(props: { snapshots: DocSnapshotItem[]; chosen: string; onChoose: (id: string) => void }) {
  const now = useMinute()
  return (
    <nav
      aria-label={t`Snapshots`}
      className="thin-scroll w-60 shrink-0 overflow-y-auto border-e p-2 max-phone:max-h-40 max-phone:w-full max-phone:border-e-0 max-phone:border-b"
    >
      <ul className="grid gap-px">
        {props.snapshots.map((each, index) => (
          <li key={each.id}>
            <button
              type="button"
              aria-current={each.id === props.chosen ? "true" : undefined}
              onClick={() => props.onChoose(each.id)}
              className="grid w-full rounded-sm px-2 py-1.5 text-start hover:bg-hover aria-[current]:bg-hover"
            >
              <span className="flex items-center gap-2">
                <span className="truncate font-medium">{each.created_by_name}</span>
                <time
                  dateTime={each.created_at}
                  title={fullTime(each.created_at)}
                  className="ms-auto shrink-0 text-muted text-xs"
                >
                  {ago(each.created_at, now)}
                </time>
              </span>
              <span className="text-muted text-xs">
                {index === 0 ? t`The present text` : t`Snapshot ${{ number: each.snapshot_number }}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Snapshot({
  doc,
  snapshot,
  before,
  present,
  members,
  canWrite,
  onRestored,
}: Props & { snapshot: DocSnapshotItem; before: DocSnapshotItem | undefined; present: boolean }) {
  const [shown, setShown] = useState<"changes" | "text">(before ? "changes" : "text")
  const restore = useRestoreSnapshot(doc.project_id, doc.id)
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        {before && (
          <fieldset className="flex gap-1">
            <legend className="sr-only">{t`Show`}</legend>
            {(["changes", "text"] as const).map((which) => (
              <Button
                key={which}
                variant={shown === which ? "plain" : "ghost"}
                aria-pressed={shown === which}
                onClick={() => setShown(which)}
              >
                {which === "changes" ? t`What changed` : t`The text`}
              </Button>
            ))}
          </fieldset>
        )}
        {canWrite && !present && (
          <Button
            className="ms-auto"
            busy={restore.isPending}
            onClick={() =>
              restore.mutate(
                { snapshotId: snapshot.id, version: doc.version },
                {
                  onSuccess: () => {
                    notify(
                      t`Snapshot ${{ number: snapshot.snapshot_number }} is restored`,
                      t`What it replaced stays in the history.`,
                    )
                    onRestored()
                  },
                },
              )
            }
          >
            <RotateCcw size={13} aria-hidden /> {t`Restore`}
          </Button>
        )}
      </div>
      <div className="thin-scroll min-h-0 flex-1 overflow-y-auto p-4">
        {shown === "changes" && before ? (
          <Changes projectId={doc.project_id} docId={doc.id} from={before.id} to={snapshot.id} />
        ) : (
          <SnapshotText doc={doc} snapshot={snapshot} members={members} />
        )}
      </div>
    </>
  )
}

function SnapshotText({ doc, snapshot, members }: Pick<Props, "doc" | "members"> & { snapshot: DocSnapshotItem }) {
  const whole = useQuery(snapshotQuery(doc.project_id, doc.id, snapshot.id))
  if (whole.isError) return <ErrorState error={whole.error} retry={() => whole.refetch()} />
  if (!whole.data) return <SkeletonLines lines={5} label={t`Loading the snapshot`} />
  return (
    <div className="mx-auto grid max-w-3xl gap-3">
      <h2 className="font-semibold text-lg">{whole.data.title}</h2>
      {whole.data.content.text.trim() ? (
        <MarkdownView text={whole.data.content.text} members={members} />
      ) : (
        <p className="text-muted">{t`Empty.`}</p>
      )}
    </div>
  )
}

function Changes({ projectId, docId, from, to }: { projectId: string; docId: string; from: string; to: string }) {
  const diff = useQuery(diffQuery(projectId, docId, from, to))
  if (diff.isError) return <ErrorState error={diff.error} retry={() => diff.refetch()} />
  if (!diff.data) return <SkeletonLines lines={5} label={t`Comparing`} />
  const { added, removed, hunks } = diff.data
  return (
    <div className="grid gap-3">
      <p className="text-muted text-xs">
        {t`${plural({ count: added }, { one: "# line", other: "# lines" })} added, ${{ removed: number(removed) }} removed`}
      </p>
      {diff.data.from.title !== diff.data.to.title && (
        <p>
          <span className="text-muted">{t`Title:`} </span>
          <s className="text-red">{diff.data.from.title}</s> <span className="text-green">{diff.data.to.title}</span>
        </p>
      )}
      {hunks.map((hunk) => (
        <Hunk key={`${hunk.old_start}-${hunk.new_start}`} hunk={hunk} />
      ))}
    </div>
  )
}

const signs = { added: "+", removed: "−", same: " " }
const names = { added: msg`added`, removed: msg`removed`, same: undefined }

function Hunk({ hunk }: { hunk: DocDiff["hunks"][number] }) {
  return (
    <ol
      aria-label={t`From line ${{ line: hunk.new_start }}`}
      className="overflow-hidden rounded-sm border font-mono text-xs"
    >
      {hunk.lines.map((line, index) => {
        const name = names[line.type]
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a diff is rendered anew as a whole
            key={index}
            className={cx(
              "flex gap-2 px-2 py-0.5",
              line.type === "added" && "bg-[color-mix(in_oklab,var(--green)_14%,var(--panel))]",
              line.type === "removed" && "bg-[color-mix(in_oklab,var(--red)_12%,var(--panel))]",
            )}
          >
            <span aria-hidden className="w-3 shrink-0 select-none text-muted">
              {signs[line.type]}
            </span>
            {name && <span className="sr-only">{i18n._(name)}: </span>}
            <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">{line.text || " "}</span>
          </li>
        )
      })}
    </ol>
  )
}
