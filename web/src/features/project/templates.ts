/** What a project can be begun with, as the server knows it, and how its board looks. */
export const templates = [
  {
    value: "software",
    label: "Software team",
    lead: "Stories and bugs in two-week sprints, with a review before done.",
    columns: [["plain", "plain"], ["plain", "urgent", "plain"], ["agent", "plain"], ["plain"], ["plain", "plain"]],
  },
  {
    value: "discovery",
    label: "Product discovery",
    lead: "Questions, interviews and experiments on the way to a decision.",
    columns: [["idea", "idea", "idea"], ["idea", "idea"], ["agent", "plain"], ["plain"]],
  },
  {
    value: "support",
    label: "Support & bugs",
    lead: "What comes in, by priority, without sprints.",
    columns: [
      ["urgent", "urgent", "plain"],
      ["agent", "urgent"],
      ["plain", "plain"],
    ],
  },
  {
    value: "empty",
    label: "Empty",
    lead: "A board with five columns, and nothing on it.",
    columns: [["none"], [], [], [], []],
  },
] as const

export type TemplateName = (typeof templates)[number]["value"]
