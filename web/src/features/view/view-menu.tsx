import { t } from "@lingui/core/macro"
import { ArrowLeft, ArrowRight, Copy, Pencil, Trash2 } from "lucide-react"
import { type ReactElement, useState } from "react"
import { Confirm } from "../../components/dialog.tsx"
import { Menu, MenuItem, MenuLine } from "../../components/menu.tsx"
import type { View } from "../../lib/api.gen.ts"
import { notify, notifyError } from "../../lib/notify.ts"
import { type NewView, useCreateView, useDeleteView, type ViewBoard } from "./api.ts"
import ViewForm from "./view-form.tsx"

type Props = {
  board: ViewBoard
  trigger: ReactElement<Record<string, unknown>>
  onView: (view: View) => void
  onStep: (step: 1 | -1) => void
}

/** What can be done with the view at hand. */
export default function ViewMenu({ board, trigger, onView, onStep }: Props) {
  const { view, views, project } = board
  const [open, setOpen] = useState<"rename" | "delete">()
  const create = useCreateView(project.id)
  const remove = useDeleteView(project.id, ({ id: gone }) => {
    setOpen(undefined)
    const next = views.find(({ id }) => id !== gone)
    if (next) onView(next)
  })
  const index = views.findIndex(({ id }) => id === view.id)
  const copy = () => {
    const { plugin_manifest_id, plugin_component, ...config } = view.config
    const body = {
      name: t`${{ name: view.name }} (copy)`.slice(0, 80),
      layout: view.layout,
      config,
      context: view.context,
      position: index + 1,
      ...(view.sprint_id !== null && { sprint_id: view.sprint_id }),
    } as NewView
    create.mutate(body, {
      onSuccess: (made) => {
        onView(made)
        notify(t`Made ${{ name: made.name }}`)
      },
      onError: (error) => notifyError(error, t`The view could not be copied`),
    })
  }
  return (
    <>
      <Menu trigger={trigger} align="start" defaultOpen>
        <MenuItem icon={<Pencil />} onSelect={() => setOpen("rename")}>
          {t`Rename`}
        </MenuItem>
        <MenuItem icon={<Copy />} onSelect={copy}>
          {t`Duplicate`}
        </MenuItem>
        <MenuItem icon={<ArrowLeft className="rtl:-scale-x-100" />} disabled={index <= 0} onSelect={() => onStep(-1)}>
          {t`Move left`}
        </MenuItem>
        <MenuItem
          icon={<ArrowRight className="rtl:-scale-x-100" />}
          disabled={index === views.length - 1}
          onSelect={() => onStep(1)}
        >
          {t`Move right`}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<Trash2 />} danger disabled={views.length === 1} onSelect={() => setOpen("delete")}>
          {t`Delete`}
        </MenuItem>
      </Menu>
      {open === "rename" && (
        <ViewForm board={board} view={view} onClose={() => setOpen(undefined)} onDone={() => setOpen(undefined)} />
      )}
      <Confirm
        open={open === "delete"}
        onOpenChange={() => setOpen(undefined)}
        title={t`Delete the view “${{ name: view.name }}”?`}
        action={t`Delete view`}
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(view, {
            onError: (error) => {
              setOpen(undefined)
              notifyError(error, t`The view could not be deleted`)
            },
          })
        }
      >
        {t`Its tasks stay where they are. The order that was given to them by hand in this view is lost, for everybody.`}
      </Confirm>
    </>
  )
}
