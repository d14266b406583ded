import type { LanguageModel } from "ai"
import { oneLine } from "../text.ts"

type Model = Extract<LanguageModel, { specificationVersion: "v4" }>
type Options = Parameters<Model["doStream"]>[0]
type Part = Awaited<ReturnType<Model["doStream"]>>["stream"] extends ReadableStream<infer P> ? P : never

/** What the script does next: says something, and may call one tool. Without a call its turn ends. */
type Turn = { say: string; call?: { tool: string; input: Record<string, unknown> } }

/** Milliseconds of a turn, so that people can watch. They differ a little, and are the same on every run. */
const SHORTEST = 150
const SPREAD = 250

const LABEL = "scripted, no LLM"

/** What happened so far, as the prompt tells it: the only thing the script knows. */
type Story = {
  opening: string
  /** Tool calls in order, with their results as text. */
  calls: { tool: string; input: Record<string, unknown>; result: string; failed: boolean }[]
  /** Messages from the team that came after the last turn. */
  unanswered: string[]
  /** What was said to it last, after the opening, and the calls it made since. */
  said: string | undefined
  since: Story["calls"]
}

function read(prompt: Options["prompt"]): Story {
  const story: Story = { opening: "", calls: [], unanswered: [], said: undefined, since: [] }
  const byId = new Map<string, Story["calls"][number]>()
  for (const message of prompt) {
    if (message.role === "user") {
      const text = message.content.map((part) => (part.type === "text" ? part.text : "")).join("")
      if (story.opening === "") story.opening = text
      else {
        story.unanswered.push(text)
        story.said = text
        story.since = []
      }
    }
    if (message.role === "assistant") {
      story.unanswered = []
      for (const part of message.content) {
        if (part.type !== "tool-call") continue
        const call = { tool: part.toolName, input: part.input as Record<string, unknown>, result: "", failed: false }
        story.calls.push(call)
        story.since.push(call)
        byId.set(part.toolCallId, call)
      }
    }
    if (message.role === "tool") {
      for (const part of message.content) {
        const call = part.type === "tool-result" ? byId.get(part.toolCallId) : undefined
        if (!call || part.type !== "tool-result") continue
        const { output } = part
        call.failed = output.type === "error-text"
        call.result = output.type === "text" || output.type === "error-text" ? output.value : ""
      }
    }
  }
  return story
}

/** The statuses as `list_task_statuses` told them. */
function statusesIn(result: string): { name: string; category: string }[] {
  return [...result.matchAll(/^- (.+) \(category (\w+), id [^)]+\)/gm)].map(([, name = "", category = ""]) => ({
    name,
    category,
  }))
}

/** Where work starts, and where it goes for review: the done status when no status is meant for that. */
function columns(result: string): { start: string | undefined; review: string | undefined } {
  const statuses = statusesIn(result)
  const working = statuses.filter((status) => status.category === "inprogress")
  const review = working.slice(1).find((status) => /review|check|test|verif|qa/i.test(status.name))
  return { start: working[0]?.name, review: (review ?? statuses.find((status) => status.category === "done"))?.name }
}

/** A quotation that mentions nobody: quoting a mention must not call its member again. */
const quote = (text: string) =>
  text
    .replace(/@(?=[a-z0-9])/gi, "")
    .trim()
    .split("\n")
    .slice(0, 6)
    .map((line) => `> ${line}`)
    .join("\n")

const asked = (opening: string) =>
  /<data \S+ what you were asked>\n([\s\S]*?)\n<\/data /.exec(opening)?.[1] ?? "(nothing)"

function readPage(page: string): { title: string; words: number; status: string } {
  const [head = "", facts = "", ...body] = page.split("\n\n")
  const text = body.join(" ").trim()
  return {
    title: head.replace(/^# \S+ /, ""),
    words: text === "(no description)" ? 0 : text.split(/\s+/).filter(Boolean).length,
    status: /^Status: (.*)$/m.exec(facts)?.[1] ?? "unknown",
  }
}

const wordsOf = (count: number) =>
  count === 0 ? "no description" : `a description of ${count} ${count === 1 ? "word" : "words"}`

/** The whole script: what comes next, from what happened so far. */
export function nextTurn({ opening, calls, unanswered, said, since }: Story): Turn {
  // What members wrote stands between marks; only what stands outside is the frame this reads.
  const frame = opening.replace(/<data (\S+) [^>]*>[\s\S]*?<\/data \1>/g, "")
  const key = /^Task: (\S+)$/m.exec(frame)?.[1]
  const document = /^Document: (\S+)$/m.exec(frame)?.[1]
  if (key === undefined && document === undefined) return chat(said ?? asked(opening), since)
  const heard = unanswered.map(
    (text) => `I got your message: “${oneLine(text, 120)}” I follow a script (${LABEL}), so it changes nothing. `,
  )
  const turn =
    key === undefined
      ? answerInDocument(opening, document ?? "", calls)
      : / mentioned you on this task\. /.test(frame)
        ? answerMention(opening, key, calls)
        : workOn(key, calls)
  return { ...turn, say: heard.join("") + turn.say }
}

/** Tasks as `list_tasks` told them, by their status. */
function byStatus(result: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [, task = "", status = ""] of result.matchAll(/^- (.+) \(([^,()]+)[^()]*\)$/gm))
    found.set(status, [...(found.get(status) ?? []), task])
  return found
}

/** A turn of a chat: it looks at the board and tells what it sees, whatever it was asked. */
function chat(question: string, calls: Story["calls"]): Turn {
  const list = calls.find((call) => call.tool === "list_tasks")
  if (!list) return { say: "I look at the board first.", call: { tool: "list_tasks", input: { pageSize: 50 } } }
  const columns = [...byStatus(list.result)].map(
    ([status, tasks]) => `- **${status}**: ${tasks.length}, such as ${tasks[0]?.replaceAll("@", "")}`,
  )
  const seen = list.failed
    ? `I could not look at the board: ${list.result}`
    : columns.length > 0
      ? `This is what I see on the board:\n\n${columns.join("\n")}`
      : "I see no tasks on the board yet."
  return {
    say: `You asked: “${oneLine(question, 200)}”\n\n${seen}\n\nI am a demonstration (${LABEL}): I tell this whatever I am asked. An agent with a real model would answer your question.`,
  }
}

function answerMention(opening: string, task: string, calls: Story["calls"]): Turn {
  const of = (tool: string) => calls.find((call) => call.tool === tool)
  const page = of("get_task")
  if (!page)
    return {
      say: `Somebody asks me something on ${task} (${LABEL}). I look at the task first.`,
      call: { tool: "get_task", input: { task } },
    }
  const comments = of("list_task_comments")
  if (!comments) return { say: "Now what was said so far.", call: { tool: "list_task_comments", input: { task } } }
  const answer = of("add_task_comment")
  if (answer)
    return {
      say: answer.failed ? `I could not answer: ${answer.result}` : `I answered the question on ${task} (${LABEL}).`,
    }
  const { title, words, status } = readPage(page.result)
  const count = comments.result.match(/\(comment [0-9a-f-]{36}\):$/gm)?.length ?? 0
  const text = `${quote(asked(opening))}

I am a demonstration agent (${LABEL}), so I can only say what I see: “${title}” is in **${status}**, has ${wordsOf(words)} and ${count} ${count === 1 ? "comment" : "comments"}. An agent with a real model would answer here.`
  return { say: "I answer in a comment.", call: { tool: "add_task_comment", input: { task, text } } }
}

function answerInDocument(opening: string, document: string, calls: Story["calls"]): Turn {
  const of = (tool: string) => calls.find((call) => call.tool === tool)
  const page = of("get_document")
  if (!page)
    return {
      say: `Somebody asks me something in a document (${LABEL}). I read it first.`,
      call: { tool: "get_document", input: { document } },
    }
  const answer = of("append_to_document")
  if (answer)
    return {
      say: answer.failed ? `I could not answer: ${answer.result}` : `I answered at the document's end (${LABEL}).`,
    }
  const [head = "", , ...body] = page.result.split("\n\n")
  const words = body.join(" ").split(/\s+/).filter(Boolean).length
  const text = `${quote(asked(opening))}

I am a demonstration agent (${LABEL}), so I can only say what I see: “${head.replace(/^# /, "").replaceAll("@", "")}” has ${words} words. An agent with a real model would answer here.`
  return { say: "I answer at its end.", call: { tool: "append_to_document", input: { document, text } } }
}

function workOn(task: string, calls: Story["calls"]): Turn {
  const of = (tool: string) => calls.find((call) => call.tool === tool)
  const statuses = of("list_task_statuses")
  if (!statuses) {
    return {
      say: `I am a demonstration agent (${LABEL}): I play the same steps on every task. First I look which statuses this team has.`,
      call: { tool: "list_task_statuses", input: {} },
    }
  }
  const { start, review } = columns(statuses.result)
  const moves = calls.filter((call) => call.tool === "update_task")
  const page = of("get_task")
  if (!page && moves.length === 0 && start) {
    return {
      say: `I start, so ${task} goes to ${start}.`,
      call: { tool: "update_task", input: { task, status: start } },
    }
  }
  if (!page) return { say: "I read what the task asks for.", call: { tool: "get_task", input: { task } } }
  const { title, words } = readPage(page.result)
  const [, second] = start ? moves : [undefined, ...moves]
  if (!second && review) {
    return {
      say: `“${oneLine(title, 80)}” has ${wordsOf(words)}. A real model would do the work now. I pretend it is done and move ${task} to ${review}.`,
      call: { tool: "update_task", input: { task, status: review } },
    }
  }
  const summary = of("add_task_comment")
  if (!summary) {
    return {
      say: "At last I write down what I did.",
      call: { tool: "add_task_comment", input: { task, text: summaryOf(title, words, start, review, moves) } },
    }
  }
  return {
    say: summary.failed
      ? `I could not write my summary: ${summary.result}`
      : `Walked ${task} through ${[start, review].filter(Boolean).join(" and ")} (${LABEL}).`,
  }
}

function summaryOf(
  title: string,
  words: number,
  start: string | undefined,
  review: string | undefined,
  moves: Story["calls"],
): string {
  const refused = moves.filter((move) => move.failed)
  return [
    `**Summary (${LABEL})**`,
    `- Read “${title.replaceAll("@", "")}”: ${wordsOf(words)}.`,
    ...(refused.length < moves.length
      ? [`- Moved it${start ? ` to ${start}` : ""}${review ? ` and then to ${review}` : ""}.`]
      : []),
    ...refused.map((move) => `- Could not move it to ${move.input.status}: ${move.result}`),
    "- Changed nothing else: this agent only shows how agents work. Give it a real model in its settings to have the work done.",
  ].join("\n")
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop)
      resolve()
    }, milliseconds)
    if (signal?.aborted) stop()
    else signal?.addEventListener("abort", stop, { once: true })
  })
}

// Nobody is charged for a script: it uses no tokens.
const usage = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
}

async function* play(options: Options): AsyncGenerator<Part> {
  const story = read(options.prompt)
  const { say, call } = nextTurn(story)
  const step = story.calls.length
  yield { type: "stream-start", warnings: [] }
  const sentences = say.match(/[^.!?]+[.!?”)]*\s*|.+/g) ?? [say]
  const each = (SHORTEST + ((step * 83) % SPREAD)) / sentences.length
  yield { type: "text-start", id: "say" }
  for (const delta of sentences) {
    await pause(each, options.abortSignal)
    yield { type: "text-delta", id: "say", delta }
  }
  yield { type: "text-end", id: "say" }
  if (call) {
    const toolCallId = `step-${step}-${call.tool}`
    yield { type: "tool-call", toolCallId, toolName: call.tool, input: JSON.stringify(call.input) }
  }
  yield { type: "finish", usage, finishReason: { unified: call ? "tool-calls" : "stop", raw: undefined } }
}

/**
 * A scripted language model: it plays the loop of an agent (take the task, read it, report, hand it over) without any LLM,
 * so that a newcomer sees it work without a key. It says so wherever it appears.
 */
export function demo(): Model {
  return {
    specificationVersion: "v4",
    provider: "demo",
    modelId: "scripted",
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error("The scripted model only streams.")),
    doStream: async (options) => {
      const parts = play(options)
      const pull = async (controller: ReadableStreamDefaultController<Part>) => {
        const { done, value } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(value)
      }
      return { stream: new ReadableStream<Part>({ pull }) }
    },
  }
}
