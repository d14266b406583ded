import { parts } from "./parts.ts"

/** Every route of the API, in the order of the OpenAPI document. */
export const routes = (await Promise.all(Object.values(parts).map((load) => load()))).flat()
