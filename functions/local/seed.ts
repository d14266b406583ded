import * as z from "zod"

/**
 * Fills a new installation with the demo workspace, through the same HTTP API that everybody uses. Its last line of
 * output is the demo sign-in. The people in it are made up.
 */
const origin = z.url().parse(process.env.PACA_API_URL)

const PASSWORD = "come-and-look-around"
const people = [
  { name: "Mara Oduya", email: "mara@demo.paca.localhost" },
  { name: "Jonas Tveit", email: "jonas@demo.paca.localhost" },
  { name: "Aiko Kealoha", email: "aiko@demo.paca.localhost" },
]

type Cookie = string

const Envelope = z.object({ success: z.boolean(), data: z.unknown(), error: z.string().optional() })

/** One call as somebody. @throws with the API's own sentence */
async function call(cookie: Cookie, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: { cookie, origin: new URL(process.env.APP_URL ?? origin).origin, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (response.status === 204) return undefined
  const answer = Envelope.parse(await response.json())
  if (!answer.success) throw new Error(`${method} ${path}: ${answer.error}`)
  return answer.data
}

const Named = z.object({ id: z.string(), name: z.string() })
const Id = z.object({ id: z.string() })

async function auth(path: string, person: (typeof people)[number]): Promise<Response> {
  const response = await fetch(`${origin}/api/v1/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(process.env.APP_URL ?? origin).origin },
    body: JSON.stringify({ ...person, password: PASSWORD }),
  })
  if (!response.ok) throw new Error(`${path} for ${person.email}: ${await response.text()}`)
  return response
}

async function signUp(person: (typeof people)[number]): Promise<Cookie> {
  await auth("/sign-up/email", person)
  const response = await auth("/sign-in/email", person)
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ")
}

type Sample = {
  title: string
  status: string
  type?: string
  priority?: string
  points?: number
  tags?: string[]
  who?: number[]
  due?: number
  description?: string
}

const samples: Sample[] = [
  {
    title: "Refund from the order page",
    status: "In Progress",
    type: "Story",
    priority: "high",
    points: 5,
    tags: ["refunds"],
    who: [0],
    description:
      "Support refunds an order without opening the provider's console.\n\n- [x] Amount defaults to what is left\n- [ ] `POST /refunds` is idempotent\n- [ ] The customer is told the same minute\n\n```gherkin\nGiven an order paid with a card\nWhen support refunds half of it\nThen the customer is told the same minute\n```",
  },
  {
    title: "Partial refund keeps the tax right",
    status: "To Do",
    type: "Bug",
    priority: "highest",
    points: 3,
    tags: ["tax", "refunds"],
    who: [2],
    due: 2,
  },
  { title: "Say why a refund was refused", status: "To Do", points: 2, tags: ["copy"], who: [0] },
  { title: "Audit who refunded what", status: "In Progress", priority: "medium", points: 3, tags: ["audit"], who: [1] },
  {
    title: "Retry provider time-outs without paying twice",
    status: "In Review",
    type: "Bug",
    priority: "high",
    points: 8,
    tags: ["payments"],
    who: [1, 2],
  },
  { title: "Show refund state on the order", status: "Done", type: "Story", points: 2, tags: ["refunds"], who: [0] },
  { title: "Refund e-mail in the customer's language", status: "Done", points: 1, tags: ["copy"], who: [2] },
  { title: "Export refunds for bookkeeping", status: "Backlog", points: 5, tags: ["export"] },
  {
    title: "Warn before refunding a disputed order",
    status: "Backlog",
    type: "Story",
    points: 3,
    tags: ["refunds", "risk"],
  },
  {
    title: "Measure how long a refund takes end to end",
    status: "Backlog",
    priority: "low",
    points: 2,
    tags: ["metrics"],
  },
]

const day = (fromNow: number) => new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10)

async function main(): Promise<void> {
  const cookies: Cookie[] = []
  for (const person of people) cookies.push(await signUp(person))
  const [mara = "", ...others] = cookies
  const workspace = Id.parse(await call(mara, "POST", "/workspaces", { name: "Northwind" }))
  const project = Id.parse(
    await call(mara, "POST", "/projects", {
      workspace_id: workspace.id,
      name: "Checkout",
      prefix: "CHK",
      description: "Refunds without leaving the order page",
    }),
  )
  for (const [index, cookie] of others.entries()) {
    const invitation = z.object({ token_url: z.string() }).parse(
      await call(mara, "POST", `/workspaces/${workspace.id}/invitations`, {
        email: people[index + 1]?.email,
        role: "member",
        project_id: project.id,
      }),
    )
    await call(cookie, "POST", `/invitations/${invitation.token_url.split("/").at(-1)}/accept`, {})
  }
  const at = `/projects/${project.id}`
  const agent = z.object({ member_id: z.string() }).parse(
    await call(mara, "POST", `${at}/agents`, {
      name: "Demo",
      handle: "demo",
      provider: "demo",
      prompt: "Take the task, do what it asks, and say what you did.",
    }),
  )
  const list = async (what: string) =>
    new Map(
      z
        .array(Named)
        .parse(await call(mara, "GET", `${at}/${what}`))
        .map((row) => [row.name, row.id]),
    )
  const [statuses, types, members] = [await list("task-statuses"), await list("task-types"), await list("members")]
  const who = (index: number) => members.get(people[index]?.name ?? "")
  const sprint = (fields: object) => call(mara, "POST", `${at}/sprints`, fields)
  const first = Id.parse(
    await sprint({
      name: "Sprint 1",
      goal: "Support refunds an order without leaving its page",
      start_date: day(-3),
      end_date: day(10),
    }),
  )
  await sprint({ name: "Sprint 2", goal: "Bookkeeping gets what it needs", start_date: day(11), end_date: day(24) })
  const made: string[] = []
  for (const sample of samples) {
    const { id } = Id.parse(
      await call(mara, "POST", `${at}/tasks`, {
        title: sample.title,
        description: sample.description,
        status_id: statuses.get(sample.status),
        task_type_id: types.get(sample.type ?? "Task"),
        priority: sample.priority,
        points: sample.points,
        tags: sample.tags,
        assignee_ids: sample.who?.map(who),
        sprint_id: sample.status === "Backlog" ? null : first.id,
        ...(sample.due !== undefined && { due_date: day(sample.due) }),
      }),
    )
    made.push(id)
  }
  await call(mara, "POST", `${at}/sprints/${first.id}/start`)
  await call(others[0] ?? mara, "POST", `${at}/tasks/${made[0]}/activities/comments`, {
    text: "The provider lets us refund for 180 days. After that the button should say so instead of failing.",
  })
  const { id } = Id.parse(
    await call(mara, "POST", `${at}/tasks`, {
      title: "Say hello: what can an agent do here?",
      description: "This task is assigned to a scripted agent (no LLM). Watch it work, then mention it in a comment.",
      task_type_id: types.get("Task"),
      status_id: statuses.get("To Do"),
      points: 1,
      tags: ["welcome"],
    }),
  )
  await call(mara, "PATCH", `${at}/tasks/${id}`, { assignee_ids: [agent.member_id] })
  console.log(JSON.stringify({ email: people[0]?.email, password: PASSWORD }))
}

await main()
