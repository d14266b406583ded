import { expect, it } from "vitest"
import type { Conversation } from "../../lib/api.gen.ts"
import { causeWords, endAdvice, isChat, statusWords, subject } from "./words.ts"

const conversation: Conversation = {
  id: "c",
  project_id: "p",
  agent: { id: "a", member_id: "m", name: "Dev", handle: "dev", provider: "demo" },
  task: { id: "t", key: "PLN-1", title: "Paint the door" },
  doc: null,
  trigger: "assignment",
  caused_by: { id: "u", name: "Ann Archer" },
  prompt: "You were assigned PLN-1: Paint the door",
  status: "finished",
  reason: null,
  summary: null,
  activity: null,
  usage: { input_tokens: 0, output_tokens: 0, seconds: 0 },
  version: 1,
  created_at: "2026-11-24T10:00:00.000Z",
  started_at: null,
  finished_at: null,
}
const chat: Conversation = { ...conversation, task: null, trigger: "message", prompt: "What is\n\nopen?" }

it("names a conversation by its task, its document, or what was asked first", () => {
  expect(subject(conversation)).toBe("PLN-1 Paint the door")
  expect(subject({ ...conversation, task: null, doc: { id: "d", title: "Plan" } })).toBe("“Plan”")
  expect(subject(chat)).toBe("What is open?")
})

it("says what made an agent begin", () => {
  expect(causeWords(conversation)).toBe("Assigned by Ann Archer")
  expect(causeWords({ ...conversation, caused_by: null })).toBe("Assigned by an agent")
  expect(causeWords(chat)).toBe("Chat with Ann Archer")
})

it("tells a chat's answer from the end of a piece of work", () => {
  expect(isChat(chat)).toBe(true)
  expect(statusWords(chat)).toBe("Dev answered")
  expect(statusWords(conversation)).toBe("Dev finished")
})

it("says what to do about a bad end, and nothing about a good one", () => {
  expect(endAdvice({ ...conversation, status: "timed_out" })).toContain("more minutes")
  expect(endAdvice(conversation)).toBeUndefined()
})
