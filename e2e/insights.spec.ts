import { createProject, createTask } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"

test("what happened is drawn, with the numbers behind it", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const at = `/projects/${project.id}`
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/insights`)
  await expect(page.getByText("Complete a sprint, and you see how much the team gets done.")).toBeVisible()

  const statuses = await ann.call<{ id: string; name: string }[]>("GET", `${at}/task-statuses`)
  const status = (name: string) => ({ status_id: statuses.find((each) => each.name === name)?.id })
  const sprint = await ann.call<{ id: string }>("POST", `${at}/sprints`, { name: "Refunds", end_date: "2099-01-01" })
  const [retry, why] = [
    await createTask(ann, project.id, { title: "Retry", points: 5, sprint_id: sprint.id }),
    await createTask(ann, project.id, { title: "Say why", points: 3, sprint_id: sprint.id }),
  ]
  await ann.call("POST", `${at}/sprints/${sprint.id}/start`)
  const burndown = page.getByRole("figure", { name: "Burndown" })
  await expect(burndown).toContainText("8 points remain of 8 in Refunds; that is as much as at the start.")
  for (const name of ["In Progress", "Done"]) await ann.call("PATCH", `${at}/tasks/${retry.id}`, status(name))
  await createTask(ann, project.id, { title: "Late", points: 2, sprint_id: sprint.id })

  await test.step("live, as points and as tasks", async () => {
    await expect(burndown).toContainText("5 points remain of 10 in Refunds; that is 2 more than at the start.")
    await expect(burndown.getByRole("img", { name: "Burndown" })).toBeVisible()
    await burndown.getByRole("button", { name: "Numbers of Burndown" }).click()
    const row = burndown.getByRole("row").nth(1)
    await expect(row.getByRole("cell").first()).toHaveText("10")
    await burndown.getByText("Tasks", { exact: true }).click()
    await expect(row.getByRole("cell")).toHaveText(["3", "1", "2"])
  })

  await test.step("of the project, over the time that is chosen", async () => {
    const flow = page.getByRole("figure", { name: "Cumulative flow" })
    await expect(flow).toContainText("1 task was done in this time")
    await flow.getByRole("button", { name: "To do" }).click()
    await expect(flow.getByRole("button", { name: "To do" })).toHaveAttribute("aria-pressed", "false")
    await page.getByText("90 days").click()
    await flow.getByRole("button", { name: "Numbers of Cumulative flow" }).click()
    await expect(flow.getByRole("row")).toHaveCount(91)
    const cycle = page.getByRole("figure", { name: "Cycle time" })
    await expect(cycle).toContainText("Half of 1 task took at most")
    await cycle.getByRole("button", { name: "Numbers of Cycle time" }).click()
    await expect(cycle.getByRole("row").nth(1)).toContainText(`${retry.key} Retry`)
  })

  await test.step("of one sprint", async () => {
    await ann.call("PATCH", `${at}/tasks/${why.id}`, status("Done"))
    await ann.call("POST", `${at}/sprints/${sprint.id}/complete`, {})
    await expect(page.getByRole("figure", { name: "Velocity" })).toContainText("8 points done on average")
    await page.getByLabel("What to show").selectOption({ label: "Refunds" })
    await expect(burndown).toContainText("2 points remain of 10")
    await expect(page.getByRole("figure", { name: "Cycle time" })).toContainText("1 task was done without")
  })
})
