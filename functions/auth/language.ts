import { parseAccept } from "hono/utils/accept"
import { parse } from "hono/utils/cookie"
import { Language } from "../core/language/language.ts"

/** The cookie in which the app keeps a browser's choice. */
const COOKIE = "paca-language"

/** The language somebody signs up in: the one chosen in the app, else the first their browser asks for that there is. */
export function languageFrom(headers: Headers | undefined): Language | null {
  const chosen = Language.safeParse(parse(headers?.get("cookie") ?? "", COOKIE)[COOKIE])
  if (chosen.success) return chosen.data
  const wanted = parseAccept(headers?.get("accept-language") ?? "").map(({ type }) => type.split("-")[0]?.toLowerCase())
  return wanted.map((type) => Language.safeParse(type).data).find((language) => language !== undefined) ?? null
}
