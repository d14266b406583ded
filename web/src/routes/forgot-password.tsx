import { createFileRoute, Link } from "@tanstack/react-router"
import { Button } from "../components/button.tsx"
import { TextField } from "../components/field.tsx"
import { FormError, onSubmit, text } from "../components/form.tsx"
import { useRequestReset } from "../features/session/api.ts"
import { AuthCard } from "../features/session/auth-card.tsx"

export const Route = createFileRoute("/forgot-password")({
  head: () => ({ meta: [{ title: "Reset your password · Paca" }] }),
  component: ForgotPassword,
})

function ForgotPassword() {
  const request = useRequestReset()
  return (
    <AuthCard
      title="Reset your password"
      lead="We send you a link with which you can set a new one."
      foot={
        <Link to="/sign-in" className="underline underline-offset-2">
          Back to sign in
        </Link>
      }
    >
      {request.isSuccess ? (
        <p role="status" className="rounded-sm bg-accent-soft px-3 py-2 text-accent-text">
          If there is an account for {request.variables}, a mail with the link is on its way. Look into your spam folder
          too.
        </p>
      ) : (
        <form method="post" className="grid gap-4" onSubmit={onSubmit((data) => request.mutate(text(data, "email")))}>
          <TextField label="E-mail" name="email" type="email" autoComplete="email" required autoFocus />
          <FormError error={request.error} />
          <Button type="submit" variant="primary" size="md" busy={request.isPending}>
            Send the link
          </Button>
        </form>
      )}
    </AuthCard>
  )
}
