import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { Plus } from "lucide-react"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { Faces } from "../../components/face.tsx"
import { inputLook } from "../../components/field.tsx"
import { Section, SectionError, SectionHint } from "../../components/section.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import type { Board, Card, CustomField, Task } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { childrenQuery } from "../../lib/task-queries.ts"
import { useCreateChild } from "./api.ts"

type Props = { task: Task; board: Board; canWrite: boolean }

/** What a task is broken down into, and how much of it is done. */
export function SubTasks({ task, board, canWrite }: Props) {
  const list = useQuery(childrenQuery(task.project_id, task.id))
  const [adding, setAdding] = useState(false)
  const children = list.data ?? []
  const isDone = (card: Card) => board.statuses.find((each) => each.id === card.status_id)?.category === "done"
  const done = children.filter(isDone).length
  return (
    <Section
      title={t`Sub-tasks`}
      count={
        children.length > 0 && (
          <span className="flex items-center gap-2">
            <span role="img" aria-label={t`${done} of ${{ count: children.length }} done`}>
              {done}/{children.length}
            </span>
            <span aria-hidden className="h-1 w-16 overflow-hidden rounded-full bg-hover max-phone:hidden">
              <span
                className="block h-full bg-green transition-[width] duration-150"
                style={{ width: `${(done / children.length) * 100}%` }}
              />
            </span>
          </span>
        )
      }
      action={
        canWrite && (
          <Button variant="ghost" aria-expanded={adding} onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden /> {t`Add a sub-task`}
          </Button>
        )
      }
    >
      {list.isError && <SectionError message={t`The sub-tasks could not be read.`} retry={() => list.refetch()} />}
      {list.data && children.length === 0 && !adding && (
        <SectionHint>
          {canWrite ? t`Break the work into steps that can be done one by one.` : t`No sub-tasks.`}
        </SectionHint>
      )}
      {children.length > 0 && (
        <ul aria-label={t`Sub-tasks`}>
          {children.map((card) => (
            <Child key={card.id} card={card} board={board} done={isDone(card)} />
          ))}
        </ul>
      )}
      {adding && <NewChild task={task} fields={board.custom_fields} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function Child({ card, board, done }: { card: Card; board: Board; done: boolean }) {
  const status = board.statuses.find((each) => each.id === card.status_id)
  const row = (
    <>
      <StatusRing category={status?.category ?? "todo"} />
      <span className="sr-only">{status?.name}</span>
      <span className="shrink-0 text-muted text-xs tabular-nums">{card.key}</span>
      <span className={cx("min-w-0 flex-1 truncate", done && "text-muted line-through decoration-1")}>
        {card.title}
      </span>
      <span className="shrink-0 text-muted text-xs max-phone:hidden" aria-hidden>
        {status?.name}
      </span>
      <Faces
        label={t`Assigned`}
        max={3}
        members={board.members.filter((each) => card.assignee_ids.includes(each.id))}
      />
    </>
  )
  const look = "-mx-2 flex h-8 items-center gap-2 rounded-sm px-2 max-phone:h-10"
  return (
    <li>
      {card.number > 0 ? (
        <Link
          to="/p/$projectId/board"
          params={{ projectId: board.project.id }}
          search={{ task: card.key }}
          className={cx(look, "hover:bg-hover")}
        >
          {row}
        </Link>
      ) : (
        <span className={cx(look, "opacity-60")}>{row}</span>
      )}
    </li>
  )
}

/** A line for one title after the other. */
function NewChild({ task, fields, onClose }: { task: Task; fields: CustomField[]; onClose: () => void }) {
  const create = useCreateChild(task)
  const [title, setTitle] = useState("")
  function add() {
    const text = title.trim()
    if (!text) return
    setTitle("")
    // What was refused is there to be sent again, unless something else is being written by then.
    // A part of a task has what every task must have from the whole.
    const values = fields.flatMap(({ id, required }) => {
      const value = required ? task.custom_fields[id] : undefined
      return value === undefined ? [] : [[id, value] as const]
    })
    create.mutate(
      { title: text, custom_fields: Object.fromEntries(values) },
      { onError: () => setTitle((now) => now || text) },
    )
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person asked for this line just now
      autoFocus
      aria-label={t`Title of the sub-task`}
      placeholder={t`What is to be done? Enter adds it, Esc ends`}
      maxLength={500}
      value={title}
      onChange={(event) => setTitle(event.target.value)}
      onBlur={() => title.trim() === "" && onClose()}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === "Enter") add()
        if (event.key !== "Escape") return
        event.stopPropagation()
        onClose()
      }}
      className={cx(inputLook, "h-8")}
    />
  )
}
