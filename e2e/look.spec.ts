import type { Page } from "@playwright/test"
import { createProject, createTask } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"

/**
 * How the product looks: key states in the light, in the dark and on a phone, compared with pictures that were looked at
 * by eye (`e2e/screenshots`). After a change that is meant: `npx playwright test --config e2e/playwright.config.ts look -u`,
 * and look at what changed.
 */

/** The same project each time, with something of everything. Nothing in it depends on the day. */
async function buildScene(origin: string) {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const at = `/projects/${project.id}`
  const call = <T = { id: string }>(method: string, path: string, body?: object) =>
    ann.call<T>(method, `${at}${path}`, body)
  const statuses = await call<{ id: string; name: string }[]>("GET", "/task-statuses")
  const status = (name: string) => statuses.find((each) => each.name === name)?.id
  const members = await call<{ id: string; name: string }[]>("GET", "/members")
  const me = members[0]?.id ?? ""
  const agent = await call<{ id: string; member_id: string }>("POST", "/agents", {
    name: "Robin",
    handle: "robin",
    provider: "demo",
    prompt: "You review refunds. Be brief, and name the order.",
  })
  const sprint = await call("POST", "/sprints", { name: "Refunds", goal: "Nobody waits for their money." })
  const titles = [
    ["Refund an order in parts", "To Do", "highest", 5],
    ["Say why a refund was refused", "To Do", "medium", 3],
    ["Retry a payout that bounced", "In Progress", "high", 8],
    ["Show the refund's way to the bank", "In Progress", "low", 2],
    ["Let couriers see what came back", "In Review", "medium", 3],
    ["Round cents the same way everywhere", "Done", "lowest", 1],
  ] as const
  const tasks = []
  for (const [title, state, priority, points] of titles) {
    const fields = { title, status_id: status(state), priority, points, sprint_id: sprint.id, tags: ["payments"] }
    tasks.push(await createTask(ann, project.id, { ...fields, assignee_ids: tasks.length % 2 ? [me] : [] }))
  }
  for (const title of ["Refunds in other currencies", "A letter for each refund", "Ask why things come back"])
    await createTask(ann, project.id, { title, points: 3, priority: "low" })
  const [first] = tasks
  if (!first) throw new Error("There is no task.")
  await call("PATCH", `/tasks/${first.id}`, {
    description:
      "A customer sends back **two of five** things.\n\n- [x] the sum\n- [ ] the tax\n\n| Item | Refund |\n| - | - |\n| Lamp | 20 € |\n\n```ts\nconst part = items.filter(isBack)\n```",
  })
  await createTask(ann, project.id, { title: "The sum of a part", parent_task_id: first.id, points: 2 })
  await call("POST", `/tasks/${first.id}/links`, { target_task_id: tasks[2]?.id, type: "blocks" })
  await call("POST", `/tasks/${first.id}/bdd-scenarios`, {
    title: "Two of five things",
    given: "an order of five things",
    when: "two of them come back",
    then: "their price is paid back",
  })
  await call("POST", `/tasks/${first.id}/activities/comments`, { text: "The tax is a question for **Robin**." })
  const folder = await call("POST", "/docs/folders", { name: "Rules" })
  const doc = await call("POST", "/docs", {
    title: "How we refund",
    folder_id: folder.id,
    content: `# How we refund\n\nWithin **14 days**, as in ${first.key}.\n\n1. Look at the order\n2. Ask no questions\n\n> Money first, reasons later.`,
  })
  await call("POST", "/docs", { title: "Words we use", content: "Refund, payout, chargeback." })
  return { ann, project, agent, first, doc, sprint }
}

/** Where it is this moment in pages that draw days. */
const MOMENT = new Date("2031-03-12T10:00:00Z")

/** A plan of March 2031, of somebody else: the other pictures do not show it. */
async function buildPlan(origin: string) {
  const kim = await signUp(origin, "Kim Kessler")
  const project = await createProject(kim, "FAIR")
  const at = `/projects/${project.id}`
  const [me] = await kim.call<{ id: string }[]>("GET", `${at}/members`)
  const statuses = await kim.call<{ id: string; name: string }[]>("GET", `${at}/task-statuses`)
  const status = (name: string) => statuses.find((each) => each.name === name)?.id
  const days = (start: number, due: number) => ({
    start_date: `2031-03-${String(start).padStart(2, "0")}`,
    due_date: `2031-03-${String(due).padStart(2, "0")}`,
  })
  const assignee_ids = [me?.id]
  const booth = await createTask(kim, project.id, {
    title: "Build the booth",
    status_id: status("In Progress"),
    priority: "high",
    points: 8,
    assignee_ids,
    ...days(3, 14),
  })
  const talk = await createTask(kim, project.id, {
    title: "Prepare the talk",
    points: 3,
    assignee_ids,
    ...days(17, 21),
  })
  await createTask(kim, project.id, { title: "Book the train", status_id: status("Done"), ...days(10, 10) })
  await createTask(kim, project.id, { title: "Print leaflets", priority: "low" })
  await kim.call("POST", `${at}/tasks/${booth.id}/links`, { target_task_id: talk.id, type: "blocks" })
  const view = (layout: string) =>
    kim.call<{ id: string }>("POST", `${at}/views`, { name: `Fair ${layout}`, context: "timeline", layout })
  return { kim, project, roadmap: await view("roadmap"), calendar: await view("calendar") }
}

type Scene = Awaited<ReturnType<typeof buildScene>> & { plan: Awaited<ReturnType<typeof buildPlan>> }
type State = {
  name: string
  path: (scene: Scene) => string
  /** Whether it is the plan of March 2031, and that month. */
  planned?: boolean
  /** What is done on the page before it is looked at. */
  then?: (page: Page) => Promise<void>
  signedOut?: boolean
}

const at = (path: string) => (scene: Scene) => `/p/${scene.project.id}${path}`

const states: State[] = [
  { name: "sign-in", path: () => "/sign-in", signedOut: true },
  { name: "sign-up", path: () => "/sign-up", signedOut: true },
  { name: "forgot-password", path: () => "/forgot-password", signedOut: true },
  { name: "not-found", path: () => "/nowhere", signedOut: true },
  { name: "new-project", path: () => "/new-project" },
  { name: "board", path: at("/board") },
  {
    name: "palette",
    path: at("/board"),
    then: async (page) => {
      await page.keyboard.press("ControlOrMeta+k")
      await expect(page.getByRole("dialog")).toBeVisible()
    },
  },
  {
    name: "keyboard-help",
    path: at("/board"),
    then: async (page) => {
      await page.keyboard.press("?")
      await expect(page.getByRole("dialog")).toBeVisible()
    },
  },
  { name: "task-panel", path: ({ project, first }) => `/p/${project.id}/board?task=${first.key}` },
  { name: "task-page", path: ({ project, first }) => `/p/${project.id}/tasks/${first.key.split("-")[1]}` },
  { name: "backlog", path: at("/backlog") },
  { name: "planning", path: at("/planning") },
  { name: "sprints", path: at("/sprints") },
  { name: "documents", path: at("/docs") },
  { name: "document", path: ({ project, doc }) => `/p/${project.id}/docs/${doc.id}` },
  { name: "agents", path: at("/agents") },
  { name: "agent", path: ({ project, agent }) => `/p/${project.id}/agents/${agent.id}?tab=instructions` },
  { name: "chat", path: ({ project, agent }) => `/p/${project.id}/agents/${agent.id}/chat` },
  { name: "conversations", path: at("/conversations") },
  { name: "search", path: () => "/search?q=refund" },
  { name: "inbox", path: () => "/inbox" },
  { name: "team", path: at("/team") },
  { name: "settings-statuses", path: at("/settings?tab=statuses") },
  { name: "settings-roles", path: at("/settings?tab=roles") },
  { name: "import", path: at("/import") },
  { name: "roadmap", path: ({ plan }) => `/p/${plan.project.id}/timeline?view=${plan.roadmap.id}`, planned: true },
  { name: "calendar", path: ({ plan }) => `/p/${plan.project.id}/timeline?view=${plan.calendar.id}`, planned: true },
  { name: "my-tasks", path: () => "/my-tasks", planned: true },
  { name: "workspace", path: ({ project }) => `/w/${project.workspace_id}/settings?tab=people` },
]

let scene: Scene
test.beforeAll(async ({ origin }) => {
  scene = { ...(await buildScene(origin)), plan: await buildPlan(origin) }
})

const looks = [
  { name: "light", colorScheme: "light", width: 1280, height: 800 },
  { name: "dark", colorScheme: "dark", width: 1280, height: 800 },
  { name: "phone", colorScheme: "light", width: 390, height: 800 },
] as const

/** What is another each time: when something happened, and addresses that nobody else has. */
const changing = (page: Page) => [
  page.locator("time"),
  page.getByText(/@example\.test/),
  page.getByText(/^\d+ (min|s)$/),
]

for (const { name, path, then, signedOut, planned } of states) {
  test(`${name} looks as it should`, async ({ openAs, openFresh }) => {
    const page = signedOut ? await openFresh() : await openAs(planned ? scene.plan.kim : scene.ann)
    if (planned) await page.clock.setFixedTime(MOMENT)
    for (const { name: look, colorScheme, ...size } of looks) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      await page.goto(path(scene))
      await expect(page.getByRole("heading").first()).toBeVisible()
      await page.waitForLoadState("networkidle")
      await then?.(page)
      await expect(page).toHaveScreenshot(`${name}-${look}.png`, {
        mask: changing(page),
        maskColor: "#888888",
        animations: "disabled",
        caret: "hide",
        // Letters may lie a fraction of a pixel beside where they were.
        maxDiffPixels: 100,
      })
    }
  })
}
