import { t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Link } from "@tanstack/react-router"
import { useState } from "react"
import { Button, buttonLook } from "../components/button.tsx"
import { FormError } from "../components/form.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { appQuery, useDecide, useSession } from "../features/session/api.ts"
import { AuthCard } from "../features/session/auth-card.tsx"
import { fromBase64Url } from "../lib/text.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/oauth/consent")({
  validateSearch: (search: Record<string, unknown>): { request?: string } =>
    typeof search.request === "string" ? { request: search.request } : {},
  head: () => titled(t`Let an app in`),
  component: Consent,
})

/** Where the app is sent the answer: the part of it that cannot be made up. */
function placeOf(redirect: string): string {
  if (!URL.canParse(redirect)) return ""
  const { hostname, host, protocol } = new URL(redirect)
  if (/^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname))
    return t({ message: "this computer", context: "your answer goes to …" })
  return host || t({ message: `the program for ${protocol}`, context: "your answer goes to …" })
}

function Consent() {
  const { request } = Route.useSearch()
  const raw = fromBase64Url(request ?? "")
  const query = new URLSearchParams(raw)
  const clientId = query.get("client_id")
  if (!raw || !clientId) {
    return (
      <AuthCard title={t`This request is not complete`} lead={t`Start again in the app that wants to connect.`}>
        <Link to="/" className={buttonLook({ size: "md" })}>
          {t`Go to the start`}
        </Link>
      </AuthCard>
    )
  }
  return (
    <Ask
      request={raw}
      clientId={clientId}
      scopes={(query.get("scope") ?? "").split(" ").filter(Boolean)}
      place={placeOf(query.get("redirect_uri") ?? "")}
    />
  )
}

type AskProps = { request: string; clientId: string; scopes: string[]; place: string }

function Ask({ request, clientId, scopes, place }: AskProps) {
  const app = useQuery(appQuery(clientId))
  const session = useSession()
  const decide = useDecide(request)
  const [mayWrite, setMayWrite] = useState(true)
  if (app.isError || session.isError) {
    return (
      <AuthCard title={t`This app is not known`} lead={t`Sign in, then start again in the app that wants to connect.`}>
        <Link to="/sign-in" className={buttonLook({ size: "md" })}>
          {t`Sign in`}
        </Link>
      </AuthCard>
    )
  }
  if (!app.data || !session.data) {
    return (
      <AuthCard title={t`Let an app in`}>
        <SkeletonLines lines={4} label={t`Loading what the app asks for`} />
      </AuthCard>
    )
  }
  const { email } = session.data.user
  const asksToWrite = scopes.includes("write")
  const scope = scopes.filter((each) => each !== "write" || mayWrite).join(" ")
  return (
    <AuthCard
      title={t`Let “${{ app: app.data.name }}” in?`}
      lead={
        <Trans>
          It would act as <b className="font-medium text-ink">{email}</b>. The name is what the app calls itself; your
          answer goes to <b className="font-medium text-ink">{place}</b>. Allow it only if you have just started this
          yourself.
        </Trans>
      }
    >
      <ul className="grid list-disc gap-1 ps-5">
        <li>{t`See your workspaces, projects, tasks and conversations`}</li>
        {asksToWrite && mayWrite && <li>{t`Create and change tasks, sprints, comments and other things, as you`}</li>}
        {scopes.includes("offline_access") && <li>{t`Stay connected while you are away, until you disconnect it`}</li>}
      </ul>
      <p className="text-muted">{t`It can never see your password, make API keys, or change who is a member.`}</p>
      {asksToWrite && scopes.includes("read") && (
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={!mayWrite}
            onChange={(event) => setMayWrite(!event.target.checked)}
            className="accent-(--accent)"
          />
          {t`Let it only read`}
        </label>
      )}
      <FormError error={decide.error} />
      <div className="flex justify-end gap-2">
        <Button size="md" onClick={() => decide.mutate({ accept: false })} disabled={decide.isPending}>
          {t`No`}
        </Button>
        <Button
          size="md"
          variant="primary"
          busy={decide.isPending}
          onClick={() => decide.mutate({ accept: true, scope })}
        >
          {t`Allow`}
        </Button>
      </div>
    </AuthCard>
  )
}
