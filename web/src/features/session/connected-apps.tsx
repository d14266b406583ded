import { t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { ConnectedApp } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { fullTime, sinceWords } from "../../lib/format.ts"
import { appsQuery, useDisconnectApp } from "./api.ts"

/** Programs that may act for the person, such as MCP clients, and a way to end that. */
export function ConnectedApps() {
  const list = useQuery(appsQuery)
  const [ending, setEnding] = useState<ConnectedApp>()
  const disconnect = useDisconnectApp()
  const now = useMinute()
  return (
    <section aria-labelledby="apps" className="grid gap-3">
      <div>
        <h2 id="apps" className="font-semibold text-md">
          {t`Connected apps`}
        </h2>
        <p className="text-muted">
          <Trans>
            MCP clients that you let act for you. Give them the address <code className="font-mono text-xs">/mcp</code>{" "}
            of this site; they ask you here.
          </Trans>
        </p>
      </div>
      {list.isPending && <SkeletonLines lines={2} label={t`Loading the connected apps`} />}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.data?.length === 0 && (
        <p className="rounded-md border border-dashed px-4 py-6 text-center text-muted">{t`No app is connected.`}</p>
      )}
      <ul className="grid gap-px">
        {list.data?.map((app) => (
          <li key={app.id} className="flex items-center gap-3 border-b py-2.5">
            <div className="min-w-0 flex-1">
              <div className="truncate font-medium">{app.name}</div>
              <div className="truncate text-muted text-xs">
                {app.scopes.includes("write") ? t`reads and changes` : t`reads only`} · {app.redirect_hosts.join(", ")}{" "}
                ·{" "}
                <span
                  title={fullTime(app.connected_at)}
                >{t`connected ${{ when: sinceWords(app.connected_at, now) }}`}</span>
              </div>
            </div>
            <Button onClick={() => setEnding(app)} aria-label={t`Disconnect ${{ name: app.name }}`}>
              {t`Disconnect`}
            </Button>
          </li>
        ))}
      </ul>
      <Confirm
        open={ending !== undefined}
        onOpenChange={(open) => !open && setEnding(undefined)}
        title={t`Disconnect “${{ name: ending?.name ?? "" }}”?`}
        action={t`Disconnect`}
        busy={disconnect.isPending}
        onConfirm={() => ending && disconnect.mutate(ending.id, { onSuccess: () => setEnding(undefined) })}
      >
        {t`It can do nothing for you any more, at once. It may ask again.`}
      </Confirm>
    </section>
  )
}
