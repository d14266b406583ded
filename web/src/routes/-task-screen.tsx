import { t } from "@lingui/core/macro"
import { useQueries, useQuery } from "@tanstack/react-query"
import { X } from "lucide-react"
import { type Ref, useEffect, useMemo } from "react"
import { IconButton } from "../components/button.tsx"
import { preloadMarkdown } from "../components/editor/markdown.tsx"
import { ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { attachmentsQuery } from "../features/attachment/api.ts"
import { Attachments } from "../features/attachment/attachments.tsx"
import { DropZone } from "../features/attachment/drop-zone.tsx"
import { useInlineImages, useSend } from "../features/attachment/uploads.ts"
import { Feed } from "../features/comment/feed.tsx"
import { TaskConversations } from "../features/conversation/task-conversations.tsx"
import { taskDocsQuery } from "../features/document/api.ts"
import { TaskDocuments } from "../features/document/task-documents.tsx"
import { Star } from "../features/favorite/star.tsx"
import { linksQuery } from "../features/link/api.ts"
import { TaskLinks } from "../features/link/task-links.tsx"
import { scenariosQuery } from "../features/scenario/api.ts"
import { Scenarios } from "../features/scenario/scenarios.tsx"
import { useSession } from "../features/session/api.ts"
import { taskQuery } from "../features/task/api.ts"
import { SubTasks } from "../features/task/sub-tasks.tsx"
import { TaskView } from "../features/task/task-view.tsx"
import { Watch } from "../features/task/watch.tsx"
import { timeLogsQuery } from "../features/time/api.ts"
import { TimeLogs } from "../features/time/time-logs.tsx"
import { may } from "../lib/access.ts"
import type { Board, Favorite, Task } from "../lib/api.gen.ts"
import { type Mentionable, mentionable } from "../lib/mentionable.ts"
import { noteRecent } from "../lib/recent.ts"
import { childrenQuery } from "../lib/task-queries.ts"
import { TaskSkeleton } from "./-task-skeleton.tsx"

type Props = {
  board: Board | undefined
  projectId: string
  number: number
  onClose?: () => void
  onGone: () => void
  headingRef?: Ref<HTMLTextAreaElement>
}

/** A task with its agents and its feed, put together from their features. */
export default function TaskScreen({ board, projectId, number, onClose, onGone, headingRef }: Props) {
  const task = useQuery(taskQuery(projectId, number))
  const session = useSession()
  const members = useMemo(() => mentionable(board?.members ?? []), [board?.members])
  const me = board?.members.find((member) => member.user_id === session.data?.user.id)
  const favorites = session.data?.favorites
  useEffect(preloadMarkdown, [])

  if (task.isError || Number.isNaN(number)) {
    return (
      <>
        {onClose && (
          <IconButton label={t`Close`} onClick={onClose} className="m-2 self-end">
            <X size={16} />
          </IconButton>
        )}
        <ErrorState error={task.error} retry={() => task.refetch()} />
      </>
    )
  }
  if (!task.data || !board) return <TaskSkeleton />
  return (
    <LoadedTask
      key={task.data.id}
      task={task.data}
      {...{ board, members, favorites, me: me?.id, onClose, onGone, headingRef }}
    />
  )
}

type LoadedProps = Pick<Props, "onClose" | "onGone" | "headingRef"> & {
  task: Task
  board: Board
  members: Mentionable[]
  favorites: Favorite[] | undefined
  me: string | undefined
}

function LoadedTask({ task, board, members, favorites, me, onClose, onGone, headingRef }: LoadedProps) {
  const { project_id: projectId, id: taskId } = task
  const canWrite = may(board.actions, "tasks:write")
  const place = { projectId, taskId }
  const send = useSend(place)
  const waiting = useParts(place)
  const onImage = useInlineImages(place)
  const { title, key } = task
  useEffect(
    () => noteRecent({ kind: "task", id: taskId, project_id: projectId, title, key }),
    [projectId, taskId, title, key],
  )
  return (
    <DropZone disabled={!canWrite} onFiles={(files) => files.forEach(send)}>
      <TaskView
        {...{ task, board, onClose, onGone, headingRef }}
        onImage={canWrite ? onImage : undefined}
        actions={
          <>
            <Watch {...place} names={board.members} disabled={!may(board.actions, "comments:write")} />
            <Star
              what={{ kind: "task", id: taskId, project_id: projectId, title: task.title, key: task.key }}
              favorites={favorites}
            />
          </>
        }
        conversation={
          <TaskConversations {...place} members={members} canRetry={may(board.actions, "conversations:write")} />
        }
        parts={
          waiting ? (
            <SkeletonLines lines={8} label={t`Loading what belongs to the task`} />
          ) : (
            <>
              <SubTasks {...{ task, board, canWrite }} />
              <Scenarios {...place} canWrite={canWrite} />
              <TaskLinks {...place} statuses={board.statuses} canWrite={canWrite} />
              <TimeLogs {...place} me={me} canWrite={canWrite} canClear={may(board.actions, "project.members:write")} />
              <Attachments place={place} names={board.members} canWrite={canWrite} />
              <TaskDocuments {...place} />
            </>
          )
        }
        feed={
          !waiting && (
            <Feed
              {...place}
              names={board}
              members={members}
              me={me}
              canComment={canWrite || may(board.actions, "comments:write")}
              canRevert={canWrite}
              onImage={canWrite ? onImage : undefined}
            />
          )
        }
      />
    </DropZone>
  )
}

/** Whether what belongs to a task is still on its way. It is shown together, so that nothing moves as each part comes. */
function useParts(place: { projectId: string; taskId: string }): boolean {
  return useQueries({
    queries: [
      childrenQuery(place.projectId, place.taskId),
      scenariosQuery(place),
      linksQuery(place),
      timeLogsQuery(place),
      attachmentsQuery(place),
      taskDocsQuery(place.projectId, place.taskId),
    ],
    combine: (parts) => parts.some((part) => part.isPending),
  })
}
