/** A month, as AWS counts it. */
export const hours = 730
export const minutes = hours * 60

/**
 * What one person who works with Paca every day does in a month of 20 working days. Assumptions, to be replaced by
 * what the dashboard shows.
 */
export const person = {
  /** 400 a day: a page asks for 5 to 10 things, a drag for one. */
  apiRequests: 8_000,
  authRequests: 300,
  mcpRequests: 500,
  /** Pages rendered by the server; within the app nothing is. */
  pages: 200,
  /** Changes, each an event in the stream. */
  changes: 1_200,
  /** Files of the app, and answers. */
  transferGb: 0.3,
  databaseGb: 0.005,
  filesGb: 0.1,
  fileRequests: 200,
  mails: 20,
  conversations: 10,
}

/** The part of all people whose browser is connected at the busiest moment. */
export const connectedAtPeak = 0.4

/** The busiest second has so many times the requests of the average second: work is done in 8 of 24 hours on 5 of 7 days. */
export const peakFactor = 8

/** An agent's conversation, and how many of them get Spot. */
export const conversation = { minutes: 5, onSpot: 0.8 }

/** Average run times. Seconds. */
export const seconds = {
  Api: 0.06,
  Auth: 0.1,
  Mcp: 0.15,
  Web: 0.12,
  RouterEdgeFunction: 0.005,
  RelayHandler: 0.1,
  StaleHandler: 0.2,
  MailsHandler: 0.2,
  CleanupHandler: 10,
}

/** Commands in Valkey of a request (its counters of the limits), of a change (published, read), and of a quiet minute. */
export const commands = {
  perRequest: 4,
  perChange: 3,
  /** Of each realtime task: 3 reads of the event stream, 4 reads and 4 claims of the triggers. */
  perQuietMinute: 11,
}

/** Compute of the database that a million requests need beyond what is always on. CU-hours. */
export const databaseHoursPerMillion = 3

/** The realtime service alone writes a line a minute; a Lambda writes this much with each call. GB. */
export const logPerCall = 0.000_001
