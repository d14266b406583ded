import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js"
import * as z from "zod"

const say = (text: string) => ({ messages: [{ role: "user" as const, content: { type: "text" as const, text } }] })

/** The team's cycle as four commands: Plan, Act, Check, Adapt. */
export function registerPrompts(server: McpServer): void {
  server.registerPrompt(
    "plan",
    {
      title: "Plan",
      description: "Turn a goal into stories with scenarios that can be checked.",
      argsSchema: { goal: z.string().describe("What shall be reached") },
    },
    ({ goal }) =>
      say(`We plan this goal: ${goal}

1. Look for tasks that already cover it (search_tasks, list_tasks) and name them.
2. Propose the few stories that are missing. Each has a title that says what a person can do afterwards, two or three sentences of why, and Given-When-Then scenarios that would prove it done.
3. Show me the list and wait for my yes. Then create them with create_task: the scenarios go into the description, types by list_task_types, rough points. Assign nobody unless I say so.
4. End with the keys you made.`),
  )
  server.registerPrompt(
    "act",
    {
      title: "Act",
      description: "Take a task and carry it through.",
      argsSchema: { task: z.string().describe("Its key, such as PLN-12") },
    },
    ({ task }) =>
      say(`Work on ${task}.

1. Read it (get_task, list_task_comments). If what is asked is unclear, ask in a comment and stop.
2. Move it to the first status of the category inprogress (list_task_statuses, update_task).
3. Do what its description asks, no more. Check each of its scenarios.
4. Write one comment with what was done, what was not, and how to check it. Then move it to review, or to done when there is no review.`),
  )
  server.registerPrompt(
    "check",
    {
      title: "Check",
      description: "See whether what is said to be done is done.",
      argsSchema: { task: z.string().optional().describe("One task's key; without it, everything in review or done") },
    },
    ({ task }) =>
      say(`Check ${task ?? "the tasks that are in review or were done lately (list_tasks)"}.

For each: read the task, its comments and activity (get_task, list_task_comments, list_task_activities). Go through its scenarios one by one: proven, contradicted, or nobody has shown it. Quote what proves it.
Report a short table: key, verdict, what is missing. Write a comment on tasks that are not proven, saying exactly what is missing; move nothing without my yes.`),
  )
  server.registerPrompt(
    "adapt",
    {
      title: "Adapt",
      description: "Learn from what happened and change the plan.",
      argsSchema: { period: z.string().optional().describe("Such as: the last sprint") },
    },
    ({ period }) =>
      say(`Look back at ${period ?? "the last two weeks"} and help the team adapt.

1. Gather facts, not impressions: what got done, what stayed long in one status, what came back, which agent runs failed and why (get_sprint_report and get_cycle_time tell most of it; then list_task_activities, list_conversations).
2. Name at most three causes, each with the tasks that show it.
3. Propose one change per cause that the team could try next, and how we would see that it worked. Offer to create it as a task (add_retrospective_action, or create_task outside a sprint); do so only after my yes.`),
  )
}
