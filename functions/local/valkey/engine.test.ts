import { describe, expect, it } from "vitest"
import { Engine } from "./engine.ts"
import type { Reply } from "./reply.ts"
import { encodeReply } from "./resp.ts"

const START = 1_700_000_000_000

function held() {
  const time = { now: START }
  const written: [number, string[][]][] = []
  const engine = new Engine({ clock: () => time.now, onWrite: (now, commands) => written.push([now, commands]) })
  const session = engine.session()
  const run = (line: string) => engine.execute(session, line.split(" ")) as Reply
  return { time, engine, run, written, session }
}

describe("expiry with a held clock", () => {
  it("keeps a key to the last millisecond and not one longer", () => {
    const { time, run } = held()
    run("SET key value PX 1000")
    time.now += 999
    expect(run("GET key")).toBe("value")
    expect(run("PTTL key")).toBe(1)
    time.now += 1
    expect(run("GET key")).toBeNull()
    expect(run("TTL key")).toBe(-2)
    expect(run("DBSIZE")).toBe(0)
  })

  it("keeps the expiry through INCR and KEEPTTL, and drops it on SET and PERSIST", () => {
    const { run } = held()
    run("SET n 1 EX 10")
    run("INCR n")
    expect(run("TTL n")).toBe(10)
    run("SET n 5 KEEPTTL")
    expect(run("TTL n")).toBe(10)
    expect(run("PERSIST n")).toBe(1)
    expect(run("TTL n")).toBe(-1)
    run("SET n 5 EX 10")
    run("SET n 6")
    expect(run("TTL n")).toBe(-1)
  })

  it("frees expired keys nobody reads", () => {
    const { time, engine, run } = held()
    run("SET key value EX 1")
    time.now += 5_000
    engine.sweep()
    expect(engine.snapshot()).toEqual([])
  })
})

describe("streams", () => {
  it("makes ids that ascend even when the clock goes back", () => {
    const { time, run } = held()
    expect(run("XADD s * a 1")).toBe(`${START}-0`)
    expect(run("XADD s * a 2")).toBe(`${START}-1`)
    time.now -= 10_000
    expect(run("XADD s * a 3")).toBe(`${START}-2`)
  })

  it("trims to an exact length, and with ~ never below it", () => {
    const { run } = held()
    for (let n = 0; n < 950; n++) run("XADD s MAXLEN ~ 100 * n 1")
    expect(run("XLEN s")).toBeGreaterThanOrEqual(100)
    expect(run("XLEN s")).toBeLessThan(200)
    run("XTRIM s MAXLEN = 10")
    expect(run("XLEN s")).toBe(10)
  })

  it("leaves the work of a dead consumer to the one that claims it, counting the deliveries", () => {
    const { time, run } = held()
    run("XGROUP CREATE s g $ MKSTREAM")
    const id = run("XADD s * job 1")
    expect(run("XREADGROUP GROUP g dead COUNT 1 STREAMS s >")).toEqual([["s", [[id, ["job", "1"]]]]])
    expect(run("XREADGROUP GROUP g alive COUNT 1 STREAMS s >")).toEqual(expect.objectContaining({}))
    time.now += 30_000
    expect(run("XAUTOCLAIM s g alive 60000 0")).toEqual(["0-0", [], []])
    time.now += 30_000
    expect(run("XAUTOCLAIM s g alive 60000 0")).toEqual(["0-0", [[id, ["job", "1"]]], []])
    expect(run("XPENDING s g - + 10")).toEqual([[id, "alive", 0, 2]])
    expect(run(`XACK s g ${String(id)}`)).toBe(1)
    expect(run("XPENDING s g - + 10")).toEqual([])
  })
})

describe("transactions", () => {
  it("writes an EXEC as one record, with its changes only", () => {
    const { run, written } = held()
    run("MULTI")
    run("SET a 1")
    run("GET a")
    run("INCR a")
    expect(run("EXEC")).toEqual([expect.objectContaining({ text: "OK" }), "1", 2n])
    expect(written).toEqual([
      [
        START,
        [
          ["SET", "a", "1"],
          ["INCR", "a"],
        ],
      ],
    ])
  })

  it("refuses the whole transaction when a queued command was wrong", () => {
    const { run, written } = held()
    run("MULTI")
    run("SET a 1")
    expect(encodeReply(run("GET"))).toBe("-ERR wrong number of arguments for 'get' command\r\n")
    expect(encodeReply(run("EXEC"))).toBe("-EXECABORT Transaction discarded because of previous errors.\r\n")
    expect(run("GET a")).toBeNull()
    expect(written).toEqual([])
  })
})

it("reaches the same state from its records alone, pending entries and expiries included", () => {
  const { time, engine, run, written } = held()
  run("SET counter 1 EX 100")
  run("XGROUP CREATE s g 0 MKSTREAM")
  for (let n = 0; n < 5; n++) {
    time.now += 7
    run(`XADD s MAXLEN 3 * n ${n}`)
  }
  run("XREADGROUP GROUP g c COUNT 2 STREAMS s >")
  run("HSET h a 1 b 2")
  run("ZADD z 1 a 2 b")
  run("SADD set x y")
  run("SADD h wrong")
  const copy = new Engine({ clock: () => time.now })
  for (const [at, commands] of written) copy.replay(at, commands)
  expect(copy.snapshot()).toEqual(engine.snapshot())
  const restored = new Engine({ clock: () => time.now })
  restored.restore(JSON.parse(JSON.stringify(engine.snapshot())))
  expect(restored.snapshot()).toEqual(engine.snapshot())
})
