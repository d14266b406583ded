/** When these prices were looked up. All in US dollars without tax, for eu-central-1 where a region matters. */
export const pricedOn = "2026-11-30"

type Price = {
  usd: number
  per: string
  source: string
  /** `low`: the published list as remembered, or read for another region; look it up before relying on it. */
  certainty: "high" | "low"
}

/** Free tiers and discounts are left out: what is said here is what a busy account pays. */
export const prices = {
  fargateCpu: { usd: 0.03725, per: "vCPU-hour, ARM", source: "aws.amazon.com/fargate/pricing", certainty: "low" },
  fargateMemory: { usd: 0.00409, per: "GB-hour, ARM", source: "aws.amazon.com/fargate/pricing", certainty: "low" },
  fargateSpot: { usd: 0.35, per: "of the on-demand price", source: "aws.amazon.com/fargate/pricing", certainty: "low" },
  publicAddress: { usd: 0.005, per: "hour", source: "aws.amazon.com/vpc/pricing", certainty: "high" },
  balancer: { usd: 0.027, per: "hour", source: "aws.amazon.com/elasticloadbalancing/pricing", certainty: "low" },
  balancerUnit: {
    usd: 0.008,
    per: "LCU-hour",
    source: "aws.amazon.com/elasticloadbalancing/pricing",
    certainty: "high",
  },
  lambdaCalls: { usd: 0.2, per: "million calls", source: "aws.amazon.com/lambda/pricing", certainty: "high" },
  lambdaCompute: {
    usd: 0.0000133334,
    per: "GB-second, ARM",
    source: "aws.amazon.com/lambda/pricing",
    certainty: "high",
  },
  edgeCalls: {
    usd: 0.6,
    per: "million calls",
    source: "aws.amazon.com/lambda/pricing (Lambda@Edge)",
    certainty: "high",
  },
  edgeCompute: {
    usd: 0.00005001,
    per: "GB-second",
    source: "aws.amazon.com/lambda/pricing (Lambda@Edge)",
    certainty: "high",
  },
  cdnRequests: {
    usd: 1.2,
    per: "million HTTPS requests, Europe",
    source: "aws.amazon.com/cloudfront/pricing",
    certainty: "low",
  },
  cdnTransfer: { usd: 0.085, per: "GB, Europe", source: "aws.amazon.com/cloudfront/pricing", certainty: "high" },
  cdnFunction: { usd: 0.1, per: "million runs", source: "aws.amazon.com/cloudfront/pricing", certainty: "high" },
  cdnStore: { usd: 0.03, per: "million reads", source: "aws.amazon.com/cloudfront/pricing", certainty: "high" },
  s3Storage: { usd: 0.0245, per: "GB-month", source: "aws.amazon.com/s3/pricing", certainty: "high" },
  s3Writes: { usd: 5.4, per: "million writes", source: "aws.amazon.com/s3/pricing", certainty: "high" },
  s3Reads: { usd: 0.43, per: "million reads", source: "aws.amazon.com/s3/pricing", certainty: "high" },
  scheduler: { usd: 1, per: "million calls", source: "aws.amazon.com/eventbridge/pricing", certainty: "high" },
  queue: { usd: 0.4, per: "million requests", source: "aws.amazon.com/sqs/pricing", certainty: "high" },
  notice: { usd: 2, per: "100,000 mails", source: "aws.amazon.com/sns/pricing", certainty: "high" },
  mail: { usd: 0.1, per: "1,000 mails", source: "aws.amazon.com/ses/pricing", certainty: "high" },
  image: { usd: 0.1, per: "GB-month", source: "aws.amazon.com/ecr/pricing", certainty: "high" },
  logs: { usd: 0.63, per: "GB taken", source: "aws.amazon.com/cloudwatch/pricing", certainty: "low" },
  metric: { usd: 0.3, per: "metric-month", source: "aws.amazon.com/cloudwatch/pricing", certainty: "high" },
  alarm: { usd: 0.1, per: "metric of an alarm, month", source: "aws.amazon.com/cloudwatch/pricing", certainty: "high" },
  dashboard: { usd: 3, per: "month", source: "aws.amazon.com/cloudwatch/pricing", certainty: "high" },
  neonCompute: { usd: 0.106, per: "CU-hour, Launch", source: "neon.com/pricing", certainty: "high" },
  neonStorage: { usd: 0.35, per: "GB-month", source: "neon.com/pricing", certainty: "high" },
  neonHistory: { usd: 0.2, per: "GB-month of changes", source: "neon.com/docs/introduction/plans", certainty: "high" },
  upstash: { usd: 0.2, per: "100,000 commands", source: "upstash.com/docs/redis/overall/billing", certainty: "high" },
} as const satisfies Record<string, Price>

export type PriceName = keyof typeof prices
