import { t } from "@lingui/core/macro"
import { infiniteQueryOptions, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useCallback } from "react"
import { api, auth, authAnswer, data, done } from "../../lib/api.ts"
import { ApiError } from "../../lib/errors.ts"
import { keys } from "../../lib/keys.ts"
import { chooseLanguage } from "../../lib/language.ts"
import type { Language } from "../../lib/languages.ts"
import { stopLive } from "../../lib/live.ts"
import { notifyError } from "../../lib/notify.ts"
import { forgetRecent } from "../../lib/recent.ts"
import { forgetUnfinished } from "../../lib/unfinished.ts"

/** Who is signed in, their workspaces and projects, in one round trip. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => data(api.GET("/session", { signal })),
  staleTime: 5 * 60_000,
})

export function useSession() {
  return useQuery(sessionQuery)
}

export type Credentials = { email: string; password: string }

/** Signs in; the whole cache belongs to a person, so it starts empty. */
export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (input: Credentials) => auth("/sign-in/email", input),
    onSuccess: () => client.clear(),
  })
}

const alreadyThere = () =>
  new ApiError(401, "CHECK_YOUR_MAIL", t`We have sent a mail to this address. It says how to go on.`)

export function useSignUp() {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: async (input: Credentials & { name: string }) => {
      await auth("/sign-up/email", input)
      // Signing up answers the same for an address that has an account, so only signing in can tell.
      await auth("/sign-in/email", input).catch((error: unknown) => {
        throw error instanceof ApiError && error.status === 401 ? alreadyThere() : error
      })
    },
    onSuccess: () => client.clear(),
  })
}

/** Signs out and leaves to the given page with a full load, so that nothing of the session stays in memory. */
export function useSignOut() {
  return useMutation({
    mutationFn: (then: string) => auth("/sign-out", {}).then(() => then),
    onSuccess: (then) => {
      stopLive()
      forgetUnfinished()
      forgetRecent()
      window.location.assign(then)
    },
  })
}

export function useRequestReset() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (email: string) =>
      auth("/request-password-reset", { email, redirectTo: `${window.location.origin}/reset-password` }),
  })
}

export function useResetPassword() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (input: { newPassword: string; token: string }) => auth("/reset-password", input),
  })
}

/** Keeps a language with the account, for other browsers and for mails, and shows the app in it. */
export function useChooseLanguage() {
  const { mutate } = useUpdateProfile()
  return useCallback(
    (language: Language) =>
      mutate({ language }, { onSuccess: () => chooseLanguage(language), onError: (error) => notifyError(error) }),
    [mutate],
  )
}

export function useUpdateProfile() {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { name?: string; handle?: string; language?: Language }) =>
      data(api.PATCH("/users/me", { body })),
    onSuccess: (user) => client.setQueryData(sessionQuery.queryKey, (old) => (old ? { ...old, user } : old)),
  })
}

export const apiKeysQuery = queryOptions({
  queryKey: ["api-keys"],
  queryFn: ({ signal }) => data(api.GET("/users/me/api-keys", { signal })),
})

export function useCreateApiKey() {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { name: string; expires_at?: string }) => data(api.POST("/users/me/api-keys", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
}

export function useRevokeApiKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => done(api.DELETE("/users/me/api-keys/{id}", { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
}

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => data(api.GET("/users/me/sessions", { signal })),
  staleTime: 0,
})

export const securityEventsQuery = infiniteQueryOptions({
  queryKey: ["security-events"],
  queryFn: ({ signal, pageParam }) =>
    data(
      api.GET("/users/me/security-events", {
        params: { query: { page_size: 10, ...(pageParam && { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 0,
})

/** What is shown of the account's security changes together. */
function useRefreshSecurity() {
  const client = useQueryClient()
  return () =>
    Promise.all(
      [sessionsQuery.queryKey, securityEventsQuery.queryKey].map((queryKey) => client.invalidateQueries({ queryKey })),
    )
}

export function useEndSession() {
  const refresh = useRefreshSecurity()
  return useMutation({
    mutationFn: (id: string) => done(api.DELETE("/users/me/sessions/{id}", { params: { path: { id } } })),
    onSettled: refresh,
  })
}

export function useEndOtherSessions() {
  const refresh = useRefreshSecurity()
  return useMutation({ mutationFn: () => done(api.DELETE("/users/me/sessions")), onSettled: refresh })
}

export function useChangePassword() {
  const refresh = useRefreshSecurity()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (input: { currentPassword: string; newPassword: string }) => auth("/change-password", input),
    onSuccess: refresh,
  })
}

/** Sends the link that proves the address once more. */
export function useSendVerification() {
  return useMutation({ mutationFn: (email: string) => auth("/send-verification-email", { email }) })
}

export const appsQuery = queryOptions({
  queryKey: ["apps"],
  queryFn: ({ signal }) => data(api.GET("/users/me/apps", { signal })),
  staleTime: 0,
})

export function useDisconnectApp() {
  const client = useQueryClient()
  const refresh = useRefreshSecurity()
  return useMutation({
    mutationFn: (id: string) => done(api.DELETE("/users/me/apps/{id}", { params: { path: { id } } })),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: appsQuery.queryKey }), refresh()]),
  })
}

/** What an app says about itself. */
export const appQuery = (clientId: string) =>
  queryOptions({
    queryKey: ["app", clientId],
    queryFn: async () => {
      const answer = await authAnswer(`/oauth2/public-client?client_id=${encodeURIComponent(clientId)}`)
      const name = typeof answer === "object" && answer !== null && "client_name" in answer ? answer.client_name : ""
      return { name: typeof name === "string" && name ? name : t`An unnamed app` }
    },
  })

/** Answers an app's request, and leads to where the app waits for the answer. */
export function useDecide(request: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: async (decision: { accept: boolean; scope?: string }) => {
      const answer = await authAnswer("/oauth2/consent", { ...decision, oauth_query: request })
      const url = typeof answer === "object" && answer !== null && "url" in answer ? answer.url : undefined
      if (typeof url !== "string") throw new ApiError(0, "UNKNOWN", t`The app could not be reached. Start again there.`)
      return url
    },
    onSuccess: (url) => window.location.assign(url),
  })
}
