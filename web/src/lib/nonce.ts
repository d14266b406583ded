import { createIsomorphicFn } from "@tanstack/react-start"
import { getRequestUrl, setResponseHeader } from "@tanstack/react-start/server"
import { filesOrigin, pagePolicy } from "./policy.ts"

/**
 * The nonce of the page that is being rendered, made together with the policy that asks for it; in the browser the one
 * that the page came with.
 */
export const pageNonce = createIsomorphicFn()
  .server((): string | undefined => {
    const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    const origin = process.env.APP_URL || getRequestUrl().origin
    setResponseHeader("content-security-policy", pagePolicy({ nonce, origin, files: filesOrigin(process.env) }))
    return nonce
  })
  .client(() => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content)
