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
  const remove = useDeleteView(project.id)
  const index = views.findIndex(({ id }) => id === view.id)
  const copy = () => {
    const { plugin_manifest_id, plugin_component, ...config } = view.config
    const body = {
      name: `${view.name} (copy)`.slice(0, 80),
      layout: view.layout,
      config,
      context: view.context,
      position: index + 1,
      ...(view.sprint_id !== null && { sprint_id: view.sprint_id }),
    } as NewView
    create.mutate(body, {
      onSuccess: (made) => {
        onView(made)
        notify(`Made ${made.name}`)
      },
      onError: (error) => notifyError(error, "The view could not be copied"),
    })
  }
  return (
    <>
      <Menu trigger={trigger} align="start" defaultOpen>
        <MenuItem icon={<Pencil />} onSelect={() => setOpen("rename")}>
          Rename
        </MenuItem>
        <MenuItem icon={<Copy />} onSelect={copy}>
          Duplicate
        </MenuItem>
        <MenuItem icon={<ArrowLeft />} disabled={index <= 0} onSelect={() => onStep(-1)}>
          Move left
        </MenuItem>
        <MenuItem icon={<ArrowRight />} disabled={index === views.length - 1} onSelect={() => onStep(1)}>
          Move right
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<Trash2 />} danger disabled={views.length === 1} onSelect={() => setOpen("delete")}>
          Delete
        </MenuItem>
      </Menu>
      {open === "rename" && (
        <ViewForm board={board} view={view} onClose={() => setOpen(undefined)} onDone={() => setOpen(undefined)} />
      )}
      <Confirm
        open={open === "delete"}
        onOpenChange={() => setOpen(undefined)}
        title={`Delete the view “${view.name}”?`}
        action="Delete view"
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(view, {
            onSuccess: () => {
              setOpen(undefined)
              const next = views.find(({ id }) => id !== view.id)
              if (next) onView(next)
            },
            onError: (error) => {
              setOpen(undefined)
              notifyError(error, "The view could not be deleted")
            },
          })
        }
      >
        Its tasks stay where they are. The order that was given to them by hand in this view is lost, for everybody.
      </Confirm>
    </>
  )
}
