import { msg } from "@lingui/core/macro"
import { i18n } from "../../lib/i18n.ts"

const layouts = [
  { value: "board", label: msg`Board` },
  { value: "table", label: msg`Table` },
  { value: "roadmap", label: msg`Roadmap` },
  { value: "calendar", label: msg`Calendar` },
] as const

export type Layout = (typeof layouts)[number]["value"]

/** The layouts one can choose of; others come with plugins. */
export const layoutChoices = (): { value: Layout; label: string }[] =>
  layouts.map(({ value, label }) => ({ value, label: i18n._(label) }))
