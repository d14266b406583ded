import { createRouter } from "@tanstack/react-router"
import { NotFoundPage, PageError } from "./components/page-state.tsx"
import { loadErrorWords } from "./lib/errors.ts"
import { loadMessages } from "./lib/i18n.ts"
import { pageLanguage } from "./lib/language.ts"
import { pageNonce } from "./lib/nonce.ts"
import { createQueryClient } from "./lib/query.ts"
import { routeTree } from "./routeTree.gen.ts"

/** One router, and one query cache, per visit in the browser and per request on the server. */
export async function getRouter() {
  await Promise.all([loadMessages(pageLanguage()), loadErrorWords()])
  const nonce = pageNonce()
  return createRouter({
    ...(nonce && { ssr: { nonce } }),
    routeTree,
    context: { queryClient: createQueryClient() },
    defaultPreload: "intent",
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  })
}

declare module "@tanstack/react-router" {
  interface Register {
    router: Awaited<ReturnType<typeof getRouter>>
  }
}
