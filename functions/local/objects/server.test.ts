import { createHash, randomBytes } from "node:crypto"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3"
import { getSignedUrl } from "@aws-sdk/s3-request-presigner"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ObjectCreatedEvent, type ObjectStore, startObjectStore } from "./server.ts"

const Bucket = "paca"
const credentials = { accessKeyId: "PACATEST", secretAccessKey: "secret-of-the-tests" }
const dataDir = mkdtempSync(join(tmpdir(), "paca-objects-"))
const events: ObjectCreatedEvent[] = []
const time = { ahead: 0 }
let store: ObjectStore
let s3: S3Client

const start = () =>
  startObjectStore({
    dataDir,
    bucket: Bucket,
    region: "us-east-1",
    credentials,
    clock: () => Date.now() + time.ahead,
    onObjectCreated: (event) => events.push(event),
  })
const clientFor = (endpoint: string, options = {}) =>
  new S3Client({ region: "us-east-1", endpoint, forcePathStyle: true, credentials, maxAttempts: 1, ...options })

beforeAll(async () => {
  store = await start()
  s3 = clientFor(store.endpoint)
})
afterAll(async () => {
  s3.destroy()
  await store.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const put = (Key: string, Body: string | Uint8Array, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))
const text = async (Key: string, more = {}) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString()

describe("objects", () => {
  it("gives back bytes, type, metadata and an ETag that is the MD5", async () => {
    const Body = randomBytes(300_000)
    const answer = await put("a/ü b+c.bin", Body, {
      ContentType: "image/png",
      ContentDisposition: 'attachment; filename="x.png"',
      Metadata: { owner: "someone" },
    })
    expect(answer.ETag).toBe(`"${createHash("md5").update(Body).digest("hex")}"`)
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "a/ü b+c.bin" }))
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Body)).toBe(true)
    expect(got).toMatchObject({ ContentType: "image/png", Metadata: { owner: "someone" }, ETag: answer.ETag })
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "a/ü b+c.bin" }))
    expect(head).toMatchObject({ ContentLength: 300_000, ContentDisposition: 'attachment; filename="x.png"' })
  })

  it("takes a stream of known length, which the SDK sends aws-chunked with a trailing checksum", async () => {
    const bytes = randomBytes(1_000_000)
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "streamed",
        Body: Readable.from([bytes.subarray(0, 7), bytes.subarray(7, 500_000), bytes.subarray(500_000)]),
        ContentLength: bytes.length,
      }),
    )
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "streamed" }))
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true)
    expect(got.ContentEncoding).toBeUndefined()
  })

  it("keeps `a` apart from `a/b`, and keys that look like paths inside its folder", async () => {
    await put("dir", "one")
    await put("dir/file", "two")
    await put("../../outside", "three")
    expect([await text("dir"), await text("dir/file"), await text("../../outside")]).toEqual(["one", "two", "three"])
    expect(readdirSync(join(dataDir, ".."))).not.toContain("outside")
  })

  it("serves ranges as RFC 9110 says", async () => {
    await put("digits", "0123456789")
    expect(await text("digits", { Range: "bytes=2-4" })).toBe("234")
    expect(await text("digits", { Range: "bytes=7-" })).toBe("789")
    expect(await text("digits", { Range: "bytes=-2" })).toBe("89")
    expect(await text("digits", { Range: "bytes=8-100" })).toBe("89")
    await expect(text("digits", { Range: "bytes=10-" })).rejects.toMatchObject({ name: "InvalidRange" })
  })

  it("answers 304 to who has it already", async () => {
    const { ETag } = await put("cached", "x")
    await expect(text("cached", { IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } })
    await expect(text("cached", { IfMatch: '"other"' })).rejects.toMatchObject({ name: "PreconditionFailed" })
  })

  it("says NoSuchKey, and deletes without complaint what is not there", async () => {
    await expect(text("missing")).rejects.toMatchObject({ name: "NoSuchKey" })
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: "missing" }))).rejects.toMatchObject({ name: "NotFound" })
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "missing" }))
    await put("gone", "x")
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "gone" }))
    await expect(text("gone")).rejects.toMatchObject({ name: "NoSuchKey" })
  })

  it("copies, with new metadata where asked", async () => {
    await put("origin & co", "content", { ContentType: "text/plain", Metadata: { a: "1" } })
    await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/origin%20%26%20co` }))
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }))).toMatchObject({ Metadata: { a: "1" } })
    await s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: "copy",
        CopySource: `${Bucket}/copy`,
        MetadataDirective: "REPLACE",
        ContentType: "text/html",
      }),
    )
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }))).toMatchObject({
      ContentType: "text/html",
      Metadata: {},
    })
  })

  it("lists by prefix, folds at the delimiter and pages through everything exactly once", async () => {
    const Keys = ["list/a", "list/b/1", "list/b/2", "list/c", "list/d/1", "list/é&<"]
    for (const Key of Keys) await put(Key, Key)
    const folded = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "list/", Delimiter: "/" }))
    expect(folded.Contents?.map((object) => object.Key)).toEqual(["list/a", "list/c", "list/é&<"])
    expect(folded.CommonPrefixes?.map((common) => common.Prefix)).toEqual(["list/b/", "list/d/"])
    const seen: string[] = []
    let ContinuationToken: string | undefined
    for (let page = 0; page < 10; page++) {
      const answer = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: "list/", Delimiter: "/", MaxKeys: 2, ContinuationToken }),
      )
      seen.push(
        ...(answer.Contents ?? []).map((object) => object.Key ?? ""),
        ...(answer.CommonPrefixes ?? []).map((c) => c.Prefix ?? ""),
      )
      ContinuationToken = answer.NextContinuationToken
      if (!ContinuationToken) break
    }
    expect(seen.sort()).toEqual(["list/a", "list/b/", "list/c", "list/d/", "list/é&<"])
    const deleted = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: Keys.map((Key) => ({ Key })) } }),
    )
    expect(deleted.Deleted).toHaveLength(6)
    expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "list/" }))).KeyCount).toBe(0)
  })
})

describe("multipart uploads", () => {
  it("joins the parts in order, and reads ranges across their borders", async () => {
    const Key = "large"
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "video/mp4" }))
    const first = randomBytes(5 * 1024 * 1024)
    const second = randomBytes(1000)
    const upload = (PartNumber: number, Body: Uint8Array) =>
      s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }))
    const two = await upload(2, second)
    await upload(1, randomBytes(100))
    const one = await upload(1, first) // sent again: the later one counts
    const listed = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }))
    expect(listed.Parts?.map((part) => part.Size)).toEqual([first.length, second.length])
    await expect(text(Key)).rejects.toMatchObject({ name: "NoSuchKey" })
    const Parts = [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 2, ETag: two.ETag },
    ]
    const done = await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    )
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    const Range = `bytes=${first.length - 3}-${first.length + 2}`
    const got = await s3.send(new GetObjectCommand({ Bucket, Key, Range }))
    const wanted = Buffer.concat([first.subarray(-3), second.subarray(0, 3)])
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(wanted)
    expect(got.ContentType).toBe("video/mp4")
  })

  it("refuses wrong parts and forgets an aborted upload", async () => {
    const Key = "aborted"
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
    const complete = (Parts: { PartNumber: number; ETag: string }[]) =>
      s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }))
    await expect(complete([{ PartNumber: 1, ETag: "none" }])).rejects.toMatchObject({ name: "InvalidPart" })
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
    await expect(complete([{ PartNumber: 1, ETag: "none" }])).rejects.toMatchObject({ name: "NoSuchUpload" })
  })
})

describe("signatures", () => {
  it("refuses a wrong secret, a foreign key and an unsigned request", async () => {
    const wrong = clientFor(store.endpoint, { credentials: { ...credentials, secretAccessKey: "wrong" } })
    await expect(wrong.send(new GetObjectCommand({ Bucket, Key: "a" }))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    })
    const foreign = clientFor(store.endpoint, { credentials: { accessKeyId: "WHO", secretAccessKey: "x" } })
    await expect(foreign.send(new GetObjectCommand({ Bucket, Key: "a" }))).rejects.toMatchObject({
      name: "InvalidAccessKeyId",
    })
    const bare = await fetch(`${store.endpoint}/${Bucket}/digits`)
    expect([bare.status, await bare.text()]).toEqual([403, expect.stringContaining("<Code>AccessDenied</Code>")])
  })

  it("lets a presigned URL read, with the file name it names, until it expires", async () => {
    await put("signed", "hello")
    const command = new GetObjectCommand({
      Bucket,
      Key: "signed",
      ResponseContentDisposition: 'attachment; filename="ü.txt"',
    })
    const url = await getSignedUrl(s3, command, { expiresIn: 60 })
    const answer = await fetch(url)
    expect([answer.status, await answer.text()]).toEqual([200, "hello"])
    expect(answer.headers.get("content-disposition")).toContain("attachment; filename=")
    expect((await fetch(url.replace("signed?", "digits?"))).status).toBe(403)
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403)
    time.ahead = 61_000
    const late = await fetch(url)
    time.ahead = 0
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining("Request has expired")])
  })

  it("lets a presigned URL write one object", async () => {
    const client = clientFor(store.endpoint, { requestChecksumCalculation: "WHEN_REQUIRED" })
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: "by browser" }), { expiresIn: 60 })
    const answer = await fetch(url, { method: "PUT", body: "from a form", headers: { "content-type": "text/csv" } })
    expect(answer.status).toBe(200)
    expect(await text("by browser")).toBe("from a form")
  })

  it("refuses a body that is not the one that was signed, and keeps nothing of it", async () => {
    const before = readdirSync(join(dataDir, "bodies")).length
    const client = clientFor(store.endpoint)
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, { body: Buffer.from("jello") })
        return next(args)
      },
      { step: "finalizeRequest", priority: "low", name: "tamper" },
    )
    const attempt = client.send(new PutObjectCommand({ Bucket, Key: "tampered", Body: "hello" }))
    await expect(attempt).rejects.toMatchObject({ name: "XAmzContentSHA256Mismatch" })
    await expect(text("tampered")).rejects.toMatchObject({ name: "NoSuchKey" })
    expect(readdirSync(join(dataDir, "bodies"))).toHaveLength(before)
  })
})

it("reports each new object as an S3 event, its key encoded as S3 does", async () => {
  events.length = 0
  await put("imports/my file ü.csv", "a,b")
  expect(events).toEqual([
    {
      Records: [
        expect.objectContaining({
          eventSource: "aws:s3",
          eventName: "ObjectCreated:Put",
          s3: expect.objectContaining({
            bucket: { name: Bucket, arn: "arn:aws:s3:::paca" },
            object: { key: "imports/my+file+%C3%BC.csv", size: 3, eTag: createHash("md5").update("a,b").digest("hex") },
          }),
        }),
      ],
    },
  ])
})

it("keeps everything over a restart, and drops bytes whose upload never ended", async () => {
  await put("kept", "still here")
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "unfinished" }))
  await s3.send(new UploadPartCommand({ Bucket, Key: "unfinished", UploadId, PartNumber: 1, Body: "part" }))
  const before = readdirSync(join(dataDir, "bodies")).length
  await store.stop()
  store = await start()
  s3.destroy()
  s3 = clientFor(store.endpoint)
  expect(await text("kept")).toBe("still here")
  expect(readdirSync(join(dataDir, "bodies"))).toHaveLength(before - 1)
})
