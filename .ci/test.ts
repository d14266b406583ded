import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs, stripVTControlCharacters } from "node:util"

/**
 * `npm test`: runs every check in turn and ends with one line, `N passed, N failed`, over all of them.
 * `--only lint,unit` runs some; the names are those printed.
 */
const ROOT = fileURLToPath(new URL("..", import.meta.url))
const reports = mkdtempSync(join(tmpdir(), "paca-reports-"))

type Count = {
  passed: number
  failed: number
  /** The failed ones, and why. */
  names?: string[]
  /** Those that passed at another try. */
  flaky?: string[]
}
type Check = {
  name: string
  command: string[]
  count: (exitCode: number) => Count
  environment?: Record<string, string>
}

/** A check that passes or fails as a whole. */
const whole = (exitCode: number): Count => (exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

/** What a runner's JSON report says; a runner that failed without a failed test (or wrote no report) counts as one failure. */
function fromReport(file: string, read: (report: never) => Count) {
  return (exitCode: number): Count => {
    let counted: Count = { passed: 0, failed: 0 }
    try {
      counted = read(JSON.parse(readFileSync(file, "utf8")) as never)
    } catch {
      return { passed: 0, failed: 1 }
    }
    if (counted.passed + counted.failed === 0) return { passed: 0, failed: 1 }
    return exitCode !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
  }
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  testResults: { assertionResults: { status: string; fullName: string }[] }[]
}

type PlaywrightSuite = {
  specs: { title: string; file: string; tests: { status: string; results: { error?: { message?: string } }[] }[] }[]
  suites?: PlaywrightSuite[]
}
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number }; suites: PlaywrightSuite[] }

/** The tests of a suite and of those in it that ended so, each with the first words of why. */
function failedIn({ specs, suites = [] }: PlaywrightSuite, status: "unexpected" | "flaky"): string[] {
  const own = specs
    .filter(({ tests }) => tests.some((test) => test.status === status))
    .map(({ title, file, tests }) => {
      const why = tests.flatMap(({ results }) => results.map(({ error }) => error?.message)).find(Boolean) ?? ""
      return `${file} › ${title}: ${stripVTControlCharacters(why).slice(0, 1_000)}`
    })
  return [...own, ...suites.flatMap((suite) => failedIn(suite, status))]
}

function vitest(name: string, projects: string[]): Check {
  const file = join(reports, `${name}.json`)
  return {
    name,
    command: [
      "vitest",
      "run",
      ...projects.flatMap((project) => ["--project", project]),
      "--reporter=default",
      "--reporter=json",
      `--outputFile=${file}`,
    ],
    count: fromReport(file, (report: VitestReport) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      names: report.testResults.flatMap(({ assertionResults }) =>
        assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
      ),
    })),
  }
}

function playwright(name: string): Check {
  const file = join(reports, `${name}.json`)
  return {
    name,
    command: ["playwright", "test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    count: fromReport(file, ({ stats, suites }: PlaywrightReport) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      names: suites.flatMap((suite) => failedIn(suite, "unexpected")),
      flaky: suites.flatMap((suite) => failedIn(suite, "flaky")),
    })),
  }
}

const checks: Check[] = [
  { name: "lint", command: ["biome", "ci", "."], count: whole },
  { name: "build", command: ["npm", "run", "--silent", "build"], count: whole },
  { name: "messages", command: ["npm", "run", "--silent", "messages:check"], count: whole },
  { name: "types", command: ["npm", "run", "--silent", "types"], count: whole },
  vitest("unit", ["functions", "web"]),
  vitest("stacks", ["stacks"]),
  playwright("browser"),
]

function run({ command: [program = "", ...args], environment }: Check): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...environment, PATH: `${join(ROOT, "node_modules", ".bin")}:${process.env.PATH}` },
    })
    child.once("error", () => resolve(127))
    child.once("exit", (code) => resolve(code ?? 1))
  })
}

const { values } = parseArgs({ options: { only: { type: "string" } } })
const wanted = values.only?.split(",")
const total: Count = { passed: 0, failed: 0 }
const lines: string[] = []
const failures: string[] = []
const flaky: string[] = []
for (const check of checks.filter(({ name }) => !wanted || wanted.includes(name))) {
  console.log(`\n== ${check.name}`)
  const begun = performance.now()
  const count = check.count(await run(check))
  total.passed += count.passed
  total.failed += count.failed
  failures.push(...(count.names ?? []).map((failed) => `${check.name}: ${failed}`))
  flaky.push(...(count.flaky ?? []).map((name) => `${check.name}: ${name}`))
  const seconds = ((performance.now() - begun) / 1000).toFixed(0)
  lines.push(
    `${check.name.padEnd(8)} ${String(count.passed).padStart(5)} passed ${String(count.failed).padStart(4)} failed ${seconds.padStart(5)} s`,
  )
}
rmSync(reports, { recursive: true, force: true })
if (flaky.length > 0) console.log(`\n== passed at another try\n${flaky.join("\n")}`)
// Last, where whoever reads only the end of a long log finds them.
if (failures.length > 0) console.log(`\n== failed\n${failures.join("\n")}`)
console.log(`\n${lines.join("\n")}\n\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
