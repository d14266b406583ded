import { t } from "@lingui/core/macro"
import { Languages } from "lucide-react"
import { chooseLanguage, pageLanguage } from "../lib/language.ts"
import { isLanguage, type Language, languages } from "../lib/languages.ts"

/** The language of the app. Each goes by its own name. */
export function LanguageChoice({ onChange = chooseLanguage }: { onChange?: (language: Language) => void }) {
  return (
    <label className="flex items-center gap-1.5 text-muted">
      <Languages size={14} aria-hidden />
      <span className="sr-only">{t`Language`}</span>
      <select
        defaultValue={pageLanguage()}
        autoComplete="off"
        onChange={({ target: { value } }) => isLanguage(value) && onChange(value)}
        className="h-8 rounded-sm bg-transparent px-1 hover:bg-hover hover:text-ink max-phone:h-10"
      >
        {Object.entries(languages).map(([value, { name }]) => (
          <option key={value} value={value} lang={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
