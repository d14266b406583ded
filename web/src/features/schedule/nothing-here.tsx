import { t } from "@lingui/core/macro"
import { Button } from "../../components/button.tsx"
import { EmptyState } from "../../components/page-state.tsx"

type Props = {
  /** Somebody looks for something. */
  filtering: boolean
  /** The view itself lets only some tasks through. */
  limited: boolean
  /** Tasks of the view without dates. */
  undated: number
  canWrite: boolean
  onUnlimit: (() => void) | undefined
}

/** Why a scale of days is empty, and what to do about it. */
export function NothingHere({ filtering, limited, undated, canWrite, onUnlimit }: Props) {
  if (filtering)
    return (
      <EmptyState title={t`Nothing found in this time`}>
        {t`Clear the search or the filter, or look at another time.`}
      </EmptyState>
    )
  if (limited && undated === 0)
    return (
      <EmptyState
        title={t`Nothing of this view is here`}
        action={onUnlimit && <Button onClick={onUnlimit}>{t`Show tasks of all kinds`}</Button>}
      >
        {t`The view shows only what its filter lets through, such as epics. Make one, change the filter under View, or look at another time.`}
      </EmptyState>
    )
  return (
    <EmptyState title={t`Nothing has dates in this time`}>
      {canWrite && undated > 0
        ? t`Give one of the tasks without dates a day when it begins.`
        : t`Tasks appear here once they have a start or a due date.`}
    </EmptyState>
  )
}
