import { fileURLToPath } from "node:url"
import type { LinguiConfig } from "@lingui/conf"
import { formatter } from "@lingui/format-po"

/** Where texts are found and where their catalogues stand. English is what the code says; the others are translated. */
const config: LinguiConfig = {
  rootDir: fileURLToPath(new URL("..", import.meta.url)),
  sourceLocale: "en",
  locales: ["en", "de"],
  catalogs: [
    { path: "<rootDir>/messages/{locale}", include: ["<rootDir>/src"], exclude: ["**/*.test.*", "**/*.gen.*"] },
  ],
  format: formatter({ origins: false }),
  // `t` and its like use our instance: on the server there is one for each language, chosen by the request.
  runtimeConfigModule: { i18n: ["#i18n", "i18n"] },
}

export default config
