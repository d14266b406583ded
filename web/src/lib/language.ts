import { createIsomorphicFn } from "@tanstack/react-start"
import { getCookie, getRequest, getRequestHeader } from "@tanstack/react-start/server"
import { parseAccept } from "hono/utils/accept"
import { useEffect } from "react"
import { isLanguage, type Language, languageCookie, sourceLanguage } from "./languages.ts"

const ofRequest = new WeakMap<Request, Language>()

/**
 * The language of the page that is being rendered: the one chosen in this browser, else the first the browser asks for
 * that there is, else English; in the browser the one that the page came in.
 */
export const pageLanguage = createIsomorphicFn()
  .server((): Language => {
    const request = currentRequest()
    if (!request) return sourceLanguage
    const known = ofRequest.get(request)
    if (known) return known
    const language = chosenLanguage(getCookie(languageCookie), getRequestHeader("accept-language"))
    ofRequest.set(request, language)
    return language
  })
  .client((): Language => {
    const { lang } = document.documentElement
    return isLanguage(lang) ? lang : sourceLanguage
  })

/** What a cookie and an `Accept-Language` header choose together. */
export function chosenLanguage(cookie: string | undefined, accepted: string | undefined): Language {
  if (isLanguage(cookie)) return cookie
  const wanted = parseAccept(accepted ?? "").map(({ type }) => type.split("-")[0]?.toLowerCase())
  return wanted.find(isLanguage) ?? sourceLanguage
}

/** Chooses the language of this browser and shows the page anew in it. */
export function chooseLanguage(language: Language): void {
  const secure = location.protocol === "https:" ? "; secure" : ""
  // biome-ignore lint/suspicious/noDocumentCookie: Safari and Firefox before 2025 have no cookie store
  document.cookie = `${languageCookie}=${language}; path=/; max-age=31536000; samesite=lax${secure}`
  location.reload()
}

/** Shows the app in the language of the person's account, where this browser had another. */
export function useAccountLanguage(language: Language | null | undefined): void {
  useEffect(() => {
    if (language && language !== pageLanguage() && navigator.cookieEnabled) chooseLanguage(language)
  }, [language])
}

function currentRequest(): Request | undefined {
  try {
    return getRequest()
  } catch {
    // Outside a request there is nobody whose language could be asked for.
    return undefined
  }
}
