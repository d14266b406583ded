import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { useInfiniteQuery } from "@tanstack/react-query"
import { Button } from "../../components/button.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { SecurityEvent } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { fullTime, sinceWords } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import { securityEventsQuery } from "./api.ts"

const words: Record<SecurityEvent["type"], MessageDescriptor> = {
  signed_up: msg`You made this account`,
  signed_in: msg`Signed in`,
  sign_in_failed: msg`Somebody tried to sign in with a wrong password`,
  signed_out: msg`Signed out`,
  email_verified: msg`Your e-mail address was confirmed`,
  password_changed: msg`Your password was changed`,
  password_reset_requested: msg`A link to set a new password was asked for`,
  password_reset: msg`A new password was set with a link from your mail`,
  session_revoked: msg`Signed out elsewhere`,
  api_key_created: msg`An API key was created`,
  api_key_revoked: msg`An API key was revoked`,
  app_connected: msg`An app was connected`,
  app_disconnected: msg`An app was disconnected`,
  created_by_admin: msg`An administrator made this account`,
  changed_by_admin: msg`An administrator changed this account`,
  password_reset_by_admin: msg`An administrator gave you another password`,
}

/** What the event is about: a key's or an app's name, or a device. */
function about({ data }: SecurityEvent): string | undefined {
  const name = data.name ?? data.device ?? data.by
  return typeof name === "string" ? name : undefined
}

function happened(event: SecurityEvent): string {
  const what = i18n._(words[event.type])
  const name = about(event)
  return name ? t`${what}: ${name}` : what
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
          {t`What happened`}
        </h2>
        <p className="text-muted">{t`Something here that was not you? Change your password and sign out everywhere.`}</p>
      </div>
      {list.isPending && <SkeletonLines lines={3} label={t`Loading what happened`} />}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.isSuccess && events.length === 0 && (
        <p className="rounded-md border border-dashed px-4 py-6 text-center text-muted">
          {t`Nothing yet. Sign-ins, changed passwords and keys appear here.`}
        </p>
      )}
      <ol className="grid gap-px">
        {events.map((event) => (
          <li key={event.id} className="border-b py-2">
            <div className={event.type === "sign_in_failed" ? "text-red" : undefined}>{happened(event)}</div>
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
          {t`Show earlier`}
        </Button>
      )}
    </section>
  )
}
