import { useInfiniteQuery } from "@tanstack/react-query"
import { Button } from "../../components/button.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { SecurityEvent } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { fullTime, sinceWords } from "../../lib/format.ts"
import { securityEventsQuery } from "./api.ts"

const words: Record<SecurityEvent["type"], string> = {
  signed_up: "You made this account",
  signed_in: "Signed in",
  sign_in_failed: "Somebody tried to sign in with a wrong password",
  signed_out: "Signed out",
  email_verified: "Your e-mail address was confirmed",
  password_changed: "Your password was changed",
  password_reset_requested: "A link to set a new password was asked for",
  password_reset: "A new password was set with a link from your mail",
  session_revoked: "Signed out elsewhere",
  api_key_created: "An API key was created",
  api_key_revoked: "An API key was revoked",
  app_connected: "An app was connected",
  app_disconnected: "An app was disconnected",
  created_by_admin: "An administrator made this account",
  changed_by_admin: "An administrator changed this account",
  password_reset_by_admin: "An administrator gave you another password",
}

/** What the event is about: a key's or an app's name, or a device. */
function about({ data }: SecurityEvent): string | undefined {
  const name = data.name ?? data.device ?? data.by
  return typeof name === "string" ? name : undefined
}

/** What happened to the account: sign-ins, failed ones, passwords, keys. */
export function SecurityEvents() {
  const list = useInfiniteQuery(securityEventsQuery)
  const now = useMinute()
  const events = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby="security-events" className="grid gap-3">
      <div>
        <h2 id="security-events" className="font-semibold text-md">
          What happened
        </h2>
        <p className="text-muted">Something here that was not you? Change your password and sign out everywhere.</p>
      </div>
      {list.isPending && <SkeletonLines lines={3} label="Loading what happened" />}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.isSuccess && events.length === 0 && (
        <p className="rounded-md border border-dashed px-4 py-6 text-center text-muted">
          Nothing yet. Sign-ins, changed passwords and keys appear here.
        </p>
      )}
      <ol className="grid gap-px">
        {events.map((event) => (
          <li key={event.id} className="border-b py-2">
            <div className={event.type === "sign_in_failed" ? "text-red" : undefined}>
              {words[event.type]}
              {about(event) && `: ${about(event)}`}
            </div>
            <div className="text-muted text-xs">
              <time dateTime={event.at} title={fullTime(event.at)}>
                {sinceWords(event.at, now)}
              </time>{" "}
              · {event.device}
              {event.ip_address && ` · ${event.ip_address}`}
            </div>
          </li>
        ))}
      </ol>
      {list.hasNextPage && (
        <Button className="justify-self-start" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          Show earlier
        </Button>
      )}
    </section>
  )
}
