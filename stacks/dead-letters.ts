/** Calls by an object that landed which failed again and again. An alarm tells of each. */
export const deadLetters = new aws.sqs.Queue("DeadLetters", {
  messageRetentionSeconds: 14 * 24 * 60 * 60,
  sqsManagedSseEnabled: true,
})

/** For a function that nobody waits for: two more tries, then the queue. It needs `mayBury`. */
export const buried = {
  retries: 2,
  transform: { eventInvokeConfig: { destinationConfig: { onFailure: { destination: deadLetters.arn } } } },
}

export const mayBury = { actions: ["sqs:SendMessage"], resources: [deadLetters.arn] }
