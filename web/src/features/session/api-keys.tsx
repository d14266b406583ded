import { t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { CopyButton } from "../../components/copy-button.tsx"
import { Confirm, Dialog } from "../../components/dialog.tsx"
import { SelectField, TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { ApiKey } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { dateLabel, sinceWords } from "../../lib/format.ts"
import { apiKeysQuery, useCreateApiKey, useRevokeApiKey } from "./api.ts"

/** Personal keys for scripts and MCP clients: create, see once, revoke. */
export function ApiKeys() {
  const list = useQuery(apiKeysQuery)
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey>()
  const revoke = useRevokeApiKey()
  const now = useMinute()
  return (
    <section aria-labelledby="api-keys" className="grid gap-3">
      <div className="flex items-end gap-3">
        <div className="flex-1">
          <h2 id="api-keys" className="font-semibold text-md">
            {t`API keys`}
          </h2>
          <p className="text-muted">
            <Trans>
              A key acts as you. Send it as <code className="font-mono text-xs">X-API-Key</code>, or give it to an MCP
              client.
            </Trans>
          </p>
        </div>
        <Button onClick={() => setCreating(true)}>{t`New key`}</Button>
      </div>
      {list.isPending && <SkeletonLines lines={2} label={t`Loading your keys`} />}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.data?.length === 0 && (
        <p className="rounded-md border border-dashed px-4 py-6 text-center text-muted">{t`No keys yet.`}</p>
      )}
      <ul className="grid gap-px">
        {list.data?.map((key) => (
          <li key={key.id} className="flex items-center gap-3 border-b py-2.5">
            <div className="min-w-0 flex-1">
              <div className="truncate font-medium">{key.name}</div>
              <div className="text-muted text-xs">
                <code className="font-mono">{key.prefix}…</code> ·{" "}
                {t`created ${{ when: sinceWords(key.created_at, now) }}`} ·{" "}
                {key.last_used_at ? t`used ${{ when: sinceWords(key.last_used_at, now) }}` : t`never used`}
                {key.expires_at && ` · ${t`until ${{ date: dateLabel(key.expires_at, now) }}`}`}
              </div>
            </div>
            <Button onClick={() => setRevoking(key)}>{t`Revoke`}</Button>
          </li>
        ))}
      </ul>
      {creating && <NewKey onClose={() => setCreating(false)} />}
      <Confirm
        open={revoking !== undefined}
        onOpenChange={(open) => !open && setRevoking(undefined)}
        title={t`Revoke “${{ name: revoking?.name ?? "" }}”?`}
        action={t`Revoke`}
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate(revoking.id, { onSuccess: () => setRevoking(undefined) })}
      >
        {t`Whatever uses this key stops working at once.`}
      </Confirm>
    </section>
  )
}

const dayMs = 86_400_000

function NewKey({ onClose }: { onClose: () => void }) {
  const create = useCreateApiKey()
  if (create.data) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={t`Copy your key now`}
        description={t`It is shown this once and never again.`}
      >
        <div className="grid gap-4">
          <code className="select-all break-all rounded-sm border bg-sunken px-3 py-2 font-mono text-xs">
            {create.data.key}
          </code>
          <div className="flex justify-end gap-2">
            <CopyButton text={create.data.key} />
            <Button variant="primary" onClick={onClose}>
              {t({ message: "Done", context: "button" })}
            </Button>
          </div>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog open onOpenChange={onClose} title={t`New API key`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit((data) => {
          const days = Number(text(data, "days"))
          create.mutate({
            name: text(data, "name").trim(),
            ...(days > 0 ? { expires_at: new Date(Date.now() + days * dayMs).toISOString() } : {}),
          })
        })}
      >
        <TextField label={t`Name`} name="name" required maxLength={100} autoFocus placeholder={t`My laptop`} />
        <SelectField label={t`Expires`} name="days" defaultValue="90">
          <option value="30">{t`In 30 days`}</option>
          <option value="90">{t`In 90 days`}</option>
          <option value="365">{t`In a year`}</option>
          <option value="0">{t`Never`}</option>
        </SelectField>
        <FormActions error={create.error} action={t`Create key`} busy={create.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
