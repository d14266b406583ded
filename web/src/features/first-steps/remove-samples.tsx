import { plural, t } from "@lingui/core/macro"
import { Confirm } from "../../components/dialog.tsx"
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
      title={plural(count, { one: "Delete # sample task?", other: "Delete # sample tasks?" })}
      action={t`Delete them`}
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            onClose()
            notify(t`The sample tasks are deleted`, t`What you made yourself is still there.`)
          },
        })
      }
    >
      {t`Only the tasks that came with the template go, with whatever was written on them. Yours stay.`}
    </Confirm>
  )
}
