/** Puts stretches that overlap under each other: each goes into the first lane that is free where it begins. */
export function lanesOf<T extends { start: number; end: number }>(stretches: T[]): (T & { lane: number })[] {
  const ends: number[] = []
  return stretches
    .toSorted((one, other) => one.start - other.start || other.end - one.end)
    .map((stretch) => {
      const free = ends.findIndex((end) => end < stretch.start)
      const lane = free < 0 ? ends.length : free
      ends[lane] = stretch.end
      return { ...stretch, lane }
    })
}
