import { router } from "./router.ts"
import { region, settings } from "./settings.ts"

/** SST's own rules know neither versions nor uploads that were never completed. */
const tidying = [
  { id: "uploads", status: "Enabled", filter: {}, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
  ...(settings.production
    ? [
        {
          id: "versions",
          status: "Enabled",
          filter: {},
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          expiration: { expiredObjectDeleteMarker: true },
        },
      ]
    : []),
]

/** Private: browsers read and write through presigned URLs, and only from our own origin. */
export const files = new sst.aws.Bucket("Files", {
  cors: {
    allowOrigins: [router.url],
    allowMethods: ["GET", "PUT"],
    allowHeaders: ["content-type"],
    exposeHeaders: ["etag"],
  },
  lifecycle: [
    { id: "imports", prefix: "imports/", expiresIn: "30 days" },
    { id: "exports", prefix: "exports/", expiresIn: "8 days" },
  ],
  // What was deleted or written over by mistake can be brought back for as long as the database can be set back.
  versioning: settings.production,
  transform: {
    bucket: { forceDestroy: !settings.production },
    lifecycle: (args) => {
      args.rules = $output(args.rules).apply((rules = []) => [...rules, ...tidying])
    },
  },
})

export const storage = { S3_BUCKET: files.name, S3_REGION: region }

export const mayUseFiles = {
  actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
  resources: [$interpolate`${files.arn}/*`],
}

/** Whoever may not list a bucket hears 403 instead of 404 of an object that is not there. */
export const maySeeWhatIsMissing = { actions: ["s3:ListBucket"], resources: [files.arn] }

const under = (...folders: string[]) => folders.map((folder) => $interpolate`${files.arn}/${folder}/*`)

export const mayMakeArchives = {
  actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
  resources: under("exports/files"),
}

export const mayDeleteFiles = {
  actions: ["s3:DeleteObject", "s3:AbortMultipartUpload"],
  resources: under("attachments", "exports/files"),
}

export const mayReadImports = { actions: ["s3:GetObject"], resources: under("imports") }
