import { createProject, createTask, createTeam } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"

test("a team looks back at a sprint: the facts, what it says, and tasks of what it decides", async ({
  origin,
  openAs,
}) => {
  const { ann, bob, project } = await createTeam(origin)
  const at = `/projects/${project.id}`
  const statuses = await ann.call<{ id: string; name: string }[]>("GET", `${at}/task-statuses`)
  const members = await ann.call<{ id: string; name: string }[]>("GET", `${at}/members`)
  const bobs = members.flatMap(({ id, name }) => (name === "Bob Berg" ? [id] : []))
  const move = (task: { id: string }, name: string) =>
    ann.call("PATCH", `${at}/tasks/${task.id}`, { status_id: statuses.find((each) => each.name === name)?.id })
  const sprint = await ann.call<{ id: string }>("POST", `${at}/sprints`, { name: "Refunds", goal: "Refund quickly" })
  const inside = { sprint_id: sprint.id }
  const retry = await createTask(ann, project.id, { title: "Retry", points: 5, assignee_ids: bobs, ...inside })
  await createTask(ann, project.id, { title: "Say why", points: 3, ...inside })
  await ann.call("POST", `${at}/sprints/${sprint.id}/start`)
  await createTask(ann, project.id, { title: "Late", points: 2, ...inside })
  for (const name of ["In Progress", "Done", "In Progress", "Done"]) await move(retry, name)
  await ann.call("POST", `${at}/sprints/${sprint.id}/complete`, {})
  await ann.call("POST", `${at}/sprints`, { name: "Next" })

  const [page, watching] = [await openAs(ann), await openAs(bob)]
  await page.goto(`/p/${project.id}/sprints`)
  await page.getByRole("link", { name: "Look back at Refunds" }).click()
  const url = page.url()
  await watching.goto(url)
  const outcome = page.getByLabel("Outcome")
  await expect(outcome).toContainText(
    /Committed8 pointsin 2 tasks.*Added later2 pointsin 1 task.*Done5 pointsin 1 task/,
  )
  await expect(page.getByRole("list", { name: "Done by each member" })).toContainText("Bob Berg1 task, 5 points")
  await expect(page.getByRole("list", { name: "Carried over" }).getByRole("listitem")).toHaveCount(2)
  await expect(page.getByRole("list", { name: "Reopened" })).toContainText("Retry1 time")

  await test.step("what is decided becomes a task, which others see", async () => {
    await page.getByLabel("What to change", { exact: true }).fill("Pair on the riskiest task")
    await page.getByLabel("Who", { exact: true }).selectOption({ label: "Bob Berg" })
    await expect(page.getByLabel("When", { exact: true })).toHaveValue(/.+/)
    await page.getByRole("button", { name: "Add action" }).click()
    const actions = (of: typeof page) => of.getByRole("list", { name: "Actions" })
    await expect(actions(page)).toContainText("Pair on the riskiest taskopen")
    await expect(actions(watching)).toContainText("Pair on the riskiest task")
    await page.getByRole("link", { name: "Sprints" }).click()
    await expect(page.getByRole("article", { name: "Next" })).toContainText("1 task")
  })

  await test.step("what is said is written down in a document that has the facts", async () => {
    await page.goto(url)
    await page.getByRole("button", { name: "Open the document" }).click()
    await expect(page.getByRole("heading", { name: "What went well" })).toBeVisible()
    await expect(page.getByText("Committed: 8 points in 2 tasks")).toBeVisible()
    await expect(page.getByText("Refund quickly")).toBeVisible()
  })
})

test("a sprint that has not started has nothing to look back at", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const sprint = await ann.call<{ id: string }>("POST", `/projects/${project.id}/sprints`, { name: "Next" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/sprints/${sprint.id}/retrospective`)
  await expect(page.getByRole("heading", { name: "This sprint has not started" })).toBeVisible()
})
