/** What a bench says: times as ratios to a floor that is measured in the same run, in turns with the work. */
export type Figure = { name: string; value: number; unit: string; limit?: number; detail?: string }

const figures: Figure[] = []

export function report(figure: Figure): void {
  figures.push(figure)
  const limit = figure.limit === undefined ? "" : ` (limit ${figure.limit})`
  const mark = figure.limit !== undefined && figure.value > figure.limit ? "  OVER" : ""
  console.log(
    `${figure.name.padEnd(52)} ${figure.value.toFixed(2)} ${figure.unit}${limit}${mark}${figure.detail ? `  ${figure.detail}` : ""}`,
  )
}

/** Says whether all figures kept their limits. @returns the exit code */
export function conclude(): 0 | 1 {
  const over = figures.filter((figure) => figure.limit !== undefined && !(figure.value <= figure.limit))
  console.log(
    over.length === 0
      ? "\nAll figures are within their limits."
      : `\n${over.length} figures are over their limit: ${over.map(({ name }) => name).join("; ")}`,
  )
  return over.length === 0 ? 0 : 1
}

/** Work that answers how long it took, in milliseconds. */
export type Timed = () => Promise<number>

export const timed =
  (work: () => Promise<unknown>): Timed =>
  async () => {
    const begun = performance.now()
    await work()
    return performance.now() - begun
  }

/** The value below which `share` of the values lie. */
export const quantile = (values: number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN

export type Pair = { floor: number; work: number }

/** Medians (or another share) of two kinds of work, done in turns so that both meet the same machine. Milliseconds. */
export async function inTurns(rounds: number, floor: Timed, work: Timed, share = 0.5): Promise<Pair> {
  const times: { floor: number[]; work: number[] } = { floor: [], work: [] }
  for (let round = -5; round < rounds; round++) {
    const [one, other] = [await floor(), await work()]
    if (round < 0) continue
    times.floor.push(one)
    times.work.push(other)
  }
  return { floor: quantile(times.floor, share), work: quantile(times.work, share) }
}

export const ratio = (name: string, limit: number, { floor, work }: Pair) =>
  report({ name, value: work / floor, unit: "x", limit, detail: `${work.toFixed(1)} ms over ${floor.toFixed(1)} ms` })
