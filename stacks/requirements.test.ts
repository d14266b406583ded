import { describe, expect, it } from "vitest"
import { aliasProblem, dockerProblem, nodeProblem, readSettings, zoneProblem } from "./requirements.ts"

const complete = {
  PACA_MAIL_FROM: "paca@example.com",
  NEON_API_KEY: "key",
  UPSTASH_EMAIL: "operator@example.com",
  UPSTASH_API_KEY: "key",
}

describe("what an operator sets", () => {
  it("is enough with the keys of the two services and an address to write from", () => {
    expect(readSettings(complete)).toMatchObject({ problems: [], settings: { PACA_OIDC_PROVIDERS: "[]" } })
  })

  it.each([
    [{ NEON_API_KEY: "" }, "NEON_API_KEY is missing: create one in Neon's console."],
    [{ UPSTASH_EMAIL: undefined }, "UPSTASH_EMAIL is missing: the e-mail address of the Upstash account."],
    [{ PACA_MAIL_FROM: "" }, "PACA_MAIL_FROM is missing: the address Paca writes from (not needed with PACA_DOMAIN)."],
    [{ PACA_BUDGET_USD: "50" }, "PACA_ALARM_EMAIL is missing: who is to hear of the budget."],
    [{ PACA_BUDGET_USD: "much" }, "PACA_BUDGET_USD must be a number of US dollars."],
    [{ NEON_HISTORY_HOURS: "a week" }, "NEON_HISTORY_HOURS must be a number of hours."],
  ])("with %o is answered in one sentence", (change, sentence) => {
    expect(readSettings({ ...complete, ...change }).problems).toEqual([sentence])
  })
})

describe("Node", () => {
  it.each(["22.18.0", "22.20.1", "24.0.0", "26.1.0"])("%s will do", (version) => {
    expect(nodeProblem(version)).toBeUndefined()
  })

  it.each(["18.20.0", "20.19.5", "22.17.1"])("%s is too old", (version) => {
    expect(nodeProblem(version)).toMatch(`Node ${version} is too old: put Node 22.18 or newer first in PATH`)
  })
})

describe("Docker", () => {
  it("will do when it answers", () => {
    expect(dockerProblem(undefined)).toBeUndefined()
  })

  it("may be missing, or not run", () => {
    expect(dockerProblem("Error: spawn docker ENOENT")).toBe(
      "Docker is not installed: it builds the two container images.",
    )
    expect(dockerProblem("Error: Command failed\nCannot connect to the Docker daemon\n")).toBe(
      "Docker does not run: start it, it builds the two container images. (Cannot connect to the Docker daemon)",
    )
  })
})

describe("a domain", () => {
  it.each([
    ["paca.example.com", ["example.com."]],
    ["paca.example.com", ["paca.example.com."]],
    ["example.com", ["example.org.", "example.com."]],
  ])("%s will do with the zones %o", (domain, zones) => {
    expect(zoneProblem(domain, zones)).toBeUndefined()
  })

  it.each([
    ["paca.example.com", []],
    ["paca.example.com", ["ple.com.", "www.paca.example.com."]],
  ])("%s needs a zone other than %o", (domain, zones) => {
    expect(zoneProblem(domain, zones)).toMatch(/^No zone of paca\.example\.com is in this account's Route 53: make one/)
  })

  const name = { domain: "paca.example.com", app: "paca", stage: "prod" }
  const distribution = (tags: Record<string, string>) => ({ id: "E1", aliases: [name.domain], tags })

  it("is free when nobody has it, or this stage itself", () => {
    expect(aliasProblem(name, [], [])).toBeUndefined()
    expect(aliasProblem(name, [], ["old-host.example.net"])).toBeUndefined()
    const ours = distribution({ "sst:app": "paca", "sst:stage": "prod" })
    expect(aliasProblem(name, [ours], ["d1.cloudfront.net"])).toBeUndefined()
  })

  it("is taken by another stage, by something else of the account, or by another account", () => {
    const says = /^paca\.example\.com belongs to the CloudFront distribution E1: take the name from it first/
    expect(aliasProblem(name, [distribution({ "sst:app": "paca", "sst:stage": "test" })], [])).toMatch(says)
    expect(aliasProblem(name, [distribution({})], [])).toMatch(says)
    expect(aliasProblem(name, [], ["d2.cloudfront.net"])).toMatch(/leads to d2\.cloudfront\.net, a CloudFront distribu/)
  })
})
