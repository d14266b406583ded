import { t } from "@lingui/core/macro"
import { type ErrorComponentProps, Link } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { ApiError, adviceFor } from "../lib/errors.ts"
import { Button, buttonLook } from "./button.tsx"

/** An empty place that says what belongs there and how it gets there. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-3 px-6 py-14 text-center">
      {icon && <div className="grid size-11 place-items-center rounded-md bg-hover text-muted">{icon}</div>}
      <h2 className="font-semibold text-md">{title}</h2>
      {children && <div className="text-balance text-muted">{children}</div>}
      {action && <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

/** What went wrong instead of the content, with a way to try again. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const missing = !error || (error instanceof ApiError && (error.status === 404 || error.status === 400))
  const title = missing ? t`There is nothing here` : error instanceof Error ? error.message : t`Something went wrong`
  return (
    <div role="alert" className="mx-auto grid max-w-md justify-items-center gap-3 px-6 py-14 text-center">
      <h2 className="font-semibold text-md">{title}</h2>
      <p className="text-muted">
        {missing ? t`It may have been deleted, or you no longer have access.` : adviceFor(error)}
      </p>
      <div className="flex gap-2">
        {retry && !missing && <Button onClick={retry}>{t`Try again`}</Button>}
        <Link to="/" className={buttonLook({ variant: missing ? "plain" : "ghost" })}>
          {t`Go to the start`}
        </Link>
      </div>
    </div>
  )
}

/** A page that failed to render. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} retry={reset} />
}

/** An address nothing answers to. */
export function NotFoundPage() {
  return (
    <EmptyState
      title={t`This page does not exist`}
      action={
        <Link to="/" className={buttonLook()}>
          {t`Go to the start`}
        </Link>
      }
    >
      {t`The address may be misspelt, or what stood here was deleted.`}
    </EmptyState>
  )
}
