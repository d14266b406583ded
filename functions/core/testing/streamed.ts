import * as z from "zod"
import { EVENTS } from "../event/event.ts"
import { valkey } from "../valkey.ts"

const Entries = z.array(z.tuple([z.string(), z.array(z.string())]))
const Event = z.object({ type: z.string(), entity_id: z.string() })

/** What has reached the live stream, in order. */
export async function streamed(): Promise<z.infer<typeof Event>[]> {
  const entries = Entries.parse(await valkey().xrange(EVENTS, "-", "+"))
  return entries.map(([, fields]) => Event.parse(JSON.parse(fields[fields.indexOf("event") + 1] ?? "")))
}
