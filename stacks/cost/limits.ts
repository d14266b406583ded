import { realtimeScaling } from "../container-plane.ts"
import type { Shape } from "./estimate.ts"
import * as usage from "./usage.ts"

/** Something of which there is only so much. */
export type Limit = {
  name: string
  /** How much there is, and whose limit it is. */
  most: number
  unit: string
  of: string
  /** How much so many people need at the busiest moment. */
  needed: (people: number) => number
  /** What people notice beyond it, and what the operator does. */
  beyond: string
  act: string
}

const { person } = usage
const monthSeconds = usage.hours * 3_600
const requestsOf = person.apiRequests + person.authRequests + person.mcpRequests + person.pages
/** Requests per second of one person's share at the busiest moment. */
const peakRequests = (requestsOf / monthSeconds) * usage.peakFactor

/** Pooled transactions at once: nine tenths of `max_connections`, which grows with the compute (neon.com/docs/connect/connection-pooling). */
const pooled = (cu: number) => Math.floor(Math.min(4_000, 419.5 * cu) * 0.9)

/** The limits of the definition and of the accounts it is deployed to, as AWS, Neon and Upstash set them at first. */
export function limitsOf(shape: Shape): Limit[] {
  const agent = shape.task("Agent")
  const agentsAtPeak = (people: number) =>
    ((people * person.conversations * usage.conversation.minutes) / usage.minutes) * usage.peakFactor
  const commandsOf = requestsOf * usage.commands.perRequest + person.changes * usage.commands.perChange
  return [
    {
      name: "Mail, before SES lifts its first limit",
      most: 200,
      unit: "mails a day",
      of: "SES sandbox",
      needed: (people) => (people * person.mails) / 20,
      beyond: "invitations and resets do not arrive, and only confirmed addresses get any",
      act: "ask for production access in SES before inviting anybody",
    },
    {
      name: "Mail",
      most: 50_000,
      unit: "mails a day",
      of: "SES, as usually granted",
      needed: (people) => (people * person.mails) / 20,
      beyond: "mails of the day's end are lost",
      act: "ask for a higher sending quota",
    },
    {
      name: "Valkey's budget",
      most: 50_000_000,
      unit: "commands a month",
      of: "100 dollars in `valkey.ts`",
      needed: (people) => people * commandsOf + shape.least * usage.minutes * usage.commands.perQuietMinute,
      beyond: "Upstash slows down: live updates lag, limits are not counted",
      act: "raise the budget in `valkey.ts`, or take a fixed plan",
    },
    {
      name: "Valkey's commands",
      most: 10_000,
      unit: "commands a second",
      of: "Upstash, pay as you go",
      needed: (people) => people * (commandsOf / monthSeconds) * usage.peakFactor,
      beyond: "live updates lag, limits are not counted",
      act: "take a larger plan",
    },
    {
      name: "Agents at once",
      most: 6,
      unit: "Fargate Spot vCPUs",
      of: "AWS, first quota of an account",
      needed: (people) => agentsAtPeak(people) * agent.cpu * usage.conversation.onSpot,
      beyond: "agents start on demand, at three times the price, and then wait",
      act: "ask for more in Service Quotas (Fargate Spot and On-Demand vCPU resource count)",
    },
    {
      name: "The database's compute",
      most: shape.mostCu,
      unit: "CU",
      of: "`autoscalingLimitMaxCu` in `database.ts`",
      needed: (people) => people * peakRequests * (usage.databaseHoursPerMillion / 1e6) * 3_600,
      beyond: "everything gets slower",
      act: "raise it (Neon's plans go to 16, then 56 CU)",
    },
    {
      name: "The database's connections",
      most: pooled(shape.mostCu),
      unit: "transactions at once",
      of: "Neon's pooler at that compute",
      needed: (people) => people * peakRequests * usage.seconds.Api,
      beyond: "requests wait for a connection, then fail",
      act: "raise the compute: connections come with it",
    },
    {
      name: "Browsers connected at once",
      most: shape.most * realtimeScaling.sockets,
      unit: "connections",
      of: "`realtimeScaling` in `container-plane.ts`",
      needed: (people) => people * usage.connectedAtPeak,
      beyond: "tasks fill up: live updates lag",
      act: "raise `most`; every task reads every event, so beyond some 50 the stream has to be divided",
    },
    {
      name: "Lambdas at once, in a new account",
      most: 10,
      unit: "calls",
      of: "AWS, often the first quota of an account",
      needed: (people) => people * peakRequests * usage.seconds.Api,
      beyond: "requests are refused with 429",
      act: "ask for 1,000 concurrent executions in Service Quotas",
    },
    {
      name: "Lambdas at once",
      most: 1_000,
      unit: "calls",
      of: "AWS, standard quota",
      needed: (people) => people * peakRequests * usage.seconds.Api,
      beyond: "requests are refused with 429",
      act: "ask for more",
    },
    {
      name: "Requests signed at the edge",
      most: 10_000,
      unit: "requests a second",
      of: "Lambda@Edge, per region",
      needed: (people) => people * peakRequests,
      beyond: "requests are refused with 503",
      act: "ask for more",
    },
  ]
}

/** The limits that so many people go beyond, the furthest first; if there is none, the one they come nearest to. */
export function breaking(shape: Shape, people: number): { limit: Limit; times: number }[] {
  const all = limitsOf(shape)
    .map((limit) => ({ limit, times: limit.needed(people) / limit.most }))
    .sort((one, other) => other.times - one.times)
  const beyond = all.filter(({ times }) => times > 1)
  return beyond.length > 0 ? beyond : all.slice(0, 1)
}
