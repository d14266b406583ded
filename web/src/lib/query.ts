import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query"
import { ApiError } from "./errors.ts"
import { notifyError } from "./notify.ts"

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: {
      /** The form shows the error itself. */
      quiet?: boolean
    }
    queryMeta: { quiet?: boolean }
  }
}

const signedOutPaths = ["/sign-in", "/sign-up", "/forgot-password", "/reset-password", "/invite", "/oauth"]

/** Sends a person whose session ended to the sign-in page; they come back to where they were. */
function leaveForSignIn(error: unknown): boolean {
  if (typeof window === "undefined" || !(error instanceof ApiError) || error.status !== 401) return false
  const { pathname, search } = window.location
  if (signedOutPaths.some((path) => pathname.startsWith(path))) return false
  const back = pathname === "/" ? "" : `?redirect=${encodeURIComponent(pathname + search)}`
  window.location.replace(`/sign-in${back}`)
  return true
}

/** The cache of server state. Live events keep it fresh, so nothing is refetched just because a window gains focus. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveForSignIn }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        if (leaveForSignIn(error) || mutation.meta?.quiet) return
        notifyError(error)
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        gcTime: 15 * 60_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
    },
  })
}
