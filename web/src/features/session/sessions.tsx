import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import { Tag } from "../../components/tag.tsx"
import type { SignedIn } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { fullTime, sinceWords } from "../../lib/format.ts"
import { notify } from "../../lib/notify.ts"
import { sessionsQuery, useEndOtherSessions, useEndSession } from "./api.ts"

/** Where one is signed in, with a way to sign out there. */
export function Sessions() {
  const list = useQuery(sessionsQuery)
  const [ending, setEnding] = useState<SignedIn | "others">()
  const end = useEndSession()
  const endOthers = useEndOtherSessions()
  const now = useMinute()
  const others = (list.data?.length ?? 0) > 1
  const done = (what: string) => ({
    onSuccess: () => {
      setEnding(undefined)
      notify(what)
    },
  })
  return (
    <section aria-labelledby="sessions" className="grid gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-60 flex-1">
          <h2 id="sessions" className="font-semibold text-md">
            {t`Where you are signed in`}
          </h2>
          <p className="text-muted">{t`Sign out a device that you lost, or that is not yours.`}</p>
        </div>
        {others && <Button onClick={() => setEnding("others")}>{t`Sign out everywhere else`}</Button>}
      </div>
      {list.isPending && <SkeletonLines lines={2} label={t`Loading where you are signed in`} />}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      <ul className="grid gap-px">
        {list.data?.map((session) => (
          <li key={session.id} className="flex items-center gap-3 border-b py-2.5">
            <div className="min-w-0 flex-1">
              <div className="flex items-center gap-2">
                <span className="truncate font-medium" title={session.user_agent ?? undefined}>
                  {session.device}
                </span>
                {session.current && <Tag>{t`this device`}</Tag>}
              </div>
              <div className="text-muted text-xs">
                {session.ip_address && `${session.ip_address} · `}
                <span
                  title={fullTime(session.created_at)}
                >{t`since ${{ when: sinceWords(session.created_at, now) }}`}</span>{" "}
                ·{" "}
                <span
                  title={fullTime(session.last_used_at)}
                >{t`used ${{ when: sinceWords(session.last_used_at, now) }}`}</span>
              </div>
            </div>
            {!session.current && (
              <Button onClick={() => setEnding(session)} aria-label={t`Sign out ${{ device: session.device }}`}>
                {t`Sign out`}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {list.data?.length === 1 && list.data[0]?.current && (
        <p className="text-muted text-xs">{t`You are signed in on this device only.`}</p>
      )}
      <Confirm
        open={ending !== undefined}
        onOpenChange={(open) => !open && setEnding(undefined)}
        title={ending === "others" ? t`Sign out everywhere else?` : t`Sign out “${{ device: ending?.device ?? "" }}”?`}
        action={t`Sign out`}
        busy={end.isPending || endOthers.isPending}
        onConfirm={() => {
          if (ending === "others") endOthers.mutate(undefined, done(t`You are signed out everywhere else`))
          else if (ending) end.mutate(ending.id, done(t`${{ device: ending.device }} is signed out`))
        }}
      >
        {t`Whoever uses it must sign in again. If you do not know this device, change your password too.`}
      </Confirm>
    </section>
  )
}
