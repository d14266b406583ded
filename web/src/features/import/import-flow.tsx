import type { MessageDescriptor } from "@lingui/core"
import { msg, plural, t } from "@lingui/core/macro"
import { FileSpreadsheet, Upload } from "lucide-react"
import { type ReactNode, useId, useRef, useState } from "react"
import { Button } from "../../components/button.tsx"
import { FormError } from "../../components/form.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { ImportPreview } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { adviceFor } from "../../lib/errors.ts"
import { number } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import { type Mode, usePreview, useStartImport } from "./api.ts"
import { ImportErrors } from "./import-errors.tsx"
import { ImportProgress } from "./import-progress.tsx"

type Props = { projectId: string; importId: string | undefined; onStarted: (id: string) => void; onReset: () => void }

/** Choose a file, see what it would do, then let it. An import that runs survives a reload: its id is in the address. */
export function ImportFlow({ projectId, importId, onStarted, onReset }: Props) {
  const preview = usePreview(projectId)
  const [file, setFile] = useState<File>()
  if (importId) return <ImportProgress projectId={projectId} id={importId} onReset={onReset} />
  function choose(chosen: File) {
    setFile(chosen)
    preview.mutate(chosen)
  }
  return (
    <>
      <DropZone file={file} onFile={choose} busy={preview.isPending} />
      {preview.isPending && <SkeletonLines lines={4} label={t`Reading the file`} />}
      {preview.error && (
        <div className="grid gap-1">
          <FormError error={preview.error} />
          <p className="text-muted">{adviceFor(preview.error)}</p>
        </div>
      )}
      {file && preview.data && (
        <Review projectId={projectId} file={file} preview={preview.data} onStarted={onStarted} />
      )}
      {!file && <Columns />}
    </>
  )
}

function DropZone({ file, onFile, busy }: { file: File | undefined; onFile: (file: File) => void; busy: boolean }) {
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra for the mouse; the button does the same
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const dropped = event.dataTransfer.files[0]
        if (dropped) onFile(dropped)
      }}
      className={cx(
        "grid justify-items-center gap-2 rounded-md border border-line-strong border-dashed px-6 py-8 text-center transition-colors duration-100",
        over && "border-accent bg-accent-soft",
      )}
    >
      <FileSpreadsheet size={22} aria-hidden className="text-muted" />
      <p className="font-medium">{file ? file.name : t`Drop a CSV file here`}</p>
      <p className="text-muted" id={id}>
        {file ? `${number(Math.ceil(file.size / 1024))} kB` : t`Exported from Jira, Linear, or a spreadsheet of yours.`}
      </p>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        className="hidden"
        tabIndex={-1}
        aria-hidden
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          if (chosen) onFile(chosen)
          event.target.value = ""
        }}
      />
      <Button aria-describedby={id} busy={busy} onClick={() => input.current?.click()}>
        <Upload size={13} aria-hidden /> {file ? t`Choose another file` : t`Choose a file`}
      </Button>
    </div>
  )
}

/** What a column of the file becomes. */
const fieldNames: Record<string, MessageDescriptor> = {
  key: msg({ message: "key", context: "column" }),
  title: msg({ message: "title", context: "column" }),
  type: msg({ message: "type", context: "column" }),
  status: msg({ message: "status", context: "column" }),
  priority: msg({ message: "priority", context: "column" }),
  assignee: msg({ message: "assignee", context: "column" }),
  reporter: msg({ message: "reporter", context: "column" }),
  created: msg({ message: "created", context: "column" }),
  updated: msg({ message: "updated", context: "column" }),
  due: msg({ message: "due", context: "column" }),
  start: msg({ message: "start", context: "column" }),
  labels: msg({ message: "labels", context: "column" }),
  sprint: msg({ message: "sprint", context: "column" }),
  points: msg({ message: "points", context: "column" }),
  parent: msg({ message: "parent", context: "column" }),
  description: msg({ message: "description", context: "column" }),
}

function fieldName(field: string): string {
  const name = fieldNames[field]
  return name ? i18n._(name) : field
}

function Columns() {
  return (
    <section aria-labelledby="columns" className="grid gap-1 text-muted">
      <h2 id="columns" className="font-semibold text-ink text-md">
        {t`What is read`}
      </h2>
      <p>
        {t`The first line names the columns. Only the title (“Summary”) is needed; key, type, status, priority, assignee, dates, labels, sprint, points, parent and description are recognised by their usual names. Nothing is changed before you have seen a preview, and importing the same file twice adds nothing twice.`}
      </p>
    </section>
  )
}

function Review({
  projectId,
  file,
  preview,
  onStarted,
}: {
  projectId: string
  file: File
  preview: ImportPreview
  onStarted: (id: string) => void
}) {
  const start = useStartImport(projectId)
  const [mode, setMode] = useState<Mode>("skip_bad_rows")
  const { counts, errors, columns, rows } = preview
  const facts = [
    [counts.tasks, plural({ count: counts.tasks }, { one: "# new task", other: "# new tasks" })],
    [
      counts.existing,
      plural({ count: counts.existing }, { one: "# task already here", other: "# tasks already here" }),
    ],
    [counts.sprints, plural({ count: counts.sprints }, { one: "# sprint", other: "# sprints" })],
    [counts.parents, plural({ count: counts.parents }, { one: "# parent link", other: "# parent links" })],
    [counts.statuses_new, plural({ count: counts.statuses_new }, { one: "# new status", other: "# new statuses" })],
    [counts.types_new, plural({ count: counts.types_new }, { one: "# new type", other: "# new types" })],
    [
      counts.unknown_people,
      plural(
        { count: counts.unknown_people },
        {
          one: "# person not in this project; their names are kept on the tasks",
          other: "# people not in this project; their names are kept on the tasks",
        },
      ),
    ],
  ] as const
  const blocked = mode === "all_or_nothing" && errors.length > 0
  return (
    <>
      <section aria-labelledby="found" className="grid gap-3">
        <h2 id="found" className="font-semibold text-md">
          {plural({ count: rows }, { one: "# row in the file", other: "# rows in the file" })}
        </h2>
        <ul className="flex flex-wrap gap-1.5">
          {facts
            .filter(([count]) => count > 0)
            .map(([, words]) => (
              <li key={words} className="rounded-sm border px-2 py-0.5 tabular-nums">
                {words}
              </li>
            ))}
        </ul>
        <ul aria-label={t`Columns of the file`} className="flex flex-wrap gap-1.5 text-xs">
          {columns.map((column) => (
            <li
              key={column.header}
              className={cx(
                "rounded-xs px-1.5 py-0.5",
                column.field ? "bg-accent-soft text-accent-text" : "bg-hover text-muted",
              )}
            >
              {column.field ? (
                <>
                  {column.header} <span className="inline-block rtl:-scale-x-100">→</span> {fieldName(column.field)}
                </>
              ) : (
                t`${{ column: column.header }} is not read`
              )}
            </li>
          ))}
        </ul>
      </section>
      <ImportErrors
        errors={errors}
        title={plural({ count: errors.length }, { one: "# problem", other: "# problems" })}
      />
      {errors.length > 0 && (
        <fieldset className="grid gap-2">
          <legend className="mb-1 font-medium">{t`Rows with problems`}</legend>
          <Choice
            name="mode"
            checked={mode === "skip_bad_rows"}
            onChange={() => setMode("skip_bad_rows")}
            title={t`Skip them`}
          >
            {t`Everything else is imported; the skipped rows are listed afterwards.`}
          </Choice>
          <Choice
            name="mode"
            checked={mode === "all_or_nothing"}
            onChange={() => setMode("all_or_nothing")}
            title={t`All or nothing`}
          >
            {t`Correct the file first; nothing is imported while a problem is left.`}
          </Choice>
        </fieldset>
      )}
      <FormError error={start.error} />
      <div className="flex items-center gap-3">
        <Button
          variant="primary"
          size="md"
          disabled={blocked || counts.tasks === 0}
          busy={start.isPending}
          onClick={() => start.mutate({ file, mode }, { onSuccess: ({ id }) => onStarted(id) })}
        >
          {plural({ count: counts.tasks }, { one: "Import # task", other: "Import # tasks" })}
        </Button>
        {counts.tasks === 0 && <span className="text-muted">{t`There is nothing new in this file.`}</span>}
      </div>
    </>
  )
}

function Choice({
  name,
  checked,
  onChange,
  title,
  children,
}: {
  name: string
  checked: boolean
  onChange: () => void
  title: string
  children: ReactNode
}) {
  return (
    <label className="flex gap-2">
      <input type="radio" name={name} checked={checked} onChange={onChange} className="mt-0.5 accent-accent" />
      <span>
        <span className="font-medium">{title}</span> <span className="text-muted">{children}</span>
      </span>
    </label>
  )
}
