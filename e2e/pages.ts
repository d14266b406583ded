import { createProject, createTask, type Person } from "./api.ts"

/** As the names of imported things often are: too long for a line, and without a place to break it. */
const LONG = "A name that is far too long for one line of a phone, as the names of imported tasks often are"
const WORDLESS = LONG.replaceAll(" ", "-").slice(0, 60)

const TABS = ["general", "types", "statuses", "fields", "roles", "data", "danger"]

/** A project with something of everything in it, and the address of every page of the product that shows it. */
export async function everyPage(person: Person) {
  const project = await createProject(person)
  const api = <T = { id: string }>(method: string, path: string, body?: object) =>
    person.call<T>(method, `/projects/${project.id}${path}`, body)
  const parent = await createTask(person, project.id, { title: LONG, points: 5, tags: ["billing"] })
  const task = await createTask(person, project.id, {
    title: "Small screen",
    parent_task_id: parent.id,
    description: `**Bold** and \`code\` ${WORDLESS}\n\n- [ ] a box\n\n\`\`\`ts\n// about\nconst a: Map = new Map(1, 'b', /c/)\n\`\`\`\n\n| a | b |\n| - | - |\n| 1 | 2 |`,
    priority: "high",
    due_date: "2030-01-31",
    assignee_ids: [(await api<{ id: string }[]>("GET", "/members"))[0]?.id],
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
  await api("POST", "/task-statuses", { name: WORDLESS, category: "todo" })
  await api("POST", "/task-types", { name: WORDLESS })
  await api("POST", "/custom-fields", { name: WORDLESS, type: "select", options: [WORDLESS] })
  await api("POST", "/roles", { name: WORDLESS, actions: ["tasks:read"] })
  const sprint = await api("POST", "/sprints", { name: WORDLESS, goal: LONG })
  await createTask(person, project.id, { title: WORDLESS, points: 3, sprint_id: sprint.id })
  await api("POST", `/sprints/${sprint.id}/start`)
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
    "/my-tasks",
    "/search?q=small",
    "/new-project",
    "/new-workspace",
    ...["board", "backlog", "timeline", "sprints", "planning", "insights"].map((name) => `${at}/${name}`),
    `${at}/sprints/${sprint.id}`,
    `${at}/sprints/${sprint.id}/retrospective`,
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
  return { project, task, paths }
}

/** Pages for people who are not signed in. */
export const strangersPages = ["/sign-in", "/sign-up", "/forgot-password", "/reset-password?token=none"]
