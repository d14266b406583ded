import { createProject, createTask, inviteAndJoin } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"

test("an agent is made step by step, gets other instructions, rests and leaves", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Archer")
  const project = await createProject(ann)
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/agents`)

  await test.step("a template gives it a name and instructions", async () => {
    await page.getByRole("button", { name: "New agent" }).first().click()
    const dialog = page.getByRole("dialog", { name: "New agent" })
    await dialog.getByText("Tester", { exact: true }).click()
    await dialog.getByRole("button", { name: "Next" }).click()
    await expect(dialog.getByLabel("Name")).toHaveValue("Tess")
    await expect(dialog.getByLabel("Instructions")).toHaveValue(/BDD scenarios/)
    await dialog.getByLabel("Name").fill("Tessa")
    await expect(dialog.getByLabel("Handle")).toHaveValue("tessa")
    await dialog.getByRole("button", { name: "Next" }).click()
  })

  await test.step("a server that does not answer is told before the agent is made", async () => {
    const dialog = page.getByRole("dialog", { name: "New agent" })
    await dialog.getByLabel("Model provider").selectOption("openai-compatible")
    await dialog.getByLabel("Base URL").fill("http://localhost:9/v1")
    await dialog.getByRole("button", { name: "Test the connection" }).click()
    await expect(dialog.getByRole("status")).toContainText("did not answer")
    await dialog.getByLabel("Model provider").selectOption("demo")
    await dialog.getByLabel("Role").selectOption({ label: "Viewer" })
    await expect(dialog.getByRole("list", { name: "What Viewer may do" })).toContainText("Write comments (not allowed)")
    await dialog.getByRole("button", { name: "Create agent" }).click()
    await expect(page.getByRole("heading", { level: 1, name: "Tessa" })).toBeVisible()
  })

  await test.step("its role and its instructions can be changed", async () => {
    await page.getByLabel("Role").selectOption({ label: "Editor" })
    await expect(page.getByRole("list", { name: "What Editor may do" })).toBeVisible()
    await page.getByRole("link", { name: "Instructions" }).click()
    await page.getByRole("textbox", { name: "Instructions" }).fill("Be brief.")
    await page.getByRole("button", { name: "Save" }).click()
    await expect(page.getByText("It counts from the next thing it takes up.")).toBeVisible()
  })

  await test.step("suspended, it takes nothing up", async () => {
    await page.getByRole("link", { name: "Settings", exact: true }).last().click()
    await page.getByRole("button", { name: "Suspend" }).click()
    await expect(page.getByRole("button", { name: "Let it work" })).toBeVisible()
    await expect(page.getByRole("link", { name: "Chat" })).toHaveCount(0)
    await page.getByRole("button", { name: "Let it work" }).click()
    await expect(page.getByRole("link", { name: "Chat" })).toBeVisible()
  })

  await test.step("removed, it is gone from the team", async () => {
    await page.getByRole("button", { name: "Remove" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click()
    await expect(page.getByRole("heading", { name: "No agent in this team yet" })).toBeVisible()
  })
})

test("a chat goes on turn by turn, live for who watches, and is found again", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Archer")
  const ben = await signUp(origin, "Ben Brandt")
  const project = await createProject(ann)
  await inviteAndJoin(ann, ben, project)
  await createTask(ann, project.id, { title: "Paint the door" })
  await ann.call("POST", `/projects/${project.id}/agents`, { name: "Demo", handle: "demo", provider: "demo" })
  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/agents`)
  await page.getByRole("link", { name: "Chat with Demo" }).click()
  await page.getByRole("button", { name: "What is on the board right now?" }).click()
  await expect(page.getByRole("list", { name: "Steps" })).toContainText("such as PLN-1 Paint the door")

  const other = await openAs(ben)
  await other.goto(page.url())
  await expect(other.getByRole("list", { name: "Steps" })).toContainText("Paint the door")
  const field = page.getByLabel("Message Demo")
  await field.fill("And who")
  await field.press("Shift+Enter")
  await field.pressSequentially("works on it?")
  await expect(field).toHaveValue("And who\nworks on it?")
  await field.press("Enter")
  await expect(field).toHaveValue("")
  await expect(other.getByRole("list", { name: "Steps" })).toContainText("You asked: “And who works on it?”")
  await expect(page.getByRole("list", { name: "Steps" })).toContainText("You asked: “And who works on it?”")

  await page.getByRole("link", { name: "New chat" }).click()
  await expect(page.getByRole("heading", { name: "Chat with Demo" })).toBeVisible()
  await page.getByRole("navigation", { name: "Chats" }).getByRole("link").click()
  await expect(page.getByRole("list", { name: "Steps" })).toContainText("Paint the door")
})

test("conversations are filtered, say how they ended, and are started again", async ({ origin, openAs }) => {
  const ann = await signUp(origin, "Ann Archer")
  const project = await createProject(ann)
  const at = `/projects/${project.id}`
  const demo = { name: "Demo", handle: "demo", provider: "demo" }
  const broken = {
    name: "Mute",
    handle: "mute",
    provider: "openai-compatible",
    model: "m",
    base_url: "http://localhost:9",
  }
  const first = await ann.call<{ member_id: string }>("POST", `${at}/agents`, demo)
  const second = await ann.call<{ member_id: string }>("POST", `${at}/agents`, broken)
  await createTask(ann, project.id, { title: "Paint the door", assignee_ids: [first.member_id] })
  const other = await createTask(ann, project.id, { title: "Oil the hinge" })
  await ann.call("PATCH", `${at}/tasks/${other.id}`, { assignee_ids: [second.member_id] })
  const [found] = (await ann.call<{ items: { id: string }[] }>("GET", `${at}/conversations?task_id=${other.id}`)).items
  await ann.call("POST", `${at}/conversations/${found?.id}/stop`)

  const page = await openAs(ann)
  await page.goto(`/p/${project.id}/conversations`)
  const list = page.getByRole("list", { name: "Conversations" })
  await expect(list.getByRole("listitem")).toHaveCount(2)
  await expect(list.getByText("Demo finished")).toBeVisible()
  await page.getByLabel("Status").selectOption({ label: "Stopped" })
  await expect(list.getByRole("listitem")).toHaveCount(1)
  await expect(list).toContainText("Assigned by Ann Archer")
  await page.getByLabel("Cause").selectOption({ label: "Mentioned" })
  await expect(page.getByRole("heading", { name: "No conversation like that" })).toBeVisible()
  await page.getByLabel("Cause").selectOption({ label: "Any cause" })
  await list.getByRole("link", { name: /Mute was stopped/ }).click()
  await expect(page.getByText("Stopped by Ann Archer.")).toBeVisible()
  await page.getByRole("button", { name: "Start again" }).click()
  await expect(page).not.toHaveURL(new RegExp(found?.id ?? "none"))
  await expect(page.getByRole("region", { name: /Mute/ })).toBeVisible()
  await page.getByRole("button", { name: "Stop", exact: true }).click()
  await expect(page.getByText("Stopped by Ann Archer.")).toBeVisible()
})
