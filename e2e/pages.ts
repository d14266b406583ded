import { createProject, createTask, type Person } from "./api.ts"

const TABS = ["general", "types", "statuses", "fields", "roles", "data", "danger"]

/** A project with something of everything in it, and the address of every page of the product that shows it. */
export async function everyPage(person: Person): Promise<{ project: { id: string }; paths: string[] }> {
  const project = await createProject(person)
  const api = <T = { id: string }>(method: string, path: string, body?: object) =>
    person.call<T>(method, `/projects/${project.id}${path}`, body)
  const parent = await createTask(person, project.id, { title: "A larger thing", points: 5, tags: ["billing"] })
  const task = await createTask(person, project.id, {
    title: "Small screen",
    parent_task_id: parent.id,
    description: "**Bold** and `code`\n\n- [ ] a box\n\n| a | b |\n| - | - |\n| 1 | 2 |",
    priority: "high",
    due_date: "2030-01-31",
  })
  await api("POST", `/tasks/${task.id}/activities/comments`, { text: "Have a look at **this**." })
  await api("POST", `/tasks/${task.id}/bdd-scenarios`, {
    title: "A discount",
    given: "a cart",
    when: "a code is used",
    then: "it costs less",
  })
  await api("POST", `/tasks/${task.id}/links`, { target_task_id: parent.id, type: "blocks" })
  await api("POST", `/tasks/${task.id}/time-logs`, { minutes: 30, day: "2030-01-15" })
  const doc = await api("POST", "/docs", { title: "How we work", content: `# Rules\n\nSee ${task.key}.` })
  await api("POST", "/custom-fields", { name: "Severity", type: "select", options: ["Minor", "Major"] })
  await api("POST", "/sprints", { name: "First sprint" })
  const agent = await api("POST", "/agents", {
    name: "Demo",
    handle: "demo",
    provider: "demo",
    prompt: "Be **brief**.",
  })
  const chat = await api("POST", `/agents/${agent.id}/chat-sessions`, { text: "What is *open*?" })
  await person.call("POST", "/users/me/api-keys", { name: "My scripts" })
  const at = `/p/${project.id}`
  const workspace = `/w/${project.workspace_id}/settings`
  const paths = [
    "/account",
    "/inbox",
    "/search?q=small",
    "/new-project",
    "/new-workspace",
    `${at}/board`,
    `${at}/timeline`,
    `${at}/board?task=${task.key}`,
    `${at}/tasks/${task.key.split("-")[1]}`,
    `${at}/docs`,
    `${at}/docs/${doc.id}`,
    ...["agents", "team", "import", "conversations"].map((name) => `${at}/${name}`),
    ...["", "?tab=instructions", "?tab=settings", "/chat", `/chat?chat=${chat.id}`].map(
      (rest) => `${at}/agents/${agent.id}${rest}`,
    ),
    `${at}/conversations/${chat.id}`,
    ...TABS.map((tab) => `${at}/settings?tab=${tab}`),
    ...["", "?tab=people", "?tab=usage"].map((tab) => `${workspace}${tab}`),
  ]
  return { project, paths }
}

/** Pages for people who are not signed in. */
export const strangersPages = ["/sign-in", "/sign-up", "/forgot-password", "/reset-password?token=none"]
