import { Confirm } from "../../components/dialog.tsx"
import { counted } from "../../lib/format.ts"
import { notify } from "../../lib/notify.ts"
import { useRemoveSamples } from "./api.ts"

type Props = { projectId: string; count: number; onClose: () => void }

/** Asks before the sample tasks go. */
export default function RemoveSamples({ projectId, count, onClose }: Props) {
  const remove = useRemoveSamples(projectId)
  return (
    <Confirm
      open
      onOpenChange={onClose}
      title={`Delete ${counted(count, "sample task")}?`}
      action="Delete them"
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            onClose()
            notify("The sample tasks are deleted", "What you made yourself is still there.")
          },
        })
      }
    >
      Only the tasks that came with the template go, with whatever was written on them. Yours stay.
    </Confirm>
  )
}
