import { handle } from "hono/aws-lambda"
import { createApp } from "./app.ts"

/** Only what we write ourselves is surely UTF-8; a file is passed on byte by byte, also when it calls itself text. */
const isContentTypeBinary = (type: string) => !/^(application\/json|text\/html)\b/.test(type)

/** The API as a Lambda function (payload format 2.0). */
export const handler = handle(createApp(), { isContentTypeBinary })
