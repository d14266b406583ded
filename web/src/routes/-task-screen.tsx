import { useQuery } from "@tanstack/react-query"
import { X } from "lucide-react"
import { type Ref, useEffect, useMemo } from "react"
import { IconButton } from "../components/button.tsx"
import { preloadMarkdown } from "../components/editor/markdown.tsx"
import { ErrorState } from "../components/page-state.tsx"
import { Feed } from "../features/comment/feed.tsx"
import { TaskConversations } from "../features/conversation/task-conversations.tsx"
import { TaskDocuments } from "../features/document/task-documents.tsx"
import { useSession } from "../features/session/api.ts"
import { taskQuery } from "../features/task/api.ts"
import { TaskView } from "../features/task/task-view.tsx"
import { may } from "../lib/access.ts"
import type { Board } from "../lib/api.gen.ts"
import { mentionable } from "../lib/mentionable.ts"
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
  useEffect(preloadMarkdown, [])

  if (task.isError || Number.isNaN(number)) {
    return (
      <>
        {onClose && (
          <IconButton label="Close" onClick={onClose} className="m-2 self-end">
            <X size={16} />
          </IconButton>
        )}
        <ErrorState error={task.error} retry={() => task.refetch()} />
      </>
    )
  }
  if (!task.data || !board) return <TaskSkeleton />
  return (
    <TaskView
      task={task.data}
      board={board}
      onClose={onClose}
      onGone={onGone}
      headingRef={headingRef}
      conversation={<TaskConversations projectId={projectId} taskId={task.data.id} members={members} />}
      documents={<TaskDocuments projectId={projectId} taskId={task.data.id} />}
      feed={
        <Feed
          projectId={projectId}
          taskId={task.data.id}
          names={board}
          members={members}
          me={me?.id}
          canComment={may(board.actions, "tasks:write") || may(board.actions, "comments:write")}
        />
      }
    />
  )
}
