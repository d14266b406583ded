import { randomBytes } from "node:crypto"
import { connect, type Socket } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startValkey, type Valkey } from "./server.ts"

/**
 * Compares every reply, byte by byte, with a real server: `PACA_REDIS_URL=redis://127.0.0.1:6379` (a server that may be
 * emptied). Each case runs on keys of its own.
 */
const reference = process.env.PACA_REDIS_URL

const CASES: Record<string, string> = {
  strings: `
    SET a 1 | GET a | GET missing | SET a 2 NX | SET b 2 XX | SET a 3 XX GET | SET a x NX XX | SET a 1 EX 0
    SET a 1 EX abc | SET a 1 EX 10 PX 10 | SET a 1 KEEPTTL EX 5 | GET a | INCR a | DECR a | INCRBY a 10 | INCRBY a x
    SET word hello | INCR word | APPEND word ! | STRLEN word | STRLEN none | SETNX word x | SETNX new x | GETDEL new
    GETDEL new | MSET k1 v1 k2 v2 | MSET k1 | MSET k1 v1 k2 | MGET k1 none k2 | SETEX k1 0 v | SETEX k1 10 v
    PSETEX k1 -1 v | SET big 9223372036854775807 | INCR big | SET neg -0 | INCR neg | SET lead 007 | INCR lead | GET
    GET a b | NOSUCH x y | SADD aset m | GET aset | INCR aset | MGET aset a | SET aset x GET | SET aset x | GET aset
    DECRBY a 3 | set A 1 px 1000 | get A`,
  keys: `
    SET a 1 | EXISTS a a none | TYPE a | TYPE none | TTL a | TTL none | EXPIRE a 100 | TTL a | EXPIRE a 50 GT
    EXPIRE a 200 GT | TTL a | EXPIRE a 300 LT | EXPIRE a 100 LT | EXPIRE a 10 NX | EXPIRE a 10 XX
    EXPIRE a 10 NX XX | EXPIRE a 10 GT LT | EXPIRE a 10 FOO | PERSIST a | PERSIST a | PERSIST none | EXPIRE a -1
    GET a | EXPIRE none 10 | EXPIRE a x | SET b 1 | PEXPIRE b 5000 | EXPIREAT b 1 | GET b | SET c 1 | DEL c c none
    UNLINK c | MSET user:1 a user:2 b other c | DBSIZE | SCAN 0 MATCH other | SCAN 0 MATCH nothing COUNT 100
    SCAN x | SCAN 0 COUNT 0 | SCAN 0 FOO | KEYS o*r | KEYS [no]ther | KEYS us?r:1 | KEYS user:[^1] | KEYS user:[2-9]
    KEYS other\\* | DEL | EXPIRE a | TYPE | PTTL none | PEXPIREAT user:1 1 | DBSIZE | FLUSHDB | DBSIZE`,
  hashes: `
    HSET h a 1 b 2 | HSET h a 2 c 3 | HGET h a | HGET h z | HGET none a | HDEL h a z | HLEN h | HLEN none
    HEXISTS h b | HEXISTS h z | HINCRBY h n 5 | HINCRBY h n -7 | HINCRBY h n x | HSET h t text | HINCRBY h t 1
    HSET h a | HSET h a 1 b | HGETALL none | DEL h | HSET h one 1 | HGETALL h | HDEL h one | EXISTS h | SET s x
    HGET s a | HSET s a 1 | HLEN s | HMGET none a b | HSETNX h a 1 | HSETNX h a 2 | HKEYS h | HVALS h`,
  sets: `
    SADD s a | SADD s a b c | SCARD s | SISMEMBER s a | SISMEMBER s z | SREM s b c z | SMEMBERS s | SREM s a
    EXISTS s | SMEMBERS none | SCARD none | SET x 1 | SADD x a | SMEMBERS x | SADD s | SMISMEMBER s a b`,
  "sorted sets": `
    ZADD z 1 a 2 b 3 c | ZADD z 5 a | ZADD z NX 9 a 4 d | ZADD z XX CH 6 a 7 new | ZADD z GT 1 a | ZADD z LT CH 1 a
    ZADD z INCR 2 a | ZADD z NX XX 1 a | ZADD z GT LT 1 a | ZADD z x a | ZADD z 1 | ZADD z INCR 1 a 2 b | ZSCORE z a
    ZSCORE z none | ZCARD z | ZRANGE z 0 -1 | ZRANGE z 0 1 WITHSCORES | ZRANGE z -2 -1 | ZRANGE z 5 1
    ZRANGE z 0 -1 REV | ZRANGE z (2 +inf BYSCORE | ZRANGE z +inf 2 BYSCORE REV LIMIT 0 1 | ZRANGE z 0 1 LIMIT 0 1
    ZRANGEBYSCORE z -inf 3 | ZRANGEBYSCORE z (2 (4 WITHSCORES | ZRANGEBYSCORE z -inf +inf LIMIT 1 2
    ZRANGEBYSCORE z a b | ZRANGE z a b | ZREM z a none | ZREMRANGEBYSCORE z -inf (3 | ZRANGE z 0 -1
    ZREMRANGEBYSCORE z 0 100 | EXISTS z | ZADD t 1 b 1 a 1 c | ZRANGE t 0 -1 | ZADD t 0.5 half | ZSCORE t half
    ZADD t inf top | ZSCORE t top | ZADD t -inf low | ZRANGE t 0 0 WITHSCORES | SET s 1 | ZADD s 1 a | ZCOUNT t 0 1`,
  streams: `
    XADD s 1-1 a 1 | XADD s 1-1 a 1 | XADD s 0-0 a 1 | XADD s 1-* a 2 | XADD s 2 b 1 | XADD s 1 b 1 | XADD s x b 1
    XADD s 3-1 odd | XADD s 3-1 | XADD none NOMKSTREAM 1-1 a 1 | EXISTS none | XLEN s | XLEN none | XRANGE s - +
    XRANGE s 1 1 | XRANGE s (1-1 + | XRANGE s - + COUNT 1 | XREVRANGE s + - | XREVRANGE s + - COUNT 1 | XRANGE s x +
    XRANGE none - + | XRANGE s - + FOO | XREAD COUNT 1 STREAMS s 0 | XREAD STREAMS s 1-1 | XREAD STREAMS s $
    XREAD STREAMS s | XREAD STREAMS s > | XREAD STREAMS s none 0 0 | XREAD BLOCK x STREAMS s 0
    XREAD BLOCK -1 STREAMS s 0 | XREAD BLOCK 20 STREAMS s $ | XDEL s 1-1 9-9 | XLEN s | XADD s 5-5 a 1
    XTRIM s MAXLEN 2 | XTRIM s MAXLEN = 1 | XTRIM s MINID 5 | XTRIM s MINID 6 | XLEN s | XTRIM s MAXLEN -1
    XTRIM s FOO 1 | XTRIM s MAXLEN 1 LIMIT 5 | TYPE s | XADD s MAXLEN 2 6-0 a 1 | XADD s MAXLEN = 2 7-0 a 1
    XADD s MAXLEN 2 8-0 a 1 | XRANGE s - + | XADD s MINID 8 9-0 a 1 | XRANGE s - +
    XADD s MAXLEN 1 MINID 1 10-0 a 1 | SET str 1 | XADD str * a 1 | XLEN str | XREAD STREAMS str 0 | XDEL none 1-1
    XDEL s x | XRANGE s 9 (9 | XRANGE s - (0`,
  "consumer groups": `
    XGROUP CREATE s g $ | XGROUP CREATE s g $ MKSTREAM | XGROUP CREATE s g $ | XADD s 1-0 a 1 | XADD s 2-0 a 2
    XADD s 3-0 a 3 | XADD s 4-0 a 4 | XREADGROUP GROUP g c1 COUNT 2 STREAMS s >
    XREADGROUP GROUP g c2 COUNT 1 STREAMS s > | XREADGROUP GROUP g c1 STREAMS s 0
    XREADGROUP GROUP g c1 STREAMS s 1-0 | XREADGROUP GROUP g c9 STREAMS s 0 | XREADGROUP GROUP nope c1 STREAMS s >
    XREADGROUP GROUP g c1 STREAMS none > | XREADGROUP GROUP g c1 STREAMS s $ | XREADGROUP GROUP g c1 STREAMS s
    XREADGROUP FOO g c1 STREAMS s > | XPENDING s g | XPENDING s g - + 10 c9 | XPENDING none g | XPENDING s nope
    XPENDING s g - + | XPENDING s g - + x | XACK s g 1-0 9-9 | XACK none g 1-0 | XACK s nope 1-0 | XACK s g x
    XPENDING s g | XINFO GROUPS s | XCLAIM s g c3 0 2-0 | XCLAIM s g c3 0 2-0 JUSTID | XCLAIM s g c3 100000 3-0
    XCLAIM s g c3 0 4-0 | XCLAIM s g c3 0 4-0 FORCE | XCLAIM s nope c3 0 4-0 | XCLAIM s g c3 x 4-0
    XCLAIM s g c3 0 x | XCLAIM s g c3 0 2-0 FOO | XCLAIM s g c4 0 2-0 RETRYCOUNT 9 JUSTID
    XPENDING s g 2-0 2-0 10 c4x | XAUTOCLAIM s g c5 0 0 | XAUTOCLAIM s g c5 0 0 COUNT 1
    XAUTOCLAIM s g c5 0 0 COUNT 0 | XAUTOCLAIM s g c5 0 0 JUSTID | XAUTOCLAIM s nope c5 0 0
    XAUTOCLAIM s g c5 100000 0 | XDEL s 3-0 | XREADGROUP GROUP g c5 STREAMS s 0 | XAUTOCLAIM s g c6 0 0
    XPENDING s g | XINFO GROUPS s | XREADGROUP GROUP g c1 NOACK STREAMS s > | XADD s 5-0 a 5
    XREADGROUP GROUP g c1 NOACK STREAMS s > | XPENDING s g | XINFO GROUPS s
    XREADGROUP GROUP g c1 BLOCK 20 STREAMS s > | XGROUP SETID s g 0 | XINFO GROUPS s
    XREADGROUP GROUP g c7 COUNT 1 STREAMS s > | XGROUP SETID s nope 0 | XGROUP CREATECONSUMER s g c8
    XGROUP CREATECONSUMER s g c8 | XGROUP DELCONSUMER s g c5 | XGROUP DELCONSUMER s g none
    XGROUP DELCONSUMER s nope c | XGROUP FOO s g | XGROUP CREATE s | XGROUP CREATE none g $ | XGROUP CREATE s g2 x
    XGROUP CREATE s g2 0 | XGROUP CREATE s g3 2-0 | XGROUP CREATE s g4 0 ENTRIESREAD 2 | XINFO GROUPS s
    XGROUP DESTROY s g | XGROUP DESTROY s g | XGROUP DESTROY none g | XINFO STREAM none | XINFO CONSUMERS s nope
    XINFO CONSUMERS s g2 | XINFO FOO s | XINFO GROUPS none | XGROUP CREATE s empty $ | XINFO GROUPS s | SET str 1
    XGROUP CREATE str g $ | XACK str g 1-0 | XPENDING str g | XREADGROUP GROUP g c STREAMS str >`,
  transactions: `
    EXEC | DISCARD | MULTI | MULTI | SET a 1 | INCR a | EXEC | MULTI | SET a x | INCR a | GET a | EXEC | MULTI
    NOSUCH | SET a 2 | EXEC | GET a | MULTI | SET a 9 | DISCARD | GET a | MULTI | EXEC | MULTI
    XREAD BLOCK 0 STREAMS s $ | EXEC | MULTI | GET | EXEC | MULTI x | EXEC x`,
  connection: `
    PING | PING hello | PING a b | ECHO hi | ECHO | SELECT 0 | SELECT 99 | SELECT x | CLIENT SETNAME me
    CLIENT GETNAME | HELLO x`,
}

class Wire {
  #socket: Socket
  #buffer = ""
  #wake: (() => void) | undefined
  constructor(url: string) {
    this.#socket = connect(Number(new URL(url).port || 6379), new URL(url).hostname)
    this.#socket.setEncoding("latin1").on("data", (chunk) => {
      this.#buffer += chunk
      this.#wake?.()
    })
  }
  async send(args: string[]): Promise<string> {
    const body = args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join("")
    this.#socket.write(`*${args.length}\r\n${body}`, "latin1")
    for (;;) {
      const end = replyEnd(this.#buffer, 0)
      if (end !== undefined) {
        const reply = this.#buffer.slice(0, end)
        this.#buffer = this.#buffer.slice(end)
        return reply
      }
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
  close(): void {
    this.#socket.destroy()
  }
}

function replyEnd(text: string, start: number): number | undefined {
  const line = text.indexOf("\r\n", start)
  if (line < 0) return undefined
  const size = Number(text.slice(start + 1, line))
  if (text[start] === "$") {
    const end = line + 2 + (size < 0 ? 0 : size + 2)
    return end <= text.length ? end : undefined
  }
  let at: number | undefined = line + 2
  if (text[start] === "*") for (let n = 0; n < size && at !== undefined; n++) at = replyEnd(text, at)
  return at
}

describe.runIf(reference)("reply by reply as a real server", () => {
  const token = randomBytes(8).toString("hex")
  let own: Valkey
  beforeAll(async () => {
    own = await startValkey({ token })
  })
  afterAll(() => own.stop())

  for (const [name, commands] of Object.entries(CASES)) {
    it(`answers ${name} alike`, async () => {
      const ours = new Wire(own.url)
      const theirs = new Wire(reference ?? "")
      await ours.send(["AUTH", token])
      for (const wire of [ours, theirs]) await wire.send(["FLUSHALL"])
      const differences: unknown[] = []
      for (const command of commands.split(/\s*[|\n]\s*/).filter(Boolean)) {
        const args = command.split(" ")
        const [mine, wanted] = [await ours.send(args), await theirs.send(args)]
        if (mine !== wanted) differences.push({ command, mine, wanted })
      }
      ours.close()
      theirs.close()
      expect(differences).toEqual([])
    })
  }
})
