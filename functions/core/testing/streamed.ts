import { z } from "zod"
import { EVENTS, valkey } from "../event/event.ts"

const Entries = z.array(z.tuple([z.string(), z.tuple([z.literal("event"), z.string()])]))
const Event = z.object({ type: z.string(), entity_id: z.string() })

/** What has reached the live stream, in order. */
export async function streamed(): Promise<z.infer<typeof Event>[]> {
  const entries = Entries.parse(await valkey().xrange(EVENTS, "-", "+"))
  return entries.map(([, [, text]]) => Event.parse(JSON.parse(text)))
}
