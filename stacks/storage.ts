import { router } from "./router.ts"
import { region, settings } from "./settings.ts"

/** Private: browsers read and write through presigned URLs, and only from our own origin. */
export const files = new sst.aws.Bucket("Files", {
  cors: {
    allowOrigins: [router.url],
    allowMethods: ["GET", "PUT"],
    allowHeaders: ["content-type"],
    exposeHeaders: ["etag"],
  },
  lifecycle: [{ id: "imports", prefix: "imports/", expiresIn: "30 days" }],
  transform: { bucket: { forceDestroy: !settings.production } },
})

export const storage = { S3_BUCKET: files.name, S3_REGION: region }

export const mayUseFiles = {
  actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
  resources: [$interpolate`${files.arn}/*`],
}

export const mayReadImports = { actions: ["s3:GetObject"], resources: [$interpolate`${files.arn}/imports/*`] }
