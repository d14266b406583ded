import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query"
import { Button } from "../../components/button.tsx"
import { FormError } from "../../components/form.tsx"
import { authAnswer } from "../../lib/api.ts"
import { ApiError } from "../../lib/errors.ts"
import { i18n } from "../../lib/i18n.ts"
import { type AuthSearch, destination } from "./return-path.ts"

type Provider = { id: string; name: string }

const isProvider = (value: unknown): value is Provider =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  typeof value.id === "string" &&
  "name" in value &&
  typeof value.name === "string"

const providersQuery = queryOptions({
  queryKey: ["identity-providers"],
  queryFn: async (): Promise<Provider[]> => {
    const answer = await authAnswer("/providers")
    const listed = typeof answer === "object" && answer !== null && "providers" in answer ? answer.providers : []
    return Array.isArray(listed) ? listed.filter(isProvider) : []
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** Leaves for a provider, which sends the browser back to where it wanted to go, or here with the reason why not. */
function useLeaveFor(search: AuthSearch) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: async (provider: string) => {
      const back = new URLSearchParams(search).toString()
      const answer = await authAnswer("/sign-in/social", {
        provider,
        callbackURL: destination(search),
        errorCallbackURL: back ? `/sign-in?${back}` : "/sign-in",
      }).catch((error: unknown) => {
        throw error instanceof ApiError && error.status === 404 ? unreachable() : error
      })
      const url = typeof answer === "object" && answer !== null && "url" in answer ? answer.url : undefined
      if (typeof url !== "string") throw unreachable()
      return url
    },
    onSuccess: (url) => window.location.assign(url),
  })
}

const unreachable = () =>
  new ApiError(0, "PROVIDER_UNREACHABLE", t`The sign-in service could not be reached. Try again, or use your password.`)

/** Ways to sign in through another service; nothing where an installation has none. */
export function IdentityProviders({ search }: { search: AuthSearch }) {
  const providers = useQuery(providersQuery)
  const leave = useLeaveFor(search)
  if (!providers.data?.length) return null
  return (
    <div className="grid w-full max-w-sm gap-2 px-6">
      {providers.data.map(({ id, name }) => (
        <Button
          key={id}
          size="md"
          busy={leave.variables === id && (leave.isPending || leave.isSuccess)}
          onClick={() => leave.mutate(id)}
        >
          {t`Continue with ${name}`}
        </Button>
      ))}
      <FormError error={leave.error} />
    </div>
  )
}

const reasons: Record<string, MessageDescriptor> = {
  cancelled: msg`You were not signed in: it was cancelled there. Try again, or use your password.`,
  not_linked: msg`There is already an account with this address, and it is not proven that it is yours. Sign in with its password and confirm the address with the link in your mail; then you can continue through the service.`,
  no_address: msg`The service did not tell your e-mail address. Ask whoever runs it to share it, or use a password.`,
  suspended: msg`This account is suspended. Ask an administrator of this installation to let you in again.`,
}

const otherReason = msg`Signing in through the service did not work. Try again, or use your password.`

/** Why somebody came back from a provider without being signed in. */
export function ProviderRefusal({ reason }: { reason: string }) {
  return <FormError error={new Error(i18n._(reasons[reason] ?? otherReason))} />
}
