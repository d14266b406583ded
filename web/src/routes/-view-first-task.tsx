import { t } from "@lingui/core/macro"
import { Link } from "@tanstack/react-router"
import { Button, buttonLook } from "../components/button.tsx"
import { Kbd } from "../components/kbd.tsx"
import { EmptyState } from "../components/page-state.tsx"
import { setToggle } from "../lib/toggles.ts"

/** What to do in a project without a task. */
export function FirstTask({ projectId, canWrite }: { projectId: string; canWrite: boolean }) {
  if (!canWrite) return null
  return (
    <EmptyState
      title={t`Nothing planned yet`}
      action={
        <>
          <Button variant="primary" onClick={() => setToggle("new-task", true)}>
            {t`New task`} <Kbd className="border-current text-inherit opacity-70">C</Kbd>
          </Button>
          <Link to="/p/$projectId/import" params={{ projectId }} className={buttonLook()}>
            {t`Import a CSV`}
          </Link>
        </>
      }
    >
      {t`Write down the first thing to do, or bring your backlog from another tool. Assign a task to an agent and watch it work here.`}
    </EmptyState>
  )
}
