import * as z from "zod"
import { done, unwrap } from "../client.ts"
import { projectId, resolveTask, taskReference } from "../reference.ts"
import { BddScenario } from "../schemas.ts"
import { type ToolContext, tool } from "../tool.ts"

const task = { projectId, task: taskReference }
const scenarioId = z.uuid().describe("The scenario's id; list_bdd_scenarios shows it.")
const clause = (name: string) =>
  z.string().optional().describe(`Lines of ${name} steps, the first without its keyword.`)
const text = {
  title: z.string().trim().min(1).max(500).optional().describe("The scenario's name, with given, when and then."),
  given: clause("Given"),
  when: clause("When"),
  then: clause("Then"),
  gherkin: z
    .string()
    .optional()
    .describe('Instead of title, given, when and then: one whole "Scenario:" or "Scenario Outline:" in Gherkin.'),
}

async function pathOf(context: ToolContext, input: { projectId?: string | undefined; task: string | number }) {
  const place = await resolveTask(context, input.projectId, input.task)
  return { projectId: place.project, taskId: place.id }
}

const textOf = (scenario: z.infer<typeof BddScenario>) => `${scenario.gherkin}\n# id: ${scenario.id}`

export const bddScenarioTools = [
  tool({
    name: "list_bdd_scenarios",
    title: "List a task's BDD scenarios",
    description: "Lists the scenarios that say how a task's result must behave, oldest first.",
    effect: "read",
    input: task,
    output: { scenarios: z.array(BddScenario) },
    run: async (input, context) => {
      const path = await pathOf(context, input)
      const scenarios = await unwrap(
        context.api.GET("/projects/{projectId}/tasks/{taskId}/bdd-scenarios", { params: { path } }),
      )
      return { data: { scenarios }, text: scenarios.map(textOf).join("\n\n") || "No scenarios yet." }
    },
  }),
  tool({
    name: "get_bdd_scenario",
    title: "Get a BDD scenario",
    description: "Reads one scenario of a task.",
    effect: "read",
    input: { ...task, scenarioId },
    output: { scenario: BddScenario },
    run: async (input, context) => {
      const path = { ...(await pathOf(context, input)), id: input.scenarioId }
      const scenario = await unwrap(
        context.api.GET("/projects/{projectId}/tasks/{taskId}/bdd-scenarios/{id}", { params: { path } }),
      )
      return { data: { scenario }, text: textOf(scenario) }
    },
  }),
  tool({
    name: "create_bdd_scenario",
    title: "Write a BDD scenario",
    description:
      "Adds a scenario to a task: title, given, when and then, or its whole Gherkin. It is checked by a Gherkin parser.",
    effect: "add",
    input: { ...task, ...text },
    output: { scenario: BddScenario },
    run: async ({ projectId: project, task: reference, ...body }, context) => {
      const path = await pathOf(context, { projectId: project, task: reference })
      const scenario = await unwrap(
        context.api.POST("/projects/{projectId}/tasks/{taskId}/bdd-scenarios", { params: { path }, body }),
      )
      return { data: { scenario }, text: textOf(scenario) }
    },
  }),
  tool({
    name: "update_bdd_scenario",
    title: "Change a BDD scenario",
    description: "Changes some clauses of a scenario, or its whole Gherkin. What is left out stays.",
    effect: "set",
    input: { ...task, scenarioId, ...text },
    output: { scenario: BddScenario },
    run: async ({ projectId: project, task: reference, scenarioId: id, ...body }, context) => {
      const path = { ...(await pathOf(context, { projectId: project, task: reference })), id }
      const scenario = await unwrap(
        context.api.PATCH("/projects/{projectId}/tasks/{taskId}/bdd-scenarios/{id}", { params: { path }, body }),
      )
      return { data: { scenario }, text: textOf(scenario) }
    },
  }),
  tool({
    name: "delete_bdd_scenario",
    title: "Delete a BDD scenario",
    description: "Deletes one scenario of a task.",
    effect: "destroy",
    input: { ...task, scenarioId },
    output: { deleted_scenario_id: z.uuid() },
    run: async (input, context) => {
      const path = { ...(await pathOf(context, input)), id: input.scenarioId }
      await done(context.api.DELETE("/projects/{projectId}/tasks/{taskId}/bdd-scenarios/{id}", { params: { path } }))
      return { data: { deleted_scenario_id: input.scenarioId }, text: "The scenario is deleted." }
    },
  }),
]
