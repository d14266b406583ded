import { t } from "@lingui/core/macro"
import { useInfiniteQuery, useQueries } from "@tanstack/react-query"
import { Ellipsis, Pencil, Trash2 } from "lucide-react"
import { useMemo, useRef, useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Confirm } from "../../components/dialog.tsx"
import type { EditorProps } from "../../components/editor/editor.tsx"
import { MarkdownEditor, MarkdownView } from "../../components/editor/markdown.tsx"
import { Face } from "../../components/face.tsx"
import { Menu, MenuItem } from "../../components/menu.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { Activity, Comment } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { ago, fullTime } from "../../lib/format.ts"
import type { Mentionable } from "../../lib/mentionable.ts"
import { useCommandKey } from "../../lib/platform.ts"
import { cardQuery } from "../../lib/task-queries.ts"
import { keepUnfinished, unfinished } from "../../lib/unfinished.ts"
import { ActivityItem } from "./activity-item.tsx"
import { feedQuery, useAddComment, useDeleteComment, useEditComment } from "./api.ts"
import type { Names } from "./describe.ts"
import { Reactions } from "./reactions.tsx"

type Props = {
  projectId: string
  taskId: string
  names: Names
  members: Mentionable[]
  /** The member this person is, to tell which comments are theirs. */
  me: string | undefined
  canComment: boolean
  canRevert: boolean
  /** Keeps an image that a comment shows; nothing for who may not. */
  onImage: EditorProps["onImage"]
}

/** Comments and changes of a task in the order they happened, and a place to add one. */
export function Feed({ projectId, taskId, names, members, me, canComment, canRevert, onImage }: Props) {
  const feed = useInfiniteQuery(feedQuery(projectId, taskId))
  const items = useMemo(
    () => (feed.data?.pages.flatMap((page) => page.items) ?? []).toSorted((a, b) => a.id.localeCompare(b.id)),
    [feed.data],
  )
  const known = useParentNames(projectId, items, names)
  return (
    <section aria-labelledby="activity" className="grid gap-3">
      <h3 id="activity" className="font-semibold">
        {t`Activity`}
      </h3>
      {feed.isPending && <SkeletonLines lines={3} label={t`Loading the activity`} />}
      {feed.isError && <ErrorState error={feed.error} retry={() => feed.refetch()} />}
      {feed.hasNextPage && (
        <Button
          variant="ghost"
          className="justify-self-start"
          busy={feed.isFetchingNextPage}
          onClick={() => feed.fetchNextPage()}
        >
          {t`Show earlier`}
        </Button>
      )}
      <ol className="grid gap-3">
        {items.map((item) => (
          <li key={item.id}>
            {item.comment ? (
              <CommentItem
                comment={item.comment}
                projectId={projectId}
                members={members}
                onImage={onImage}
                me={me}
                names={names}
                canReact={canComment}
              />
            ) : (
              <ActivityItem activity={item} names={known} {...{ projectId, taskId, canRevert }} />
            )}
          </li>
        ))}
      </ol>
      {canComment && <Composer key={taskId} {...{ projectId, taskId, members, onImage }} />}
    </section>
  )
}

/** The names, and those of tasks that changes name as parents and that are not on the board's part in sight. */
function useParentNames(projectId: string, items: Activity[], names: Names): Names {
  const ids = items.flatMap(({ changes }) =>
    (changes ?? []).flatMap(({ field, from, to }) => (field === "parent_task_id" ? [from, to] : [])),
  )
  const missing = [...new Set(ids)].filter(
    (id): id is string => typeof id === "string" && !names.tasks.some((card) => card.id === id),
  )
  const found = useQueries({ queries: missing.map((id) => cardQuery(projectId, id)) })
  return { ...names, tasks: [...names.tasks, ...found.flatMap(({ data }) => data ?? [])] }
}

type ItemProps = Pick<Props, "projectId" | "members" | "onImage" | "me" | "names"> & {
  comment: Comment
  canReact: boolean
}

function CommentItem({ comment, projectId, members, names, onImage, me, canReact }: ItemProps) {
  const own = comment.author.member_id === me
  const now = useMinute()
  const [editing, setEditing] = useState(false)
  const [asking, setAsking] = useState(false)
  const [waiting, setWaiting] = useState(false)
  const edit = useEditComment(projectId, comment.task_id)
  const remove = useDeleteComment(projectId, comment.task_id)
  const draft = useRef(comment.text.text)
  const { author } = comment
  function save() {
    const text = draft.current.trim()
    if (waiting) return
    if (!text || text === comment.text.text) setEditing(false)
    else edit.mutate({ id: comment.id, text }, { onSuccess: () => setEditing(false) })
  }
  return (
    <article aria-label={t`Comment of ${{ name: author.name }}`} className="rounded-md border bg-panel px-3 pt-2 pb-3">
      <header className="mb-1 flex h-6 items-center gap-2">
        <Face name={author.name} kind={author.kind} />
        <b className="font-medium">{author.name}</b>
        {author.kind === "agent" && <span className="text-agent text-xs">{t`agent`}</span>}
        <time dateTime={comment.created_at} title={fullTime(comment.created_at)} className="text-muted text-xs">
          {comment.edited_at ? t`${{ time: ago(comment.created_at, now) }} · edited` : ago(comment.created_at, now)}
        </time>
        {own && !editing && (
          <span className="-me-1.5 ms-auto">
            <Menu
              trigger={
                <IconButton label={t`Actions of your comment`}>
                  <Ellipsis size={14} />
                </IconButton>
              }
            >
              <MenuItem icon={<Pencil />} onSelect={() => setEditing(true)}>
                {t`Edit`}
              </MenuItem>
              <MenuItem icon={<Trash2 />} danger onSelect={() => setAsking(true)}>
                {t`Delete…`}
              </MenuItem>
            </Menu>
          </span>
        )}
      </header>
      {editing ? (
        <div className="grid gap-2">
          <div className="rounded-sm border border-accent px-2.5 py-2">
            <MarkdownEditor
              label={t`Your comment`}
              initial={comment.text.text}
              members={members}
              autoFocus
              onImage={onImage}
              onWaiting={setWaiting}
              onChange={(text) => {
                draft.current = text
              }}
              onSubmit={save}
              onCancel={() => setEditing(false)}
            />
          </div>
          <div className="flex gap-2">
            <Button variant="primary" onClick={save} busy={edit.isPending || waiting}>
              {t`Save`}
            </Button>
            <Button onClick={() => setEditing(false)}>{t`Cancel`}</Button>
          </div>
        </div>
      ) : (
        <>
          <MarkdownView text={comment.text.text} members={members} />
          <Reactions comment={comment} members={names.members} disabled={!canReact} {...{ projectId, me }} />
        </>
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t`Delete this comment?`}
        action={t`Delete`}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(comment.id, { onSuccess: () => setAsking(false) })}
      >
        {t`It disappears for everyone.`}
      </Confirm>
    </article>
  )
}

function Composer({
  projectId,
  taskId,
  members,
  onImage,
}: Pick<Props, "projectId" | "taskId" | "members" | "onImage">) {
  const add = useAddComment(projectId, taskId)
  const what = `comment-${taskId}`
  const [begun] = useState(() => unfinished(what))
  const [open, setOpen] = useState(begun !== "")
  const [round, setRound] = useState(0)
  const [empty, setEmpty] = useState(begun === "")
  const [waiting, setWaiting] = useState(false)
  const draft = useRef(begun)
  const command = useCommandKey()
  function send() {
    const text = draft.current.trim()
    if (!text || add.isPending || waiting) return
    add.mutate(text, {
      onSuccess: () => {
        draft.current = ""
        keepUnfinished(what, "")
        setEmpty(true)
        setRound((old) => old + 1)
      },
    })
  }
  if (!open) {
    return (
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="h-9 rounded-md border border-line-strong bg-panel px-3 text-start text-muted hover:border-faint"
      >
        {t`Comment, or ask an agent with @…`}
      </button>
    )
  }
  return (
    <div className="grid gap-2 rounded-md border border-line-strong bg-panel p-2.5 focus-within:border-accent">
      <MarkdownEditor
        key={round}
        label={t`New comment`}
        placeholder={t`Comment, ask an agent with @, add blocks with /…`}
        initial={round === 0 ? begun : ""}
        members={members}
        // Not where it was left open: the page begins at its top.
        autoFocus={round > 0 || begun === ""}
        onImage={onImage}
        onWaiting={setWaiting}
        onChange={(text) => {
          draft.current = text
          keepUnfinished(what, text)
          setEmpty(text.trim() === "")
        }}
        onSubmit={send}
        onCancel={() => empty && setOpen(false)}
        className="min-h-10"
      />
      <div className="flex items-center gap-2">
        <span className="text-muted text-xs max-phone:hidden">{t`Markdown · ${command} Enter sends`}</span>
        <Button variant="primary" className="ms-auto" onClick={send} disabled={empty} busy={add.isPending || waiting}>
          {t({ message: "Comment", context: "verb" })}
        </Button>
      </div>
    </div>
  )
}
