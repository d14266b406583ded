/** A linear scale: from the values between `from` and `to` to places between `start` and `end`. */
export function linear(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = to - from || 1
  return (value) => start + ((value - from) / span) * (end - start)
}

/** Round numbers from 0 to at least `most`: steps of 1, 2 or 5 times a power of ten, about `count` of them. */
export function ticks(most: number, count = 4): number[] {
  const rough = Math.max(most, 1) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10
  // Tasks and points are counted in whole numbers.
  const step = Math.max(1, factor * power)
  const last = Math.ceil(Math.max(most, 1) / step)
  return Array.from({ length: last + 1 }, (_, index) => index * step)
}

/** Which of `count` labels to write when there is room for `room`: evenly spread, the last one among them. */
export function spread(count: number, room: number): number[] {
  const step = Math.max(1, Math.ceil(count / Math.max(1, room)))
  return Array.from({ length: count }, (_, index) => index).filter((index) => (count - 1 - index) % step === 0)
}

/** A line through points, as an SVG path. */
export function line(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("")
}

/** The area between two lines of the same number of points. */
export function area(upper: readonly (readonly [number, number])[], lower: readonly (readonly [number, number])[]) {
  return `${line(upper)}${line(lower.toReversed()).replace("M", "L")}Z`
}

const round = (value: number) => Math.round(value * 10) / 10
