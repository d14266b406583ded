import type { FormEvent } from "react"

/** Hands the data of a submitted form to `action` instead of navigating. */
export function onSubmit(action: (data: FormData) => void) {
  return (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    action(new FormData(event.currentTarget))
  }
}

/** A field of a form as text. */
export function text(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === "string" ? value : ""
}

/** An error of the whole form. */
export function FormError({ error }: { error: Error | null }) {
  if (!error) return null
  return (
    <p
      role="alert"
      className="rounded-sm border border-[color-mix(in_oklab,var(--red)_40%,var(--line))] px-3 py-2 text-red"
    >
      {error.message}
    </p>
  )
}
