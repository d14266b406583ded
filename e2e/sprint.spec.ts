import { createTask, createTeam } from "./api.ts"
import { expect, test } from "./fixtures.ts"

test("a sprint is planned, started and completed, and others see it", async ({ origin, openAs }) => {
  const { ann, bob, project } = await createTeam(origin)
  const statuses = await ann.call<{ id: string; name: string }[]>("GET", `/projects/${project.id}/task-statuses`)
  const done = statuses.find(({ name }) => name === "Done")?.id
  const [page, watching] = [await openAs(ann), await openAs(bob)]
  await watching.goto(`/p/${project.id}/sprints`)
  await expect(watching.getByRole("heading", { name: "No sprint yet" })).toBeVisible()
  await page.goto(`/p/${project.id}/board`)
  await page.getByRole("link", { name: "Sprints" }).click()
  const card = page.getByRole("article", { name: "Refunds" })

  await test.step("planned, with a name, a goal and dates that are proposed", async () => {
    await page.getByRole("button", { name: "New sprint" }).click()
    await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Sprint 1")
    await page.getByRole("textbox", { name: "Name" }).fill("Refunds")
    await page.getByRole("textbox", { name: "Goal" }).fill("Refund from the order page")
    await page.getByLabel("Ends").fill("2020-01-01")
    await page.getByLabel("Starts").fill("2020-01-02")
    await page.getByLabel("Ends").fill("2020-01-15")
    await page.getByRole("button", { name: "Plan sprint" }).click()
    await expect(card).toContainText("2 – 15 Jan 2020")
    await expect(watching.getByRole("article", { name: "Refunds" })).toContainText("Nothing is in it yet")
  })

  await test.step("started, after a look at what is in it", async () => {
    const [sprint] = await ann.call<{ id: string }[]>("GET", `/projects/${project.id}/sprints`)
    const inside = { sprint_id: sprint?.id }
    await createTask(ann, project.id, { title: "Retry", points: 5, status_id: done, ...inside })
    await createTask(ann, project.id, { title: "Say why", points: 3, ...inside })
    await createTask(ann, project.id, { title: "Estimate me", ...inside })
    await expect(card).toContainText("3 tasks")
    await card.getByRole("button", { name: "Start…" }).click()
    const dialog = page.getByRole("dialog")
    await expect(dialog).toContainText("1 task has no estimate")
    await dialog.getByRole("button", { name: "Start sprint" }).click()
    await expect(card.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "63")
    await expect(watching.getByRole("list", { name: "Active sprints" })).toContainText("5 of 8 points done")
  })

  await test.step("completed, with its unfinished tasks going to a new one", async () => {
    await card.getByRole("button", { name: "Complete…" }).click()
    const dialog = page.getByRole("dialog")
    await expect(dialog.getByRole("list", { name: "Not finished" }).getByRole("listitem")).toHaveCount(2)
    await dialog.getByLabel("They go to").selectOption({ label: "A new sprint" })
    await dialog.getByLabel("Name of the new sprint").fill("Leftovers")
    await dialog.getByRole("button", { name: "Complete sprint" }).click()
    await expect(page.getByRole("heading", { name: "Retrospective of Refunds" })).toBeVisible()
    await page.getByRole("link", { name: "Sprints" }).click()
    await expect(page.getByRole("list", { name: "Completed sprints" })).toContainText("5 points done, 8 committed")
    await expect(page.getByRole("article", { name: "Leftovers" })).toContainText("2 tasks")
    await expect(watching.getByRole("article", { name: "Leftovers" })).toBeVisible()
  })

  await test.step("changed, and deleted with its tasks going to the backlog", async () => {
    await page.getByRole("button", { name: "More for Leftovers" }).click()
    await page.getByRole("menuitem", { name: "Edit" }).click()
    await page.getByRole("textbox", { name: "Name" }).fill("What is left")
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByRole("button", { name: "More for What is left" }).click()
    await page.getByRole("menuitem", { name: "Delete" }).click()
    await expect(page.getByRole("dialog")).toContainText("Its 2 tasks are not lost")
    await page.getByRole("dialog").getByRole("button", { name: "Delete sprint" }).click()
    await expect(page.getByRole("article", { name: "What is left" })).toHaveCount(0)
    // The card is gone before the server has said so.
    const left = async () => {
      const path = `/projects/${project.id}/tasks?sprint_id=null`
      return (await ann.call<{ items: { title: string }[] }>("GET", path)).items.map(({ title }) => title)
    }
    await expect.poll(left).toEqual(["Say why", "Estimate me"])
  })
})
