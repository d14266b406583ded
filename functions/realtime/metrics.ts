/** How often the metrics are written. Milliseconds. */
const EVERY = 60_000

const units = {
  /** Connections of this process. The number of processes follows its average. */
  OpenSockets: "Count",
  /** The longest that an event lay in the stream before it was sent, or for how long the store has been silent. */
  StreamLag: "Seconds",
  /** The longest that a trigger lay in its stream before its agent was started, or before starting it failed once more. */
  DispatchDelay: "Seconds",
  /** Agents at work in the whole installation. */
  ConversationsRunning: "Count",
} as const

export type Reading = Partial<Record<keyof typeof units, number>>

/**
 * A line of log from which CloudWatch makes metrics: the embedded metric format, version 0
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
export function metricLine(namespace: string, reading: Reading, at: number): string {
  const measured = Object.entries(units).filter(([name]) => reading[name as keyof Reading] !== undefined)
  const Metrics = measured.map(([Name, Unit]) => ({ Name, Unit }))
  return JSON.stringify({
    _aws: { Timestamp: at, CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [["Service"]], Metrics }] },
    Service: "realtime",
    ...reading,
  })
}

/** What is read when the metrics are written. */
type Sources = {
  sockets: () => number
  /** For how long the store has not answered although it should have. Milliseconds. */
  silent: () => number
  running: () => Promise<number>
}

/** Collects what happens between two readings. Times are milliseconds since the epoch. */
export function createMetrics(sources: Sources, now: () => number = Date.now) {
  let lag = 0
  let delay: number | undefined
  const since = (at: number) => Math.max(0, now() - at)
  return {
    /** An event, taken by the store at this time, was sent to who may hear it. */
    delivered: (takenAt: number) => {
      lag = Math.max(lag, since(takenAt))
    },
    /** Starting the agent of a trigger, taken by the store at this time, succeeded or failed. */
    dispatched: (takenAt: number) => {
      delay = Math.max(delay ?? 0, since(takenAt))
    },
    /** What was measured since the last reading. */
    async read(): Promise<Reading> {
      const reading: Reading = {
        OpenSockets: sources.sockets(),
        StreamLag: Math.max(lag, sources.silent()) / 1000,
        ...(delay !== undefined && { DispatchDelay: delay / 1000 }),
      }
      lag = 0
      delay = undefined
      try {
        return { ...reading, ConversationsRunning: await sources.running() }
      } catch (error) {
        console.error(JSON.stringify({ message: "running conversations were not counted", error: String(error) }))
        return reading
      }
    },
  }
}

/** Writes the metrics to the log every minute. @returns what ends it */
export function reportMetrics(namespace: string, metrics: ReturnType<typeof createMetrics>): () => void {
  const timer = setInterval(async () => {
    process.stdout.write(`${metricLine(namespace, await metrics.read(), Date.now())}\n`)
  }, EVERY)
  return () => clearInterval(timer)
}
