import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { setting } from "../config.ts"

let client: S3Client | undefined

function s3(): S3Client {
  const endpoint = setting("S3_ENDPOINT")
  client ??= new S3Client({ region: setting("S3_REGION"), ...(endpoint && { endpoint, forcePathStyle: true }) })
  return client
}

/** Stores an object under `key`. */
export async function putObject(key: string, body: Uint8Array, contentType: string): Promise<void> {
  await s3().send(
    new PutObjectCommand({ Bucket: setting("S3_BUCKET"), Key: key, Body: body, ContentType: contentType }),
  )
}

/** Reads a whole object. @throws when there is none */
export async function getObject(key: string): Promise<Uint8Array> {
  const answer = await s3().send(new GetObjectCommand({ Bucket: setting("S3_BUCKET"), Key: key }))
  if (!answer.Body) throw new Error(`The object ${key} has no body.`)
  return answer.Body.transformToByteArray()
}
