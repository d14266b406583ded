import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { ArrowLeft, Ellipsis, History, MoveRight, Pencil, Trash2 } from "lucide-react"
import { type ReactNode, useEffect, useRef, useState } from "react"
import { Button, buttonLook, IconButton } from "../../components/button.tsx"
import { CopyButton } from "../../components/copy-button.tsx"
import type { EditorProps } from "../../components/editor/editor.tsx"
import { MarkdownEditor, MarkdownView, preloadMarkdown } from "../../components/editor/markdown.tsx"
import { useTicks } from "../../components/editor/ticks.ts"
import { Menu, MenuItem, MenuLine } from "../../components/menu.tsx"
import type { Document } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { fullTime, sinceWords } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import type { Mentionable } from "../../lib/mentionable.ts"
import { changeDocument, documentQuery, linksQuery, useChangeDocument, useDeleteDocument } from "./api.ts"
import { type Saving, useDraft } from "./draft.ts"
import { storeDocument } from "./live.ts"

type Props = {
  doc: Document
  members: Mentionable[]
  canWrite: boolean
  /** Asks where it is to lie. */
  /** Made a moment ago: its name comes first. */
  isNew: boolean
  onMove: () => void
  onGone: () => void
  /** The agent at work on it and its steps. */
  conversation: ReactNode
  /** What else one can do with it. */
  actions?: ReactNode
  /** Its files. */
  attachments: ReactNode
  /** Keeps an image that the text shows. */
  onImage: EditorProps["onImage"]
}

/** A document: read until somebody clicks into it, then written in place and saved by itself. */
export function DocumentView(props: Props) {
  const { doc, members, canWrite } = props
  const [editing, setEditing] = useState(false)
  const now = useMinute()
  useEffect(preloadMarkdown, [])
  const time = sinceWords(doc.updated_at, now)
  const author = members.find((member) => member.id === doc.updated_by)?.name ?? t`a former member`
  return (
    <>
      <Toolbar {...props} editing={editing} onEdit={() => setEditing(true)} />
      <div className="thin-scroll min-h-0 flex-1 overflow-y-auto">
        <article
          aria-label={doc.title}
          className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-3 px-4 py-6 phone:px-8"
        >
          <Title key={doc.id} {...{ doc, canWrite }} isNew={props.isNew} onDone={() => setEditing(true)} />
          <p className="text-muted text-xs">
            <Trans>
              Changed by {author}{" "}
              <time dateTime={doc.updated_at} title={fullTime(doc.updated_at)}>
                {time}
              </time>
            </Trans>
          </p>
          {props.conversation}
          {editing ? (
            <Editing key={doc.id} {...{ doc, members }} onImage={props.onImage} onClose={() => setEditing(false)} />
          ) : (
            <Text doc={doc} members={members} canWrite={canWrite} onEdit={() => setEditing(true)} />
          )}
          <Links doc={doc} />
          {props.attachments}
        </article>
      </div>
    </>
  )
}

function Toolbar({
  doc,
  canWrite,
  onMove,
  onGone,
  actions,
  editing,
  onEdit,
}: Pick<Props, "doc" | "canWrite" | "onMove" | "onGone" | "actions"> & { editing: boolean; onEdit: () => void }) {
  const params = { projectId: doc.project_id, docId: doc.id }
  const remove = useDeleteDocument(doc.project_id, onGone)
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 border-b px-4 max-phone:px-2">
      <Link
        to="/p/$projectId/docs"
        params={{ projectId: doc.project_id }}
        className={buttonLook({ variant: "ghost", className: "phone:hidden" })}
      >
        <ArrowLeft size={14} aria-hidden className="rtl:-scale-x-100" />
        <span className="sr-only">{t`All documents`}</span>
      </Link>
      <div className="ms-auto flex items-center gap-2">
        {actions}
        {canWrite && !editing && (
          <Button onClick={onEdit}>
            <Pencil size={13} aria-hidden /> {t`Edit`}
          </Button>
        )}
        <Link
          to="/p/$projectId/docs/$docId"
          params={params}
          search={{ history: true }}
          className={buttonLook({ variant: "ghost" })}
        >
          <History size={14} aria-hidden /> {t`History`}
        </Link>
        {canWrite && (
          <Menu
            trigger={
              <IconButton label={t`More`}>
                <Ellipsis size={16} />
              </IconButton>
            }
          >
            <MenuItem icon={<MoveRight className="rtl:-scale-x-100" />} onSelect={onMove}>
              {t`Move to…`}
            </MenuItem>
            <MenuLine />
            <MenuItem icon={<Trash2 />} danger onSelect={() => remove.mutate({ id: doc.id, title: doc.title })}>
              {t`Delete the document`}
            </MenuItem>
          </Menu>
        )}
      </div>
    </div>
  )
}

/** The title, which is written where it stands. */
function Title({ doc, canWrite, isNew, onDone }: Pick<Props, "doc" | "canWrite" | "isNew"> & { onDone: () => void }) {
  const change = useChangeDocument(doc.project_id)
  const [draft, setDraft] = useState<string>()
  const field = useRef<HTMLInputElement>(null)
  const [comesFirst] = useState(isNew)
  useEffect(() => {
    if (comesFirst && canWrite) field.current?.select()
  }, [comesFirst, canWrite])
  if (!canWrite) return <h2 className="font-semibold text-lg">{doc.title}</h2>
  const save = () => {
    const title = draft?.trim()
    if (title && title !== doc.title) change.mutate({ docId: doc.id, title }, { onSettled: () => setDraft(undefined) })
    else setDraft(undefined)
  }
  return (
    <input
      ref={field}
      aria-label={t`Title`}
      value={draft ?? doc.title}
      maxLength={500}
      className="-mx-2 min-w-0 rounded-sm bg-transparent px-2 py-1 font-semibold text-lg hover:bg-hover/60 focus-visible:bg-panel"
      onChange={(event) => setDraft(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === "Enter") {
          event.preventDefault()
          event.currentTarget.blur()
          onDone()
        }
        if (event.key === "Escape") setDraft(undefined)
      }}
    />
  )
}

function Text({
  doc,
  members,
  canWrite,
  onEdit,
}: Pick<Props, "doc" | "members" | "canWrite"> & { onEdit: () => void }) {
  const client = useQueryClient()
  const { project_id, id } = doc
  const kept = ({ content, version }: Document) => ({ text: content.text, version })
  const { text, tick } = useTicks({
    id,
    kept: kept(doc),
    save: async (content, version) => {
      const saved = await changeDocument(project_id, id, { content }, version)
      storeDocument(client, saved)
      return kept(saved)
    },
    reload: async () => kept(await client.fetchQuery({ ...documentQuery(project_id, id), staleTime: 0 })),
  })
  if (!text.trim()) {
    if (!canWrite) return <p className="text-muted">{t`Nothing is written here yet.`}</p>
    return (
      <button
        type="button"
        onClick={onEdit}
        className="-mx-2 min-h-24 rounded-sm px-2 py-1 text-start align-top text-muted hover:bg-hover"
      >
        {t`Write something. @ mentions a member or an agent, and a task's key links it…`}
      </button>
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the mouse; the button above is the control
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      onClick={(event) => {
        const selecting = window.getSelection()?.isCollapsed === false
        if (canWrite && !selecting && event.target instanceof Element && !event.target.closest("a, input")) onEdit()
      }}
      className={canWrite ? "-mx-2 cursor-text rounded-sm px-2 py-1" : ""}
    >
      <MarkdownView text={text} members={members} onTick={canWrite ? tick : undefined} />
    </div>
  )
}

function Editing({
  doc,
  members,
  onImage,
  onClose,
}: Pick<Props, "doc" | "members" | "onImage"> & { onClose: () => void }) {
  const draft = useDraft(doc)
  const waiting = useRef(false)
  const finish = async () => {
    // An image that is still on its way has its place in this text.
    if ((await draft.save()) && !waiting.current) onClose()
  }
  const author = members.find((member) => member.id === draft.taken?.updated_by)?.name ?? t`a former member`
  return (
    <div className="grid gap-2">
      {draft.theirs && (
        <div role="alert" className="grid gap-3 rounded-md border border-amber p-3">
          <p>
            <Trans>
              <b className="font-medium">Somebody changed this text while you wrote.</b> Nothing is saved until you
              choose. Theirs stays in the history, whatever you do.
            </Trans>
          </p>
          <div className="grid gap-2 phone:grid-cols-2">
            <Version label={t`Yours`} text={draft.text()} />
            <Version label={t`Theirs`} text={draft.theirs.content.text} />
          </div>
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" onClick={draft.keepMine}>
              {t`Keep mine`}
            </Button>
            <Button onClick={draft.takeTheirs}>{t`Take theirs`}</Button>
            <Button onClick={draft.takeBoth}>{t`Both, to be sorted out`}</Button>
            <CopyButton text={draft.text()}>{t`Copy mine`}</CopyButton>
          </div>
        </div>
      )}
      <div className="-mx-2 rounded-sm px-2 py-1 shadow-[0_0_0_1px_var(--accent)]">
        <MarkdownEditor
          key={draft.round}
          label={t`Text`}
          initial={draft.text()}
          replacement={draft.replacement}
          placeholder={t`Write something. / adds blocks, @ mentions a member or an agent, # a task…`}
          members={members}
          autoFocus={draft.round === 0}
          onChange={draft.change}
          onImage={onImage}
          onWaiting={(now) => {
            waiting.current = now
          }}
          onBlur={() => draft.save()}
          onSubmit={finish}
          onCancel={finish}
          className="min-h-60"
        />
      </div>
      <div className="flex items-center gap-3">
        <p role="status" className="flex-1 text-muted text-xs">
          {i18n._(words[draft.saving])}
        </p>
        <Button onClick={finish}>{t`Done`}</Button>
      </div>
      <p role="status" className="text-muted text-xs">
        {draft.taken && !draft.theirs && (
          <Trans>
            A change by {author} was taken into this text while you wrote. See the{" "}
            <Link
              to="/p/$projectId/docs/$docId"
              params={{ projectId: doc.project_id, docId: doc.id }}
              search={{ history: true }}
              className="text-ink underline underline-offset-2"
            >
              history
            </Link>
            .
          </Trans>
        )}
      </p>
    </div>
  )
}

function Version({ label, text }: { label: string; text: string }) {
  return (
    <section aria-label={label} className="grid content-start gap-1">
      <h3 className="font-medium text-xs">{label}</h3>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, by keyboard too
        tabIndex={0}
        className="thin-scroll max-h-52 overflow-y-auto whitespace-pre-wrap rounded-sm bg-sunken p-2 text-xs"
      >
        {text || t`(empty)`}
      </pre>
    </section>
  )
}

const words: Record<Saving, MessageDescriptor> = {
  clean: msg`Saved by itself while you write.`,
  dirty: msg`Not saved yet`,
  saving: msg`Saving…`,
  saved: msg`Saved`,
  failed: msg`Not saved. Your text is kept here.`,
}

/** The tasks that the text names. */
function Links({ doc }: { doc: Document }) {
  const links = useQuery(linksQuery(doc.project_id, doc.id))
  if (!links.data || links.data.length === 0) return null
  return (
    <section aria-labelledby="doc-tasks" className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-1 border-t pt-4">
      <h2 id="doc-tasks" className="font-semibold">
        {t`Tasks`}
      </h2>
      <ul>
        {links.data.map(({ task }) => (
          <li key={task.id}>
            <Link
              to="/p/$projectId/board"
              params={{ projectId: doc.project_id }}
              search={{ task: task.key }}
              className="-mx-2 flex min-h-8 items-center gap-2 rounded-sm px-2 hover:bg-hover"
            >
              <span className="shrink-0 text-muted tabular-nums">{task.key}</span>
              <span className="truncate">{task.title}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
