import type { AwsClient } from "aws4fetch"
import { AwsError, awsClient, awsFetch } from "../aws.ts"
import { setting } from "../config.ts"
import { disposition } from "./content.ts"

/** How long a presigned address works. Seconds. */
export const ADDRESS_LIFE = 15 * 60

const client = (): AwsClient => awsClient("s3")

/** Where the bucket answers: S3 by the bucket's own host name, any other store by a path. */
function address(key: string, query: Record<string, string> = {}): string {
  const bucket = setting("S3_BUCKET")
  const endpoint = setting("S3_ENDPOINT")
  const base = endpoint
    ? `${endpoint.replace(/\/+$/, "")}/${bucket}`
    : `https://${bucket}.s3.${setting("S3_REGION")}.amazonaws.com`
  const parameters = new URLSearchParams(query).toString()
  return `${base}/${key}${parameters && `?${parameters}`}`
}

/** Stores an object under `key`. */
export async function putObject(key: string, body: Uint8Array<ArrayBuffer>, contentType: string): Promise<void> {
  await awsFetch(client(), address(key), { method: "PUT", body, headers: { "content-type": contentType } })
}

/** Reads an object, or its first `bytes`. @throws AwsError `NoSuchKey` when there is none */
export async function getObject(key: string, bytes?: number): Promise<Uint8Array<ArrayBuffer>> {
  const headers: Record<string, string> = bytes === undefined ? {} : { range: `bytes=0-${bytes - 1}` }
  const answer = await awsFetch(client(), address(key), { method: "GET", headers })
  return new Uint8Array(await answer.arrayBuffer())
}

/** An object's size in bytes, or undefined when there is none. */
export async function objectSize(key: string): Promise<number | undefined> {
  try {
    const answer = await awsFetch(client(), address(key), { method: "HEAD" })
    return Number(answer.headers.get("content-length"))
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchKey") return undefined
    throw error
  }
}

/** Deletes an object; one that is not there is fine. */
export async function deleteObject(key: string): Promise<void> {
  await awsFetch(client(), address(key), { method: "DELETE" })
}

/** An address that does one thing for a quarter of an hour, for whoever has it: browsers reach the bucket with these. */
async function presign(method: "GET" | "PUT", url: string, headers: Record<string, string> = {}): Promise<string> {
  const withLife = new URL(url)
  withLife.searchParams.set("X-Amz-Expires", String(ADDRESS_LIFE))
  const signed = await client().sign(withLife.href, {
    method,
    headers,
    aws: { signQuery: true, allHeaders: true },
  })
  // Signed as %20, which is what stores read; a form's plus sign is another character to some of them.
  return signed.url.replaceAll("+", "%20")
}

/** An address to read an object from, with the name and type a browser is told. */
export async function downloadAddress(
  key: string,
  as: { name: string; type: string; inline: boolean },
): Promise<string> {
  const query = {
    "response-content-disposition": disposition(as.name, as.inline),
    "response-content-type": as.type,
  }
  return presign("GET", address(key, query))
}

/** An address to put one object to: exactly `size` bytes of `type`, or the store refuses. */
export async function uploadAddress(key: string, object: { size: number; type: string }): Promise<string> {
  return presign("PUT", address(key), {
    "content-length": String(object.size),
    "content-type": object.type,
  })
}

/** Part of an object that arrives in pieces, as the store named it. */
export type UploadedPart = { part_number: number; etag: string }

/** Begins an object that arrives in parts. @returns the upload's id */
export async function beginUpload(key: string, contentType: string): Promise<string> {
  const answer = await awsFetch(client(), address(key, { uploads: "" }), {
    method: "POST",
    headers: { "content-type": contentType },
  })
  const id = /<UploadId>([^<]+)<\/UploadId>/.exec(await answer.text())?.[1]
  if (!id) throw new Error("The object store began no upload.")
  return id
}

const partQuery = (uploadId: string, part: number) => ({ partNumber: String(part), uploadId })

/** An address to put one part to; `part` counts from 1. */
export async function partAddress(key: string, uploadId: string, part: number, size: number): Promise<string> {
  return presign("PUT", address(key, partQuery(uploadId, part)), { "content-length": String(size) })
}

/** Stores one part itself. @returns its name */
export async function putPart(
  key: string,
  uploadId: string,
  part: number,
  body: Uint8Array<ArrayBuffer>,
): Promise<UploadedPart> {
  const answer = await awsFetch(client(), address(key, partQuery(uploadId, part)), { method: "PUT", body })
  return { part_number: part, etag: answer.headers.get("etag") ?? "" }
}

const escaped = (text: string) => text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`)

/** Makes the object of its parts. @throws AwsError when a part is missing or is not what was named */
export async function completeUpload(key: string, uploadId: string, parts: UploadedPart[]): Promise<void> {
  const list = parts
    .toSorted((a, b) => a.part_number - b.part_number)
    .map(({ part_number, etag }) => `<Part><PartNumber>${part_number}</PartNumber><ETag>${escaped(etag)}</ETag></Part>`)
  const answer = await awsFetch(client(), address(key, { uploadId }), {
    method: "POST",
    headers: { "content-type": "application/xml" },
    body: `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${list.join("")}</CompleteMultipartUpload>`,
  })
  // S3 begins to answer before it has finished, so a failure can follow a 200.
  const failure = /<Error>[\s\S]*?<Code>([^<]*)<\/Code>/.exec(await answer.text())?.[1]
  if (failure) throw new AwsError(500, failure, "POST")
}

/** Gives an upload up and frees its parts; one that is over is fine. */
export async function abortUpload(key: string, uploadId: string): Promise<void> {
  try {
    await awsFetch(client(), address(key, { uploadId }), { method: "DELETE" })
  } catch (error) {
    if (!(error instanceof AwsError) || error.status !== 404) throw error
  }
}
