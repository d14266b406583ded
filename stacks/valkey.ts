import { keep, region, settings } from "./settings.ts"

const store = new upstash.RedisDatabase(
  "Valkey",
  {
    databaseName: `paca-${$app.stage}`,
    region: "global",
    primaryRegion: region,
    tls: true,
    eviction: false,
    // US dollars a month: when they are used up Upstash slows the store down. Its own default is 20.
    ...(settings.production && { budget: 100 }),
  },
  keep,
)

/** TCP, for blocking reads of streams: the realtime service only. */
export const valkeyUrl = $util.secret($interpolate`rediss://default:${store.password}@${store.endpoint}:${store.port}`)

/** HTTP, for everything that lives no longer than a request. */
export const valkeyRest = {
  UPSTASH_REDIS_REST_URL: $interpolate`https://${store.endpoint}`,
  UPSTASH_REDIS_REST_TOKEN: $util.secret(store.restToken),
}
