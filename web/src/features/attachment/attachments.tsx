import { t } from "@lingui/core/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import {
  Download,
  File as FileIcon,
  FileText,
  Film,
  Image as ImageIcon,
  Music,
  Paperclip,
  Trash2,
  X,
} from "lucide-react"
import { lazy, Suspense, useRef, useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { Section, SectionError, SectionHint } from "../../components/section.tsx"
import { bytes, fullTime } from "../../lib/format.ts"
import { notifyError } from "../../lib/notify.ts"
import { attachmentsQuery, contentLimit, fileAddress, useDeleteAttachment } from "./api.ts"
import { type AttachedFile, contentAddress, type Place } from "./requests.ts"
import { type Upload, useSend, useUploads } from "./uploads.ts"

const Preview = lazy(() => import("./preview.tsx"))

type Props = {
  place: Place
  names: { id: string; name: string }[]
  canWrite: boolean
  /** Of its heading. */
  level?: 2 | 3
}

/** Images that browsers show; others, SVG among them, are only saved. */
const shown = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"])

/** The files of a task or a document and those on their way to it. */
export function Attachments({ place, names, canWrite, level }: Props) {
  const list = useQuery(attachmentsQuery(place))
  const uploads = useUploads(place)
  const send = useSend(place)
  const [previewed, setPreviewed] = useState<string>()
  const [deleting, setDeleting] = useState<AttachedFile>()
  const chooser = useRef<HTMLInputElement>(null)
  const remove = useDeleteAttachment(place)
  const items = list.data?.items ?? []
  const images = items.filter((item) => shown.has(item.file.content_type))
  const nothing = items.length === 0 && uploads.length === 0
  return (
    <Section
      level={level}
      title={t`Attachments`}
      count={items.length || undefined}
      action={
        canWrite && (
          <>
            <input
              ref={chooser}
              type="file"
              multiple
              aria-label={t`Files to attach`}
              className="sr-only"
              tabIndex={-1}
              onChange={(event) => {
                for (const file of event.target.files ?? []) send(file)
                event.target.value = ""
              }}
            />
            <Button variant="ghost" onClick={() => chooser.current?.click()}>
              <Paperclip size={13} aria-hidden /> {t`Attach files`}
            </Button>
          </>
        )
      }
    >
      {list.isError && <SectionError message={t`The files could not be read.`} retry={() => list.refetch()} />}
      {list.data && nothing && (
        <SectionHint>{canWrite ? t`Drop files here, or paste a screenshot.` : t`No files.`}</SectionHint>
      )}
      {!nothing && (
        <ul aria-label={t`Files`} className="grid grid-cols-1 gap-1">
          {items.map((item) => (
            <Row
              key={item.id}
              place={place}
              item={item}
              by={names.find((member) => member.id === item.created_by)?.name}
              onPreview={shown.has(item.file.content_type) ? () => setPreviewed(item.id) : undefined}
              onDelete={canWrite ? () => setDeleting(item) : undefined}
            />
          ))}
          {uploads.map((upload) => (
            <UploadRow
              key={upload.id}
              upload={upload}
              retry={() => {
                upload.cancel()
                send(upload.file)
              }}
            />
          ))}
        </ul>
      )}
      {previewed && (
        <Suspense>
          <Preview place={place} images={images} shown={previewed} onShow={setPreviewed} />
        </Suspense>
      )}
      <Confirm
        open={deleting !== undefined}
        onOpenChange={(open) => !open && setDeleting(undefined)}
        title={deleting ? t`Delete ${{ name: deleting.file.file_name }}?` : t`Delete the file?`}
        action={t`Delete`}
        busy={remove.isPending}
        onConfirm={() => deleting && remove.mutate(deleting.id, { onSuccess: () => setDeleting(undefined) })}
      >
        {t`It disappears for everyone, also from texts that show it, and cannot be brought back.`}
      </Confirm>
    </Section>
  )
}

type RowProps = {
  place: Place
  item: AttachedFile
  by: string | undefined
  onPreview: (() => void) | undefined
  onDelete: (() => void) | undefined
}

function Row({ place, item, by, onPreview, onDelete }: RowProps) {
  const { file_name, content_type, file_size } = item.file
  const client = useQueryClient()
  async function open(download: boolean) {
    try {
      const address = await client.fetchQuery({
        queryKey: ["file-address", item.id, download],
        queryFn: () => fileAddress(place, item.id, download),
        staleTime: 5 * 60_000,
      })
      // What is saved leaves the page where it is.
      window.location.assign(address)
    } catch (error) {
      notifyError(error, t`${{ name: file_name }} could not be read`)
    }
  }
  return (
    <li className="group/file -mx-2 flex min-h-11 items-center gap-2.5 rounded-sm px-2 py-1 hover:bg-hover">
      <button
        type="button"
        onClick={onPreview ?? (() => open(true))}
        aria-label={onPreview ? t`Show ${{ name: file_name }}` : t`Download ${{ name: file_name }}`}
        className="flex min-w-0 flex-1 items-center gap-2.5 text-start"
      >
        <span className="grid size-9 shrink-0 place-items-center overflow-hidden rounded-xs border bg-sunken text-muted">
          {onPreview && file_size <= contentLimit ? (
            <img
              src={contentAddress(place, item.id)}
              alt=""
              loading="lazy"
              decoding="async"
              className="size-full object-cover"
            />
          ) : (
            <TypeOfFile type={content_type} />
          )}
        </span>
        <span className="grid min-w-0">
          <span className="truncate">{file_name}</span>
          <span className="truncate text-muted text-xs" title={fullTime(item.created_at)}>
            {bytes(file_size)} · {typeName(item)}
            {by ? ` · ${by}` : ""}
          </span>
        </span>
      </button>
      <span className="flex opacity-0 focus-within:opacity-100 group-hover/file:opacity-100 max-phone:opacity-100">
        <IconButton label={t`Save ${{ name: file_name }}`} onClick={() => open(true)}>
          <Download size={14} />
        </IconButton>
        {onDelete && (
          <IconButton label={t`Delete ${{ name: file_name }}`} onClick={onDelete}>
            <Trash2 size={14} />
          </IconButton>
        )}
      </span>
    </li>
  )
}

function UploadRow({ upload, retry }: { upload: Upload; retry: () => void }) {
  const { file, sent, problem, cancel } = upload
  // Once everything is sent, the server still puts it together.
  const percent = file.size > 0 ? Math.min(99, Math.floor((sent / file.size) * 100)) : 0
  return (
    <li className="-mx-2 flex min-h-11 items-center gap-2.5 px-2 py-1">
      <span className="grid size-9 shrink-0 place-items-center rounded-xs border border-dashed text-muted">
        <TypeOfFile type={file.type} />
      </span>
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span className="truncate">{file.name || t`Pasted file`}</span>
        {problem ? (
          <span role="alert" className="text-red text-xs">
            {problem}
          </span>
        ) : (
          <span className="flex items-center gap-2 text-muted text-xs tabular-nums">
            <progress
              max={100}
              value={percent}
              aria-label={t`Sending ${{ name: file.name }}`}
              className="h-1 w-28 appearance-none overflow-hidden rounded-full bg-hover [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-accent"
            />
            {t`${percent} % of ${{ size: bytes(file.size) }}`}
          </span>
        )}
      </span>
      {problem && file.size > 0 && <Button onClick={retry}>{t`Try again`}</Button>}
      <IconButton
        label={problem ? t`Dismiss ${{ name: file.name }}` : t`Cancel ${{ name: file.name }}`}
        onClick={cancel}
      >
        <X size={14} />
      </IconButton>
    </li>
  )
}

function TypeOfFile({ type }: { type: string }) {
  const Icon = type.startsWith("image/")
    ? ImageIcon
    : type.startsWith("video/")
      ? Film
      : type.startsWith("audio/")
        ? Music
        : /^text\/|pdf|json|xml/.test(type)
          ? FileText
          : FileIcon
  return <Icon size={16} aria-hidden />
}

/** `PNG`, `PDF`: what people call a type; by the name's ending, and by the type where it has none. */
function typeName({ file: { file_name, content_type } }: AttachedFile): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(file_name)?.[1]
  return (ending ?? content_type.split("/").at(-1) ?? t`file`).toUpperCase()
}
