import type { priorities, statusCategories } from "../task/task.sql.ts"

/** A task a template begins with, to be looked at, moved and thrown away. */
export type SampleTask = {
  title: string
  status: string
  type?: string
  priority?: (typeof priorities)[number]
  points?: number
  tags?: string[]
  description?: string
  /** Given to whoever makes the project. */
  mine?: boolean
  /** Not in the first sprint. */
  later?: boolean
  /** The task that the first steps offer to give to the agent. */
  first?: boolean
}

export type Template = {
  /** What the project is called until somebody calls it otherwise. */
  name: string
  prefix: string
  description: string
  statuses: { name: string; category: (typeof statusCategories)[number]; is_default?: boolean }[]
  types: { name: string; icon: string; color: string; is_default?: boolean }[]
  /** The goal of the first sprint, or none when the work flows without sprints. */
  sprint_goal: string | null
  samples: SampleTask[]
}

const standard = {
  task: { name: "Task", icon: "check", color: "#2f63c4" },
  story: { name: "Story", icon: "bookmark", color: "#2c7a4b" },
  bug: { name: "Bug", icon: "bug", color: "#c4412f" },
} as const

const hello = (status: string): SampleTask => ({
  title: "Say hello: show the team how an agent works",
  status,
  first: true,
  points: 1,
  tags: ["welcome"],
  description:
    "Assign this task to the agent Demo. It is scripted and uses no language model, so it costs nothing: it takes the task, reports each step here, writes a comment and hands the task over.\n\nThen write a comment with `@demo` in it and see it answer.",
})

export const starter: Pick<Template, "statuses" | "types"> = {
  statuses: [
    { name: "Backlog", category: "backlog" },
    { name: "To Do", category: "todo", is_default: true },
    { name: "In Progress", category: "inprogress" },
    { name: "In Review", category: "inprogress" },
    { name: "Done", category: "done" },
  ],
  types: [{ ...standard.task, is_default: true }, standard.story, standard.bug],
}

const software: Template = {
  ...starter,
  name: "Product",
  prefix: "PRD",
  description: "What we build, sprint by sprint.",
  sprint_goal: "A customer can pay without an account",
  samples: [
    hello("To Do"),
    {
      title: "Pay as a guest",
      status: "In Progress",
      type: "Story",
      priority: "high",
      points: 5,
      tags: ["checkout"],
      mine: true,
      description:
        "As a customer I want to pay without making an account, so that I am done in a minute.\n\n- [x] The e-mail address is asked for once\n- [ ] The receipt links to the order\n- [ ] An account can be made afterwards\n\n```gherkin\nGiven a basket with one article\nWhen the customer pays as a guest\nThen a receipt is sent to the address given\n```",
    },
    {
      title: "The total jumps when a coupon is removed",
      status: "To Do",
      type: "Bug",
      priority: "highest",
      points: 2,
      tags: ["checkout"],
      description:
        "1. Put two articles into the basket.\n2. Add a coupon and remove it again.\n3. The total shows the old amount for about a second.",
    },
    { title: "Write the receipt's text", status: "To Do", priority: "medium", points: 1, tags: ["copy"] },
    { title: "Accept two more cards", status: "In Review", type: "Story", points: 3, tags: ["payments"] },
    { title: "Measure where people leave the checkout", status: "Done", points: 2, tags: ["metrics"] },
    { title: "Remember the delivery address", status: "Backlog", type: "Story", points: 3, later: true },
    { title: "Gift wrapping", status: "Backlog", type: "Story", points: 5, later: true },
  ],
}

const discovery: Template = {
  name: "Discovery",
  prefix: "DSC",
  description: "What we should build, and how we know.",
  statuses: [
    { name: "Ideas", category: "backlog" },
    { name: "To Research", category: "todo", is_default: true },
    { name: "Exploring", category: "inprogress" },
    { name: "Testing", category: "inprogress" },
    { name: "Decided", category: "done" },
  ],
  types: [
    { name: "Question", icon: "bookmark", color: "#2f63c4", is_default: true },
    { name: "Experiment", icon: "zap", color: "#2c7a4b" },
    { name: "Interview", icon: "check", color: "#a86a00" },
  ],
  sprint_goal: "Know why new customers leave in their first week",
  samples: [
    hello("To Research"),
    {
      title: "Why do people stop after the first week?",
      status: "Exploring",
      priority: "high",
      points: 5,
      tags: ["retention"],
      mine: true,
      description:
        "What we believe: they never invite a second person.\n\nWe are wrong if teams of three leave as often.",
    },
    {
      title: "Talk with five people who left",
      status: "To Research",
      type: "Interview",
      points: 3,
      tags: ["retention"],
    },
    { title: "A welcome mail on day three", status: "Testing", type: "Experiment", points: 2, tags: ["retention"] },
    { title: "Would teams pay for a shared calendar?", status: "Ideas", points: 3, later: true },
    { title: "Phone first or desk first?", status: "Decided", points: 1, tags: ["mobile"] },
  ],
}

const support: Template = {
  name: "Support",
  prefix: "SUP",
  description: "What customers ask for and what is broken.",
  statuses: [
    { name: "New", category: "todo", is_default: true },
    { name: "In Progress", category: "inprogress" },
    { name: "Check with customer", category: "inprogress" },
    { name: "Solved", category: "done" },
  ],
  types: [
    { ...standard.bug, is_default: true },
    { name: "Question", icon: "bookmark", color: "#2f63c4" },
    standard.task,
  ],
  sprint_goal: null,
  samples: [
    hello("New"),
    {
      title: "The invoice shows last year's address",
      status: "New",
      priority: "highest",
      tags: ["billing"],
      description: "Seen by two customers since Monday. Both moved in spring.",
    },
    { title: "Export stops at 1,000 rows", status: "In Progress", priority: "high", tags: ["export"], mine: true },
    { title: "How do I add a second e-mail address?", status: "New", type: "Question", priority: "low" },
    { title: "Sign-in mail arrives twice", status: "Check with customer", priority: "medium", tags: ["mail"] },
    { title: "Password reset link was expired", status: "Solved", tags: ["sign-in"] },
  ],
}

const empty: Template = {
  ...starter,
  name: "Our work",
  prefix: "WRK",
  description: "",
  sprint_goal: null,
  samples: [],
}

export const templates = { software, discovery, support, empty }
export const templateNames = ["software", "discovery", "support", "empty"] as const
