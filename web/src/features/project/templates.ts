import { msg } from "@lingui/core/macro"

/** What a project can be begun with, as the server knows it, and how its board looks. */
export const templates = [
  {
    value: "software",
    label: msg`Software team`,
    lead: msg`Stories and bugs in two-week sprints, with a review before done.`,
    columns: [["plain", "plain"], ["plain", "urgent", "plain"], ["agent", "plain"], ["plain"], ["plain", "plain"]],
  },
  {
    value: "discovery",
    label: msg`Product discovery`,
    lead: msg`Questions, interviews and experiments on the way to a decision.`,
    columns: [["idea", "idea", "idea"], ["idea", "idea"], ["agent", "plain"], ["plain"]],
  },
  {
    value: "support",
    label: msg`Support & bugs`,
    lead: msg`What comes in, by priority, without sprints.`,
    columns: [
      ["urgent", "urgent", "plain"],
      ["agent", "urgent"],
      ["plain", "plain"],
    ],
  },
  {
    value: "empty",
    label: msg`Empty`,
    lead: msg`A board with five columns, and nothing on it.`,
    columns: [["none"], [], [], [], []],
  },
] as const

export type TemplateName = (typeof templates)[number]["value"]
