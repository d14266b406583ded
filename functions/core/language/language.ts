import * as z from "zod"

/** The languages that Paca speaks; those of the app and those of its mails are the same. */
export const languages = ["en", "de"] as const

export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

/** Spoken with those who have chosen none. */
export const standardLanguage: Language = "en"

/** The language of somebody's account, or the standard one. */
export function languageOf(chosen: string | null | undefined): Language {
  return Language.safeParse(chosen).data ?? standardLanguage
}
