import { describe, expect, it } from "vitest"
import { createMetrics, metricLine } from "./metrics.ts"

/** Metrics at a time that stands still until it is moved. */
function metricsAt(start: number, sources: Partial<Parameters<typeof createMetrics>[0]> = {}) {
  const clock = { now: start }
  const none = { sockets: () => 0, silent: () => 0, running: async () => 0 }
  return { clock, metrics: createMetrics({ ...none, ...sources }, () => clock.now) }
}

describe("metrics", () => {
  it("are the longest times since the last reading, in seconds", async () => {
    const { metrics } = metricsAt(100_000, { sockets: () => 7, running: async () => 3 })
    metrics.delivered(99_750)
    metrics.delivered(98_500)
    metrics.delivered(99_900)
    metrics.dispatched(96_000)
    expect(await metrics.read()).toEqual({
      OpenSockets: 7,
      StreamLag: 1.5,
      DispatchDelay: 4,
      ConversationsRunning: 3,
    })
    expect(await metrics.read()).toEqual({ OpenSockets: 7, StreamLag: 0, ConversationsRunning: 3 })
  })

  it("take a silent store for a lag, although nothing arrives that could be late", async () => {
    const { metrics } = metricsAt(0, { silent: () => 45_000 })
    expect(await metrics.read()).toMatchObject({ StreamLag: 45 })
  })

  it("take a store whose clock is ahead for punctual", async () => {
    const { metrics } = metricsAt(1_000)
    metrics.delivered(1_200)
    expect(await metrics.read()).toMatchObject({ StreamLag: 0 })
  })

  it("are written also while the database does not answer", async () => {
    const { metrics } = metricsAt(0, { sockets: () => 2, running: () => Promise.reject(new Error("down")) })
    expect(await metrics.read()).toEqual({ OpenSockets: 2, StreamLag: 0 })
  })

  it("are lines of the embedded metric format that name what they hold and nothing else", () => {
    const line = JSON.parse(metricLine("Paca/prod", { OpenSockets: 7, StreamLag: 1.5 }, 1_764_000_000_000))
    expect(line).toEqual({
      _aws: {
        Timestamp: 1_764_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: "Paca/prod",
            Dimensions: [["Service"]],
            Metrics: [
              { Name: "OpenSockets", Unit: "Count" },
              { Name: "StreamLag", Unit: "Seconds" },
            ],
          },
        ],
      },
      Service: "realtime",
      OpenSockets: 7,
      StreamLag: 1.5,
    })
  })
})
