import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/**
 * `npm run mutations`: takes one rule at a time out of a copy of the code, and asks of the named test that it fails. A
 * test of access that stays green without the rule would prove nothing.
 */
const ROOT = fileURLToPath(new URL("../../..", import.meta.url))

type Mutation = {
  rule: string
  file: string
  /** Text that stands exactly once in the file, and what stands there without the rule. */
  from: string
  to: string
  /** The test that must fail; `only` is a part of the names of its cases. */
  test: string
  only?: string
}

const permissions = "functions/api/permissions.test.ts"
const crossTenant = "functions/api/cross-tenant.test.ts"
const fuzz = "functions/api/fuzz.test.ts"

const mutations: Mutation[] = [
  {
    rule: "an action that is not held is refused",
    file: "functions/core/access/access.ts",
    from: "if (!holds(access.held, action)) {",
    to: "if (access.held.length < 0) {",
    test: permissions,
    only: "POST /projects/:projectId/tasks needs",
  },
  {
    rule: "a narrowed key holds no more than it names",
    file: "functions/core/access/access.ts",
    from: "if (!limit) return held",
    to: "if (limit || !limit) return held",
    test: permissions,
    only: "POST /projects/:projectId/tasks needs",
  },
  {
    rule: "who was removed from a project is no member of it",
    file: "functions/core/access/access.ts",
    from: "isNull(projectMember.removed_at),",
    to: "",
    test: permissions,
    only: "GET /projects/:projectId/tasks needs",
  },
  {
    rule: "a conversation's rights end with it",
    file: "functions/core/access/access.ts",
    from: "const granted = row.alive",
    to: "const granted = row.alive || true",
    test: permissions,
    only: "GET /projects/:projectId/tasks needs",
  },
  {
    rule: "a suspended person's key is no good",
    file: "functions/core/access/api-key.ts",
    from: "and(eq(user.id, apiKey.user_id), isNull(user.suspended_at))",
    to: "eq(user.id, apiKey.user_id)",
    test: permissions,
    only: "GET /projects/:projectId/tasks needs",
  },
  {
    rule: "a revoked key is no good",
    file: "functions/core/access/api-key.ts",
    from: "isNull(apiKey.revoked_at),\n        or(",
    to: "or(",
    test: permissions,
    only: "GET /projects/:projectId/tasks needs",
  },
  {
    rule: "deleting a task needs to write tasks",
    file: "functions/core/task/task.ts",
    from: '{ action: "tasks:write", summary: "Delete a task',
    to: '{ action: "tasks:read", summary: "Delete a task',
    test: permissions,
    only: "nothing that changes something",
  },
  {
    rule: "a task is looked for in its project",
    file: "functions/core/task/card.ts",
    from: ".where(and(eq(task.project_id, projectId), which, options",
    to: ".where(and(which, options",
    test: crossTenant,
    only: "GET /projects/{projectId}/tasks/{taskId}: path taskId",
  },
  {
    rule: "the database knows a task's sprint as one of its project",
    file: "functions/core/migrations/0000_first.sql",
    from: 'ADD CONSTRAINT "task_project_id_sprint_id_sprint_project_id_id_fk" FOREIGN KEY ("project_id","sprint_id") REFERENCES "public"."sprint"("project_id","id")',
    to: 'ADD CONSTRAINT "task_project_id_sprint_id_sprint_project_id_id_fk" FOREIGN KEY ("sprint_id") REFERENCES "public"."sprint"("id")',
    test: crossTenant,
    only: "POST /projects/{projectId}/tasks: body sprint_id",
  },
  {
    rule: "changes of a task wait for one another",
    file: "functions/core/task/change.ts",
    from: '    .for("update")\n',
    to: "",
    test: "functions/api/concurrency.test.ts",
  },
  {
    rule: "an answer has only what it declares",
    file: "functions/core/agent/agent.ts",
    from: "return { ...fields, ...rest,",
    to: "return { ...row, ...rest,",
    test: fuzz,
  },
  {
    rule: "what PostgreSQL cannot store is the caller's mistake",
    file: "functions/api/app.ts",
    from: 'if (state.startsWith("22")) {',
    to: 'if (state.startsWith("xx")) {',
    test: fuzz,
  },
]

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** Runs a mutation's test in the copy. @returns why it does not count, or undefined when the test failed as it should */
function survived(copy: string, { test, only }: Mutation): string | undefined {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      "functions",
      test,
      ...(only ? ["--testNamePattern", escaped(only)] : []),
    ],
    { cwd: copy, encoding: "utf8", timeout: 120_000, env: { ...process.env, NO_COLOR: "1" } },
  )
  if (status === 0) return "the test passes without the rule"
  // A mutation that does not even run would fail every test.
  const said = stdout + stderr
  return said.includes("AssertionError") ? undefined : `the test did not run:\n${said.slice(-2_000)}`
}

const copy = mkdtempSync(join(tmpdir(), "paca-mutations-"))
process.on("exit", () => rmSync(copy, { recursive: true, force: true }))
for (const part of ["functions", "mcp", "package.json", "tsconfig.json", "vitest.config.ts"])
  cpSync(join(ROOT, part), join(copy, part), { recursive: true })
symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"))

const wanted = process.argv.slice(2)
let failures = 0
for (const mutation of mutations.filter(({ rule }) => wanted.every((words) => rule.includes(words)))) {
  const file = join(copy, mutation.file)
  const source = readFileSync(file, "utf8")
  const standing = source.split(mutation.from).length - 1
  writeFileSync(
    file,
    source.replace(mutation.from, () => mutation.to),
  )
  const why = standing === 1 ? survived(copy, mutation) : `its text stands ${standing} times in ${mutation.file}`
  writeFileSync(file, source)
  if (why) failures++
  console.log(`${why ? "NOT NOTICED" : "noticed    "} ${mutation.rule}${why ? `: ${why}` : ""}`)
}
console.log(`${failures} of the rules can be removed without a test noticing.`)
process.exitCode = failures === 0 ? 0 : 1
