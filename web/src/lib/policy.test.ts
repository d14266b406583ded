import { describe, expect, it } from "vitest"
import { filesOrigin, pagePolicy } from "./policy.ts"

const directive = (policy: string, name: string) =>
  policy
    .split("; ")
    .find((part) => part.startsWith(`${name} `))
    ?.split(" ")
    .slice(1)

describe("the policy of a page", () => {
  const policy = pagePolicy({ nonce: "n0nce", origin: "https://paca.test", files: "https://b.s3.eu-1.amazonaws.com" })

  it("runs our files and what carries the nonce, nothing else", () => {
    expect(directive(policy, "script-src")).toEqual(["'self'", "'nonce-n0nce'"])
    expect(directive(policy, "script-src-attr")).toEqual(["'none'"])
    expect(directive(policy, "object-src")).toEqual(["'none'"])
    expect(directive(policy, "base-uri")).toEqual(["'none'"])
  })

  it("reaches our own sockets and the bucket", () => {
    expect(directive(policy, "connect-src")).toEqual(["'self'", "wss://paca.test", "https://b.s3.eu-1.amazonaws.com"])
  })

  it("cannot be framed", () => {
    expect(directive(policy, "frame-ancestors")).toEqual(["'none'"])
  })

  it("on one machine needs no second origin and no TLS", () => {
    const local = pagePolicy({ nonce: "n", origin: "http://localhost:3000", files: "http://localhost:3000" })
    expect(directive(local, "connect-src")).toEqual(["'self'", "ws://localhost:3000"])
    expect(local).not.toContain("upgrade-insecure-requests")
  })

  it("knows where files are", () => {
    expect(filesOrigin({ S3_BUCKET: "b", S3_REGION: "eu-1" })).toBe("https://b.s3.eu-1.amazonaws.com")
    expect(filesOrigin({ S3_ENDPOINT: "http://minio:9000/", S3_BUCKET: "b" })).toBe("http://minio:9000")
    expect(filesOrigin({})).toBeUndefined()
  })
})
