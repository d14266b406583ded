import { plural, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Ellipsis, KeyRound, Pencil, Plus, Trash2, UserCheck, UserX } from "lucide-react"
import { type ReactNode, useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Dialog } from "../../components/dialog.tsx"
import { Face } from "../../components/face.tsx"
import { inputLook } from "../../components/field.tsx"
import { FormError } from "../../components/form.tsx"
import { Menu, MenuItem, MenuLine } from "../../components/menu.tsx"
import { EmptyState, ErrorState } from "../../components/page-state.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import { Tag } from "../../components/tag.tsx"
import type { AdminUser } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { dateLabel } from "../../lib/format.ts"
import { notify, notifyError } from "../../lib/notify.ts"
import { useSettled } from "../../lib/settled.ts"
import { globalRolesQuery, pageSize, useDeleteUser, usersQuery, useUpdateUser } from "./api.ts"
import { GivePassword, NewUserForm, UserForm } from "./user-forms.tsx"

type Doing = { what: "edit" | "password" | "suspend" | "delete"; user: AdminUser } | { what: "create" }

/** Everybody who has an account here. */
export function Users({ canWrite, me }: { canWrite: boolean; me: string }) {
  const [typed, setTyped] = useState("")
  const [page, setPage] = useState(1)
  const search = useSettled(typed.trim())
  const list = useQuery(usersQuery(search, page))
  const roles = useQuery(globalRolesQuery)
  const [doing, setDoing] = useState<Doing>()
  const update = useUpdateUser()
  const now = useMinute()
  const close = () => setDoing(undefined)
  const pages = Math.max(1, Math.ceil((list.data?.total ?? 0) / pageSize))
  const waiting = list.data?.must_change_password_count ?? 0
  const letIn = (user: AdminUser) =>
    update.mutate(
      { id: user.id, suspended: false },
      { onSuccess: () => notify(t`${{ name: user.name }} can sign in again`), onError: (error) => notifyError(error) },
    )
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="search"
          aria-label={t`Search users`}
          placeholder={t`Name, handle or address…`}
          value={typed}
          maxLength={200}
          onChange={(event) => {
            setTyped(event.target.value)
            setPage(1)
          }}
          className={cx(inputLook, "h-8 w-64 max-w-full max-phone:h-9")}
        />
        <p role="status" className="flex-1 text-muted">
          {list.data && plural({ count: list.data.total }, { one: "# user", other: "# users" })}
          {waiting > 0 &&
            ` · ${plural(waiting, { one: "# has yet to choose a password", other: "# have yet to choose a password" })}`}
        </p>
        {canWrite && (
          <Button variant="primary" onClick={() => setDoing({ what: "create" })}>
            <Plus size={13} aria-hidden /> {t`New user`}
          </Button>
        )}
      </div>
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.isPending && (
        <div role="status" aria-label={t`Loading the users`} className="grid gap-3">
          {[1, 2, 3, 4, 5].map((line) => (
            <Skeleton key={line} className="h-10" />
          ))}
        </div>
      )}
      {list.data?.items.length === 0 && (
        <EmptyState title={search ? t`Nobody is called “${search}”` : t`Nobody here`}>
          {t`Search by a part of the name, the handle or the e-mail address.`}
        </EmptyState>
      )}
      <ul aria-label={t`Users`} className={cx("min-w-0", list.isPlaceholderData && "opacity-60")}>
        {list.data?.items.map((user) => (
          <li key={user.id} className="flex items-center gap-3 border-b py-2 last:border-0">
            <Face name={user.name} kind="user" size="md" />
            <div className="min-w-0 flex-1">
              <div className="flex flex-wrap items-center gap-x-2">
                <span className={cx("truncate font-medium", user.suspended_at && "text-muted")}>{user.name}</span>
                {user.id === me && <span className="text-muted text-xs">{t`you`}</span>}
                {user.role && <Tag>{user.role.name}</Tag>}
                {user.suspended_at && (
                  <span className="text-red text-xs">{t({ message: "suspended", context: "account" })}</span>
                )}
                {user.must_change_password && <span className="text-amber text-xs">{t`must choose a password`}</span>}
              </div>
              <div className="truncate text-muted text-xs">
                {user.email} · @{user.handle} · {t`since ${{ date: dateLabel(user.created_at, now) }}`}
              </div>
            </div>
            {canWrite && (
              <Menu
                trigger={
                  <IconButton label={t`Actions for ${{ name: user.name }}`}>
                    <Ellipsis size={15} />
                  </IconButton>
                }
              >
                <MenuItem icon={<Pencil />} onSelect={() => setDoing({ what: "edit", user })}>
                  {t`Edit`}
                </MenuItem>
                <MenuItem icon={<KeyRound />} onSelect={() => setDoing({ what: "password", user })}>
                  {t`Give another password`}
                </MenuItem>
                {user.suspended_at ? (
                  <MenuItem icon={<UserCheck />} onSelect={() => letIn(user)}>
                    {t`Let in again`}
                  </MenuItem>
                ) : (
                  <MenuItem icon={<UserX />} onSelect={() => setDoing({ what: "suspend", user })}>
                    {t({ message: "Suspend", context: "account" })}
                  </MenuItem>
                )}
                <MenuLine />
                <MenuItem icon={<Trash2 />} danger onSelect={() => setDoing({ what: "delete", user })}>
                  {t`Delete`}
                </MenuItem>
              </Menu>
            )}
          </li>
        ))}
      </ul>
      {pages > 1 && (
        <nav aria-label={t`Pages`} className="flex items-center justify-center gap-3">
          <Button disabled={page <= 1} onClick={() => setPage(page - 1)}>
            {t`Previous`}
          </Button>
          <span className="text-muted tabular-nums">{t`${page} of ${pages}`}</span>
          <Button disabled={page >= pages} onClick={() => setPage(page + 1)}>
            {t`Next`}
          </Button>
        </nav>
      )}
      {doing?.what === "create" && <NewUserForm roles={roles.data ?? []} onClose={close} />}
      {doing?.what === "edit" && <UserForm user={doing.user} roles={roles.data ?? []} onClose={close} />}
      {doing?.what === "password" && <GivePassword user={doing.user} onClose={close} />}
      {doing?.what === "suspend" && <Suspend user={doing.user} isMe={doing.user.id === me} onClose={close} />}
      {doing?.what === "delete" && <Delete user={doing.user} onClose={close} />}
    </>
  )
}

function Suspend({ user, isMe, onClose }: { user: AdminUser; isMe: boolean; onClose: () => void }) {
  const update = useUpdateUser()
  return (
    <Ask
      title={isMe ? t`Suspend yourself?` : t`Suspend ${{ name: user.name }}?`}
      action={t({ message: "Suspend", context: "account" })}
      busy={update.isPending}
      error={update.error}
      onConfirm={() => update.mutate({ id: user.id, suspended: true }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {isMe
        ? t`You are signed out at once, and only another administrator can let you in again.`
        : t`They are signed out at once and cannot sign in until you let them in again. Nothing of theirs is lost.`}
    </Ask>
  )
}

function Delete({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const remove = useDeleteUser()
  return (
    <Ask
      title={t`Delete ${{ name: user.name }}?`}
      action={t`Delete`}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(user, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t`Nobody can sign in as them any more, and their API keys stop working. What they did stays under their name. This cannot be undone; to keep somebody out for a while, suspend them.`}
    </Ask>
  )
}

type AskProps = {
  title: string
  action: string
  busy: boolean
  error: Error | null
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}

/** A question whose refusal is explained where it was asked. */
function Ask({ title, action, busy, error, onConfirm, onClose, children }: AskProps) {
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <div className="grid gap-4">
        <p className="text-muted">{children}</p>
        <FormError error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="danger" busy={busy} onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
