import { type I18n, type MessageDescriptor, type Messages, setupI18n } from "@lingui/core"
import { pageLanguage } from "./language.ts"
import { type Language, languages, sourceLanguage } from "./languages.ts"

/** The catalogues, loaded when a page asks for them. English stands in the code. */
const catalogues: Record<Exclude<Language, typeof sourceLanguage>, () => Promise<{ messages: Messages }>> = {
  de: () => import("../../messages/de.po"),
}

const instances = new Map([[sourceLanguage as Language, instance(sourceLanguage, {})]])

/** Loads the texts of a language; to be awaited before anything is rendered in it. */
export async function loadMessages(language: Language): Promise<void> {
  if (language === sourceLanguage || instances.has(language)) return
  const { messages } = await catalogues[language]()
  instances.set(language, instance(language, messages))
}

/** The texts of this page's language. */
export function pageMessages(): I18n {
  const found = instances.get(pageLanguage())
  if (!found) throw new Error(`The texts for ${pageLanguage()} were not loaded before the page`)
  return found
}

/** What `t` and its like call: the texts of the page that is being rendered. */
export const i18n = {
  _: (message: MessageDescriptor): string => pageMessages()._(message),
}

function instance(language: Language, messages: Messages): I18n {
  const { locale } = languages[language]
  const made = setupI18n({ locale: language, locales: locale, messages: { [language]: messages } })
  // Both the text in the code and the catalogues are compiled when the app is built.
  return made.setMessagesCompiler((text) => [text])
}
