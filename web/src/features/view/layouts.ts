/** The layouts one can choose of; others come with plugins. */
export const layouts = [
  { value: "board", label: "Board" },
  { value: "table", label: "Table" },
  { value: "roadmap", label: "Roadmap" },
  { value: "calendar", label: "Calendar" },
] as const

export type Layout = (typeof layouts)[number]["value"]
