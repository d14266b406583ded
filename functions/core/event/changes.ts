/** One field of a change, as activity feeds and live updates show it. */
export type Change = { field: string; from: unknown; to: unknown }

/** What differs between two states of an entity, of the fields named. */
export function changesBetween<T>(before: T, after: T, fields: readonly (keyof T & string)[]): Change[] {
  return fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, from: before[field], to: after[field] }))
}
