import { t } from "@lingui/core/macro"
import { Link, useNavigate } from "@tanstack/react-router"
import { ArrowUpRight, CopyPlus, Ellipsis, GitBranch, Link2, Trash2, X } from "lucide-react"
import { type ReactNode, type Ref, useEffect, useMemo, useRef, useState } from "react"
import { IconButton } from "../../components/button.tsx"
import { Confirm } from "../../components/dialog.tsx"
import type { EditorProps } from "../../components/editor/editor.tsx"
import { Menu, MenuItem, MenuLine } from "../../components/menu.tsx"
import { may } from "../../lib/access.ts"
import type { Board, Task } from "../../lib/api.gen.ts"
import { branchName } from "../../lib/branch-name.ts"
import { copyText } from "../../lib/copy.ts"
import { useDuplicateTask } from "../../lib/duplicate-task.ts"
import { fullTime } from "../../lib/format.ts"
import { mentionable } from "../../lib/mentionable.ts"
import { notify, notifyUndo } from "../../lib/notify.ts"
import { useDeleteTask, useRestoreTask, useUpdateTask } from "./api.ts"
import { Description } from "./description.tsx"
import { Properties } from "./properties.tsx"

type Props = {
  task: Task
  board: Board
  onClose?: () => void
  onGone: () => void
  /** The agent at work and its steps. */
  conversation: ReactNode
  /** Its files, links and what else belongs to it, in this order. */
  parts: ReactNode
  /** What else one can do with it, beside copying its link. */
  actions?: ReactNode
  /** Comments and history. */
  feed: ReactNode
  /** Keeps an image that the description shows. */
  onImage: EditorProps["onImage"]
  headingRef?: Ref<HTMLTextAreaElement>
}

/** A task with everything about it; the same in the side panel and on its own page. */
export function TaskView(props: Props) {
  const { task, board, onClose, onGone, actions, conversation, parts, feed, onImage, headingRef } = props
  const canWrite = may(board.actions, "tasks:write")
  const update = useUpdateTask(task.project_id)
  const members = useMemo(() => mentionable(board.members), [board.members])
  const reporter = board.members.find((member) => member.id === task.reporter_id)?.name ?? task.external?.reporter
  const created = fullTime(task.created_at)
  return (
    <>
      <Header {...{ task, board, actions, canWrite, onClose, onGone }} />
      <div className="thin-scroll grid min-h-0 flex-1 grid-cols-1 content-start gap-5 overflow-y-auto px-5 pb-8">
        <Title
          key={`${task.id}-title`}
          title={task.title}
          canWrite={canWrite}
          fieldRef={headingRef}
          onChange={(title) => update.mutate({ task, input: { title } })}
        />
        <Properties
          task={task}
          board={board}
          canWrite={canWrite}
          onChange={(input) => update.mutate({ task, input })}
        />
        {conversation}
        <section aria-label={t`Description`} className="grid">
          <Description key={task.id} {...{ task, members, canWrite, onImage }} />
        </section>
        {parts}
        {feed}
        <p className="text-muted text-xs">
          {reporter ? t`Created ${created} by ${{ name: String(reporter) }}` : t`Created ${created}`}
        </p>
      </div>
    </>
  )
}

function Title({
  title,
  canWrite,
  onChange,
  fieldRef,
}: {
  title: string
  canWrite: boolean
  onChange: (title: string) => void
  fieldRef?: Ref<HTMLTextAreaElement>
}) {
  const [draft, setDraft] = useState(title)
  const editing = useRef(false)
  // What others change shows at once, unless this person is writing.
  useEffect(() => {
    if (!editing.current) setDraft(title)
  }, [title])
  function commit() {
    editing.current = false
    const next = draft.trim()
    if (!next || next === title) setDraft(title)
    else onChange(next)
  }
  return (
    <h2 className="-mx-2">
      <textarea
        ref={fieldRef}
        aria-label={t`Title`}
        // Where the field cannot size itself to its text, about as many lines as it has.
        rows={Math.max(1, Math.ceil(draft.length / 38))}
        maxLength={500}
        readOnly={!canWrite}
        value={draft}
        onFocus={() => {
          editing.current = canWrite
        }}
        onChange={(event) => setDraft(event.target.value.replace(/\n/g, " "))}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === "Enter") {
            event.preventDefault()
            event.currentTarget.blur()
          }
          if (event.key === "Escape" && draft !== title) {
            event.stopPropagation()
            setDraft(title)
          }
        }}
        className="field-sizing-content block w-full resize-none rounded-sm bg-transparent px-2 py-0.5 font-semibold text-lg! tracking-[-0.01em] hover:bg-hover/60 read-only:hover:bg-transparent"
      />
    </h2>
  )
}

type HeaderProps = Pick<Props, "task" | "board" | "actions" | "onClose" | "onGone"> & { canWrite: boolean }

function Header({ task, board, actions, canWrite, onClose, onGone }: HeaderProps) {
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const remove = useDeleteTask(task.project_id, ({ id, key }) => {
    setAsking(false)
    onGone()
    notifyUndo(id, t`Deleted ${{ key }}`, () => restore.mutate(id))
  })
  const restore = useRestoreTask(task.project_id)
  const duplicate = useDuplicateTask(board)
  const copyLink = () => copyText(`${window.location.origin}/p/${task.project_id}/tasks/${task.number}`, t`Link copied`)
  const branch = branchName(task)
  const openCopy = ({ number, key }: Pick<Task, "number" | "key">) => {
    notify(t`Created ${{ key }}`)
    if (onClose) navigate({ to: ".", search: (old) => ({ ...old, task: key }) })
    else
      navigate({
        to: "/p/$projectId/tasks/$number",
        params: { projectId: task.project_id, number: String(number) },
      })
  }
  return (
    <div className="flex h-12 shrink-0 items-center gap-1 pe-3 ps-5">
      <span className="me-auto text-muted tabular-nums">{task.key}</span>
      {actions}
      <IconButton label={t`Copy the link`} onClick={copyLink}>
        <Link2 size={15} />
      </IconButton>
      {onClose && (
        <Link
          to="/p/$projectId/tasks/$number"
          params={{ projectId: task.project_id, number: String(task.number) }}
          aria-label={t`Open as a page`}
          title={t`Open as a page`}
          className="grid size-7 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink max-phone:hidden"
        >
          <ArrowUpRight size={15} />
        </Link>
      )}
      {canWrite && (
        <Menu
          trigger={
            <IconButton label={t`More`}>
              <Ellipsis size={15} />
            </IconButton>
          }
        >
          <MenuItem icon={<Link2 />} onSelect={copyLink}>
            {t`Copy the link`}
          </MenuItem>
          <MenuItem icon={<GitBranch />} onSelect={() => copyText(branch, t`Copied ${{ key: branch }}`)}>
            {t`Copy branch name`}
          </MenuItem>
          <MenuItem icon={<CopyPlus />} onSelect={() => duplicate.mutate(task.id, { onSuccess: openCopy })}>
            {t({ message: "Duplicate", context: "verb" })}
          </MenuItem>
          <MenuLine />
          <MenuItem icon={<Trash2 />} danger onSelect={() => setAsking(true)}>
            {t`Delete…`}
          </MenuItem>
        </Menu>
      )}
      {onClose && (
        <IconButton label={t`Close`} onClick={onClose}>
          <X size={16} />
        </IconButton>
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t`Delete ${{ key: task.key }}?`}
        action={t`Delete`}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(task)}
      >
        {t`“${{ title: task.title }}” disappears from the board, with its comments and conversations.`}
      </Confirm>
    </div>
  )
}
