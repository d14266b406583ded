import type { User } from "./api.gen.ts"

/** What an account can be kept in is what the app speaks: the server's list and the one below are of one type. */
export type Language = NonNullable<User["language"]>

/** The languages of the app: each by its own name, with the region whose dates and numbers it writes. */
export const languages = {
  en: { name: "English", locale: "en-GB", dir: "ltr" },
  de: { name: "Deutsch", locale: "de-DE", dir: "ltr" },
} as const satisfies Record<Language, { name: string; locale: string; dir: "ltr" | "rtl" }>

/** The language the code is written in. */
export const sourceLanguage = "en" satisfies Language

/** Whether a text names a language of the app. */
export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(languages, value)
}

/** The cookie that keeps a browser's choice. */
export const languageCookie = "paca-language"
