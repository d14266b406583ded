import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useRef, useState } from "react"
import { Button } from "../../components/button.tsx"
import type { EditorProps } from "../../components/editor/editor.tsx"
import { MarkdownEditor, MarkdownView } from "../../components/editor/markdown.tsx"
import { useTicks } from "../../components/editor/ticks.ts"
import type { Task } from "../../lib/api.gen.ts"
import { ApiError } from "../../lib/errors.ts"
import { i18n } from "../../lib/i18n.ts"
import type { Mentionable } from "../../lib/mentionable.ts"
import { notifyError } from "../../lib/notify.ts"
import { taskQuery, useUpdateTask } from "./api.ts"

type Props = {
  task: Task
  members: Mentionable[]
  canWrite: boolean
  /** Keeps an image that the text shows. */
  onImage: EditorProps["onImage"]
}
type Saving = "clean" | "dirty" | "saving" | "saved" | "failed"

const idleMs = 1500

/** The description: rendered until it is clicked, then edited in place and saved by itself. */
export function Description({ task, members, canWrite, onImage }: Props) {
  const [editing, setEditing] = useState(false)
  const client = useQueryClient()
  const { mutateAsync } = useUpdateTask(task.project_id, true)
  const kept = ({ description, version }: Task) => ({ text: description?.text ?? "", version })
  const { text, tick } = useTicks({
    id: task.id,
    kept: kept(task),
    save: async (description, version) => kept(await mutateAsync({ task, input: { description }, version })),
    reload: async () => kept(await client.fetchQuery({ ...taskQuery(task.project_id, task.number), staleTime: 0 })),
  })

  if (editing) {
    return <Editing key={task.id} {...{ task, members, onImage }} onClose={() => setEditing(false)} />
  }
  if (!text.trim()) {
    if (!canWrite) return <p className="text-muted">{t`No description.`}</p>
    return (
      <button
        type="button"
        onClick={() => setEditing(true)}
        className="-mx-2 min-h-14 rounded-sm px-2 py-1 text-start text-muted hover:bg-hover"
      >
        {t`Describe what is wanted and how one can tell that it is done…`}
      </button>
    )
  }
  return (
    <div className="group/description relative">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the mouse; the button below is the control */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
      <div
        onClick={(event) => {
          const selecting = window.getSelection()?.isCollapsed === false
          if (canWrite && !selecting && event.target instanceof Element && !event.target.closest("a, input"))
            setEditing(true)
        }}
        className={canWrite ? "-mx-2 cursor-text rounded-sm px-2 py-1 hover:bg-hover/60" : ""}
      >
        <MarkdownView text={text} members={members} onTick={canWrite ? tick : undefined} />
      </div>
      {canWrite && (
        <Button
          className="absolute top-0 end-0 opacity-0 focus-visible:opacity-100 group-hover/description:opacity-100 max-phone:hidden"
          onClick={() => setEditing(true)}
        >
          {t`Edit`}
        </Button>
      )}
    </div>
  )
}

/**
 * Saves what is written: after a pause, on leaving, on Ctrl-Enter. Each save names the version it started from; if the
 * text itself was changed by somebody else meanwhile, the person decides.
 */
function Editing({ task, members, onImage, onClose }: Omit<Props, "canWrite"> & { onClose: () => void }) {
  const [saving, setSaving] = useState<Saving>("clean")
  const [theirs, setTheirs] = useState<Task>()
  const [round, setRound] = useState(0)
  const base = useRef({ version: task.version, text: task.description?.text ?? "" })
  const draft = useRef(base.current.text)
  const dirty = useRef(false)
  const waiting = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const client = useQueryClient()
  const { mutateAsync } = useUpdateTask(task.project_id, true)
  const latest = useRef(task)
  latest.current = task

  const save = useCallback(
    async (version: number): Promise<boolean> => {
      clearTimeout(timer.current)
      if (!dirty.current) return true
      const text = draft.current
      dirty.current = false
      setSaving("saving")
      try {
        const saved = await mutateAsync({ task: latest.current, input: { description: text }, version })
        base.current = { version: saved.version, text }
        setSaving(dirty.current ? "dirty" : "saved")
        return true
      } catch (error) {
        dirty.current = true
        setSaving("failed")
        if (!(error instanceof ApiError) || error.error_code !== "VERSION_CONFLICT") {
          notifyError(error, t`The description could not be saved`)
          return false
        }
        const { project_id, number } = latest.current
        const now = await client.fetchQuery({ ...taskQuery(project_id, number), staleTime: 0 }).catch(() => undefined)
        // Something else of the task changed, not the text this edit began with: nothing is lost by saving again.
        if (now && now.version !== version && (now.description?.text ?? "") === base.current.text)
          return save(now.version)
        setTheirs(now ?? latest.current)
        return false
      }
    },
    [mutateAsync, client],
  )

  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (dirty.current) event.preventDefault()
    }
    window.addEventListener("beforeunload", leave)
    return () => {
      window.removeEventListener("beforeunload", leave)
      // Going to another task counts as leaving the field.
      if (dirty.current) save(base.current.version)
      clearTimeout(timer.current)
    }
  }, [save])

  async function finish() {
    // An image that is still on its way has its place in this text.
    if ((await save(base.current.version)) && !waiting.current) onClose()
  }

  /** Another window that is looked at has not taken the text away; a file may be on its way from there. */
  function leave() {
    if (theirs) return
    if (document.hasFocus()) finish()
    else save(base.current.version)
  }

  return (
    <div className="grid gap-2">
      {theirs && (
        <div role="alert" className="grid gap-2 rounded-md border border-amber p-3">
          <p>
            <Trans>
              <b className="font-medium">Somebody changed this description while you wrote.</b> Keep yours and replace
              theirs, or drop yours and take theirs?
            </Trans>
          </p>
          <div className="flex flex-wrap gap-2">
            <Button
              onClick={() => {
                setTheirs(undefined)
                save(theirs.version)
              }}
            >
              {t`Overwrite with mine`}
            </Button>
            <Button
              onClick={() => {
                dirty.current = false
                const text = theirs.description?.text ?? ""
                draft.current = text
                base.current = { version: theirs.version, text }
                setTheirs(undefined)
                setSaving("clean")
                setRound((old) => old + 1)
              }}
            >
              {t`Reload theirs`}
            </Button>
          </div>
        </div>
      )}
      <div className="-mx-2 rounded-sm px-2 py-1 shadow-[0_0_0_1px_var(--accent)]">
        <MarkdownEditor
          key={round}
          label={t`Description`}
          initial={draft.current}
          placeholder={t`Describe what is wanted. / adds blocks, @ mentions a member, # a task…`}
          members={members}
          autoFocus
          onChange={(text) => {
            draft.current = text
            dirty.current = text !== base.current.text
            setSaving(dirty.current ? "dirty" : "clean")
            clearTimeout(timer.current)
            if (dirty.current && !theirs) timer.current = setTimeout(() => save(base.current.version), idleMs)
          }}
          onImage={onImage}
          onWaiting={(now) => {
            waiting.current = now
          }}
          onBlur={leave}
          onSubmit={finish}
          onCancel={finish}
          className="min-h-20"
        />
      </div>
      <p role="status" className="h-4 text-muted text-xs">
        {saving !== "clean" && i18n._(words[saving])}
      </p>
    </div>
  )
}

const words: Record<Exclude<Saving, "clean">, MessageDescriptor> = {
  dirty: msg`Not saved yet`,
  saving: msg`Saving…`,
  saved: msg`Saved`,
  failed: msg`Not saved. Your text is kept here.`,
}
