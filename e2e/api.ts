/** The product's HTTP API as one person, for setting a scene. What a test is about is done in the browser. */
export type Person = {
  name: string
  email: string
  password: string
  cookie: string
  call: <T>(method: string, path: string, body?: object | FormData) => Promise<T>
}

export async function signUp(origin: string, name: string): Promise<Person> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}.${Math.random().toString(36).slice(2, 8)}@example.test`
  const password = "correct horse battery"
  const auth = async (path: string) => {
    const response = await fetch(`${origin}/api/v1/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ name, email, password }),
    })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return response
  }
  await auth("/sign-up/email")
  const response = await auth("/sign-in/email")
  const cookie = response.headers
    .getSetCookie()
    .map((pair) => pair.split(";")[0])
    .join("; ")
  const call = async <T>(method: string, path: string, body?: object | FormData): Promise<T> => {
    const form = body instanceof FormData
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { cookie, origin, ...(body && !form && { "content-type": "application/json" }) },
      ...(body && { body: form ? body : JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? (undefined as T) : ((await answer.json()) as { data: T }).data
  }
  return { name, email, password, cookie, call }
}

/** A workspace with one project. */
export async function createProject(person: Person, prefix = "PLN"): Promise<{ workspace_id: string; id: string }> {
  const workspace = await person.call<{ id: string }>("POST", "/workspaces", { name: `Northwind ${prefix}` })
  const project = await person.call<{ id: string }>("POST", "/projects", {
    workspace_id: workspace.id,
    name: "Plane",
    prefix,
  })
  return { workspace_id: workspace.id, id: project.id }
}

/** Imports a CSV and waits, at most a minute, until it is done. */
export async function importCsv(
  person: Person,
  projectId: string,
  csv: string,
): Promise<{ status: string; created: number }> {
  const form = new FormData()
  form.set("file", new File([csv], "backlog.csv", { type: "text/csv" }))
  const started = await person.call<{ id: string }>("POST", `/projects/${projectId}/imports`, form)
  for (let wait = 0; wait < 300; wait++) {
    const now = await person.call<{ status: string; created: number }>(
      "GET",
      `/projects/${projectId}/imports/${started.id}`,
    )
    if (now.status !== "pending" && now.status !== "processing") return now
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error("The import did not end within a minute.")
}

/** Makes `guest` a member of the owner's project, by invitation. */
export async function inviteAndJoin(
  owner: Person,
  guest: Person,
  project: { workspace_id: string; id: string },
): Promise<void> {
  const { token_url } = await owner.call<{ token_url: string }>(
    "POST",
    `/workspaces/${project.workspace_id}/invitations`,
    {
      email: guest.email,
      project_id: project.id,
    },
  )
  await guest.call("POST", `/invitations/${token_url.split("/").at(-1)}/accept`, {})
}

/** Two people of one project, the first of whom made it. */
export async function createTeam(origin: string) {
  const [ann, bob] = [await signUp(origin, "Ann Abara"), await signUp(origin, "Bob Berg")]
  const project = await createProject(ann)
  await inviteAndJoin(ann, bob, project)
  return { ann, bob, project }
}

/** Creates a task and answers its key. */
export async function createTask(
  person: Person,
  projectId: string,
  fields: object,
): Promise<{ id: string; key: string }> {
  return person.call("POST", `/projects/${projectId}/tasks`, fields)
}
