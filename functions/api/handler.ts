import { handle } from "hono/aws-lambda"
import { createApp } from "./app.ts"

/** The API as a Lambda function (payload format 2.0). */
export const handler = handle(createApp())
