import { t } from "@lingui/core/macro"
import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { AtSign, Bot, Check, CircleArrowRight, Inbox as InboxIcon, MessageSquare, UserRoundCheck } from "lucide-react"
import type { ReactNode } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { EmptyState, ErrorState } from "../../components/page-state.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { Notification } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { ago, fullTime } from "../../lib/format.ts"
import { notificationsQuery, useMarkRead } from "./api.ts"
import { titleOf } from "./words.ts"

const icons: Record<Notification["type"], ReactNode> = {
  assigned: <UserRoundCheck size={15} />,
  mentioned: <AtSign size={15} />,
  commented: <MessageSquare size={15} />,
  status_changed: <CircleArrowRight size={15} />,
  conversation_finished: <Bot size={15} className="text-agent" />,
}

/** What happened that concerns this person; opening an entry reads it. */
export function Inbox({ unread }: { unread: boolean }) {
  const list = useInfiniteQuery(notificationsQuery(unread))
  const read = useMarkRead()
  const now = useMinute()
  if (list.isError) return <ErrorState error={list.error} retry={() => list.refetch()} />
  if (list.isPending) {
    return (
      <div role="status" aria-label={t`Loading the inbox`} className="grid gap-px">
        {[1, 2, 3, 4, 5].map((line) => (
          <div key={line} className="flex h-14 items-center gap-3 px-3">
            <Skeleton className="size-5" />
            <Skeleton className="h-4 w-2/3" />
          </div>
        ))}
      </div>
    )
  }
  const items = list.data.pages.flatMap((page) => page.items)
  if (items.length === 0 && unread) {
    return (
      <EmptyState icon={<InboxIcon size={20} />} title={t`All read`}>
        {t`Nothing waits for you. What you have read stays under All.`}
      </EmptyState>
    )
  }
  if (items.length === 0) {
    return (
      <EmptyState icon={<InboxIcon size={20} />} title={t`Nothing for you`}>
        {t`When somebody assigns you a task, mentions you or comments on your work, and when an agent finishes what you gave it, you read it here.`}
      </EmptyState>
    )
  }
  return (
    <>
      <ul className="grid gap-px">
        {items.map((item) => (
          <li key={item.id} className="flex items-start rounded-sm hover:bg-hover">
            <Row item={item} now={now} onOpen={() => !item.read_at && read.mutate(item.id)} />
            <IconButton
              label={t`Mark as read: ${{ title: titleOf(item) }}`}
              className={cx("my-1.5 me-1.5", item.read_at && "invisible")}
              onClick={() => read.mutate(item.id)}
            >
              <Check size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button className="justify-self-center" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t`Show more`}
        </Button>
      )}
    </>
  )
}

function Row({ item, now, onOpen }: { item: Notification; now: number; onOpen: () => void }) {
  const look = "grid min-w-0 flex-1 grid-cols-[20px_1fr_auto] items-start gap-3 rounded-sm px-3 py-2.5 text-start"
  const body = (
    <>
      <span aria-hidden className="pt-px text-muted">
        {icons[item.type]}
      </span>
      <span className="min-w-0">
        <span className={cx("block", !item.read_at && "font-medium")}>{titleOf(item)}</span>
        {item.body && <span className="line-clamp-2 block text-muted">{item.body}</span>}
      </span>
      <span className="flex items-center gap-2 text-muted text-xs">
        <time dateTime={item.created_at} title={fullTime(item.created_at)}>
          {ago(item.created_at, now)}
        </time>
        <span className={cx("size-2 rounded-full", !item.read_at && "bg-accent")}>
          {!item.read_at && <span className="sr-only">{t`unread`}</span>}
        </span>
      </span>
    </>
  )
  if (item.doc_id) {
    return (
      <Link
        to="/p/$projectId/docs/$docId"
        params={{ projectId: item.project_id, docId: item.doc_id }}
        className={look}
        onClick={onOpen}
        preload={false}
      >
        {body}
      </Link>
    )
  }
  if (item.project_id && item.task_key) {
    return (
      <Link
        to="/p/$projectId/board"
        params={{ projectId: item.project_id }}
        search={{ task: item.task_key }}
        className={look}
        onClick={onOpen}
        preload={false}
      >
        {body}
      </Link>
    )
  }
  return (
    <button type="button" className={look} onClick={onOpen}>
      {body}
    </button>
  )
}
